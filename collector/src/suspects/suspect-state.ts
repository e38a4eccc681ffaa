import type { SuspectState } from "@probewarden/contract";

/** How long after it was heard a suspect counts as there, in milliseconds. */
export const HEARD_WINDOW_MS = 15 * 60_000;

/** How long after the last of its sensors was removed a suspect has ended: nothing can arrive any more that would say so. */
const ABANDONED_MS = 24 * 3_600_000;

/** What one sensor has to do with a suspect. Instants in epoch milliseconds by the collector's clock. */
export interface Witness {
  /** Whether it has judged the suspect, or only reported its level. */
  judged: boolean;
  /** Whether it has a finding of it that has not ended. */
  open: boolean;
  /** When it last heard the suspect. */
  heardAt: number;
  /** Whether it is still a sensor of this venue: one that was removed can end nothing any more. */
  present: boolean;
  listens: boolean;
  /** Whether its silence says something: a radio that cannot read most of what it hears has missed who knows what. */
  readsMost: boolean;
  /** Since when it does not listen, where that is known. */
  since: number | undefined;
}

export interface StateAndSince {
  state: SuspectState;
  since: number | undefined;
}

/**
 * Whether a suspect is there. Pure. Not heard is not the same as gone: while a sensor that heard it listens, and can read what it hears, it
 * is silent; when none of them does, nobody knows, and it is unobserved. Its sensors are those that hold it open, and those that heard it in its last quarter of
 * an hour. It has ended when every sensor that is still here has said so, or when all of them were removed a day ago.
 */
export function stateOf(witnesses: readonly Witness[], before: StateAndSince, now: number): StateAndSince {
  const here = witnesses.filter((witness) => witness.present && witness.judged);
  const holdsOpen = (here.length > 0 ? here : witnesses).some((witness) => witness.open);
  if (!holdsOpen) return before.state === "ended" ? before : { state: "ended", since: now };
  const lastHeardAt = Math.max(...witnesses.map((witness) => witness.heardAt));
  const its = witnesses.filter((witness) => witness.open || witness.heardAt >= lastHeardAt - HEARD_WINDOW_MS);
  const listening = its.filter((witness) => witness.present && witness.listens);
  if (listening.some((witness) => witness.heardAt >= now - HEARD_WINDOW_MS))
    return { state: "active", since: undefined };
  if (listening.some((witness) => witness.readsMost)) return { state: "silent", since: lastHeardAt };
  // Whoever could still hear it was taken away; another sensor in their place has had its time.
  const isAbandoned = witnesses.every(
    ({ present, since }) => !present && since !== undefined && now - since > ABANDONED_MS,
  );
  if (isAbandoned) return { state: "ended", since: now };
  if (before.state === "unobserved") return before;
  return { state: "unobserved", since: Math.max(...its.map((witness) => witness.since ?? now)) };
}
