import type { PlaceRegion } from "@probewarden/contract";

/** Regions in the order in which they are drawn: a wide one never covers the likelier one that lies in it. One without an edge is not drawn. */
export const widestFirst = (regions: readonly PlaceRegion[]): PlaceRegion[] =>
  regions.filter(({ rings }) => rings.length > 0).toSorted((a, b) => b.share - a.share);
