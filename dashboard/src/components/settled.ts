import type { Suspect } from "@probewarden/contract";

/** A person has found what is there now to be in order: it keeps its shape, and calls for nobody any more. */
export const isSettled = ({ decision, reopened }: Pick<Suspect, "decision" | "reopened">): boolean =>
  reopened === undefined && (decision?.decision === "authorised" || decision?.decision === "dismissed");
