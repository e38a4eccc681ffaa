import { LIMITS, PRIOR_DB, type Mitigation, type Suspicion } from "@probewarden/contract";
import { spellAddress } from "../dot11/address.ts";
import { weightsOf, type Weight } from "../detectors/weights.ts";
import type { Venue } from "../venue/venue.ts";
import type { EvidenceLine, Subject } from "./subject.ts";

/** A device that may observe by the operator's word. It outweighs any evidence of the table, and is always shown. */
const LICENSED_DB = -60;

/** A score and what it is made of. */
export interface Score {
  scoreDb: number;
  lines: { line: EvidenceLine; weight: Weight }[];
  mitigations: Mitigation[];
}

/** Prior of the suspicion + the best weight of each family + the sum of mitigations, in decibans. */
export function score(subject: Subject, suspicion: Suspicion, venue: Venue): Score {
  const best = new Map<string, number>();
  const lines: Score["lines"] = [];
  for (const line of subject.lines.values()) {
    for (const weight of weightsOf(line.code)) {
      if (weight.suspicion !== suspicion) continue;
      lines.push({ line, weight });
      best.set(weight.family, Math.max(best.get(weight.family) ?? -Infinity, weight.usedDb));
    }
  }
  lines.sort((left, right) => right.weight.usedDb - left.weight.usedDb);
  const mitigations = mitigationsOf(subject, venue);
  let scoreDb = PRIOR_DB[suspicion];
  for (const weightDb of best.values()) scoreDb += weightDb;
  for (const mitigation of mitigations) scoreDb += mitigation.weightDb;
  return { scoreDb, lines: lines.slice(0, LIMITS.evidence), mitigations };
}

/** Only the operator's configuration exonerates: whatever is transmitted, an attacker can transmit. */
function mitigationsOf(subject: Subject, venue: Venue): Mitigation[] {
  for (const address of [...subject.transmitters, ...subject.targets]) {
    if (subject.transmitterCount > 0 && venue.network(address)?.licensed === true)
      return [{ code: "licensed", weightDb: LICENSED_DB, bssid: spellAddress(address) }];
  }
  return [];
}
