import leven from "leven";

/** A long word is no typing mistake, and its distance costs time. */
const LONGEST_TYPED = 80;

/** The known word nearest to a mistyped one, if one is near enough to suggest. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  if (typed.length > LONGEST_TYPED) return undefined;
  const [best] = known
    .map((name) => ({ name, distance: leven(typed.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  return best !== undefined && best.distance <= Math.max(2, Math.floor(typed.length / 3)) ? best.name : undefined;
}
