import type { LabelledAir } from "./labelled-air.ts";
import { judge } from "./recorded-air.ts";

/** What a sensor would do wrong that hears this. */
export interface Faults {
  /** There is an attack, and nothing that answers its label is suspected. */
  isMissed: boolean;
  /** What is suspected and answers no label, and which of the venue's access points are accused. */
  wrong: string[];
}

/** Judges an air as a live sensor would, and holds it against what is known of it. */
export function faultsOf(air: LabelledAir, hops = false): Faults {
  const { frames, answers, networks, canaries } = air;
  const verdict = judge(frames, { ticks: true, hops, known: { networks, canaries } });
  const own = new Set(networks.map(({ bssid }) => bssid));
  return {
    isMissed: answers.size > 0 && ![...answers].some((it) => verdict.suspicions.has(it)),
    wrong: [
      ...[...verdict.suspicions].filter((it) => !answers.has(it)),
      ...[...verdict.accused].filter((it) => own.has(it)),
    ],
  };
}
