import type { Suspect } from "@probewarden/contract";

/** What a row shows of a suspect's identity. */
const faceOf = ({ venueId, suspicion, transmitters, targets }: Suspect): string =>
  [venueId, suspicion, transmitters[0], targets[0]].join(" ");

/**
 * Which one a suspect is of those that would look alike in a list: 1 for the one heard first. Undefined when no other looks like it.
 * The order does not change while they last.
 */
export function ordinalOf(suspect: Suspect, all: readonly Suspect[]): number | undefined {
  const alike = all.filter((other) => faceOf(other) === faceOf(suspect));
  if (alike.length < 2) return undefined;
  const inOrder = alike.toSorted(
    (a, b) => a.firstHeardAt.localeCompare(b.firstHeardAt) || a.suspectId.localeCompare(b.suspectId),
  );
  return inOrder.findIndex(({ suspectId }) => suspectId === suspect.suspectId) + 1 || undefined;
}
