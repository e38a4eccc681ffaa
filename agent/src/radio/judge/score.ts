import { LIMITS, PRIOR_DB, type Mitigation, type Suspicion } from "@probewarden/contract";
import { spellAddress } from "../dot11/address.ts";
import { weightsOf } from "../detectors/weights.ts";
import type { Senders } from "../air/listed-senders.ts";
import type { Venue } from "../venue/venue.ts";
import { licenceDb } from "./licence.ts";
import type { Judged, Score, Subject } from "./subject.ts";

const SUSPICIONS: readonly Suspicion[] = ["probe-box", "impostor", "disruption"];

/** Addresses of the venue's list that one finding explains itself about. */
const EXPLAINED = 4;

/** Scores of all that there is evidence of, and of what was told and has none any more. */
export function judgedOf(subject: Subject, scoreOf: (suspicion: Suspicion) => Score): Judged[] {
  const judged: Judged[] = [];
  for (const suspicion of SUSPICIONS) {
    const it = scoreOf(suspicion);
    // What was taken back is told; a finding of before a restart whose lines nobody here knows is left as it was.
    const isTakenBack = subject.withdrawn.size > 0 && subject.lives.get(suspicion)?.isOpen === true;
    if (it.lines.length === 0 && !isTakenBack) continue;
    const codes = it.lines.map(({ line }) => line.code).sort();
    judged.push({ suspicion, score: it, codes: codes.join(" ") });
  }
  return judged;
}

/** Prior of the suspicion + the best weight of each family + the sum of mitigations, in decibans. */
export function score(
  subject: Subject,
  suspicion: Suspicion,
  venue: Venue,
  sendersOf: (address: number) => Senders,
): Score {
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
  let scoreDb = PRIOR_DB[suspicion];
  for (const weightDb of best.values()) scoreDb += weightDb;
  const mitigations: Mitigation[] = [];
  const bssid = licensedBssid(subject, venue);
  const weightDb = bssid === undefined ? 0 : licenceDb(scoreDb, best);
  if (bssid !== undefined && weightDb < 0) mitigations.push({ code: "licensed", weightDb, bssid: spellAddress(bssid) });
  // They weigh nothing: they say why nobody is accused.
  for (const address of [...subject.borrowed].slice(0, EXPLAINED))
    mitigations.push({
      code: sendersOf(address) === "two" ? "address-borrowed" : "sender-undecided",
      weightDb: 0,
      bssid: spellAddress(address),
    });
  return { scoreDb: scoreDb + weightDb, lines: lines.slice(0, LIMITS.evidence), mitigations };
}

/**
 * The licensed address of a subject that uses no other. Only the operator's configuration exonerates: whatever is transmitted, an attacker
 * can transmit. So being hit or imitated exonerates nobody, and among its addresses a listed one is only where it has one sender.
 */
function licensedBssid(subject: Subject, venue: Venue): number | undefined {
  if (subject.transmitterCount > subject.transmitters.size) return undefined;
  for (const address of subject.transmitters) if (venue.network(address)?.licensed !== true) return undefined;
  const [address] = subject.transmitters;
  return address;
}
