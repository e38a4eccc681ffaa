import type { Suspect } from "@probewarden/contract";
import { concernOf, neediestFirst } from "./suspect-order.ts";

/** One transmitter as a person meets it: everything that is suspected of it. Decisions stay with each suspect. */
export interface Emitter {
  /** Stays the same while the transmitter's suspects last, whichever of them leads. */
  id: string;
  /** What needs a person most. */
  lead: Suspect;
  /** All of them, the lead first. */
  suspects: readonly Suspect[];
}

/**
 * Suspects by the transmitter that they are: those of one venue that share an accused address are one. Who is known by what it hits and not
 * by an address stands alone: that two stand at one place does not make them one.
 * @returns what needs a person first, in front
 */
export function emittersOf(suspects: readonly Suspect[]): Emitter[] {
  const ordered = neediestFirst(suspects);
  const roots = ordered.map((_, at) => at);
  // Always towards the front, so that a root is what needs a person most of its group; each question halves the way for the next.
  const rootOf = (at: number): number => {
    let root = at;
    for (let up = roots[root]; up !== undefined && up !== root; up = roots[root]) {
      roots[root] = roots[up] ?? up;
      root = up;
    }
    return root;
  };
  const holders = new Map<string, number>();
  for (const [at, { venueId, transmitters }] of ordered.entries()) {
    for (const address of transmitters) {
      const key = `${venueId} ${address}`;
      const [own, other] = [rootOf(at), rootOf(holders.get(key) ?? at)];
      roots[Math.max(own, other)] = Math.min(own, other);
      holders.set(key, at);
    }
  }
  const groups = new Map<number, Suspect[]>();
  for (const [at, suspect] of ordered.entries()) {
    const root = rootOf(at);
    const group = groups.get(root);
    if (group) group.push(suspect);
    else groups.set(root, [suspect]);
  }
  return [...groups.values()].flatMap((group) => {
    // By score and not by who was heard last: the lead must not change with each frame.
    const suspects = group.toSorted(
      (a, b) => concernOf(a) - concernOf(b) || b.scoreDb - a.scoreDb || (a.suspectId < b.suspectId ? -1 : 1),
    );
    const [lead] = suspects;
    return lead === undefined ? [] : [{ id: firstHeard(group).suspectId, lead, suspects }];
  });
}

const firstHeard = (group: readonly Suspect[]): Suspect =>
  group.reduce((first, one) =>
    one.firstHeardAt < first.firstHeardAt ||
    (one.firstHeardAt === first.firstHeardAt && one.suspectId < first.suspectId)
      ? one
      : first,
  );

/** The same transmitter's other suspects. */
export const othersOf = (suspect: Suspect, all: readonly Suspect[]): Suspect[] =>
  emittersOf(all)
    .find(({ suspects }) => suspects.some(({ suspectId }) => suspectId === suspect.suspectId))
    ?.suspects.filter(({ suspectId }) => suspectId !== suspect.suspectId) ?? [];
