import type { Suspect } from "@probewarden/contract";

/** What a row shows of a suspect's identity. */
const faceOf = ({ venueId, suspicion, transmitters, targets }: Suspect): string =>
  [venueId, suspicion, transmitters[0], targets[0]].join(" ");

/** Numbers of those that look alike, by id. */
type Ordinals = ReadonlyMap<string, number>;

/** Worked out once for each list that was given, not for each of its rows. */
const known = new WeakMap<readonly Suspect[], Ordinals>();

function ordinalsOf(all: readonly Suspect[]): Ordinals {
  const before = known.get(all);
  if (before !== undefined) return before;
  const faces = new Map<string, Suspect[]>();
  for (const suspect of all) {
    const face = faceOf(suspect);
    const alike = faces.get(face);
    if (alike) alike.push(suspect);
    else faces.set(face, [suspect]);
  }
  const ordinals = new Map<string, number>();
  for (const alike of faces.values()) {
    if (alike.length < 2) continue;
    const inOrder = alike.toSorted(
      (a, b) => a.firstHeardAt.localeCompare(b.firstHeardAt) || a.suspectId.localeCompare(b.suspectId),
    );
    for (const [at, { suspectId }] of inOrder.entries()) ordinals.set(suspectId, at + 1);
  }
  known.set(all, ordinals);
  return ordinals;
}

/**
 * Which one a suspect is of those that would look alike in a list: 1 for the one heard first. Undefined when no other looks like it.
 * The order does not change while they last.
 * @param all rows as they were given: the same array is not looked through again
 */
export const ordinalOf = ({ suspectId }: Suspect, all: readonly Suspect[]): number | undefined =>
  ordinalsOf(all).get(suspectId);
