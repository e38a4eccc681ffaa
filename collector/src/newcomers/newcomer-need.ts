import type { NewcomerMark } from "@probewarden/contract";

/** How much an entry of the work list needs a person, for its order: who is to be looked at first, then who is not marked, then the others. */
export const needOf = (mark: NewcomerMark | undefined): number =>
  mark === "to-visit" ? 2 : mark === undefined || mark === "none" ? 1 : 0;
