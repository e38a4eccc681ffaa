import { createHash } from "node:crypto";
import {
  LIMITS,
  PRIOR_DB,
  spellOctets,
  type Fact,
  type Mitigation,
  type RedactedFrame,
  type Suspicion,
} from "@probewarden/contract";
import { spellAddress } from "../dot11/address.ts";
import type { FindingLife } from "./finding-life.ts";
import { LevelWindow } from "../air/level-window.ts";
import type { Venue } from "../venue/venue.ts";
import { weightsOf, type EvidenceCode, type Weight } from "../detectors/weights.ts";

/** A device that may observe by the operator's word. It outweighs any evidence of the table, and is always shown. */
const LICENSED_DB = -60;

/** One line of the argument, before it is weighed for a suspicion. */
export interface EvidenceLine {
  detector: string;
  detectorVersion: number;
  code: EvidenceCode;
  facts: readonly Fact[];
  frames: RedactedFrame[];
  names: readonly string[];
  firstAt: number;
  lastAt: number;
}

/** One transmitter, however many addresses it uses, and all that is held against it. */
export interface Subject {
  suspectId: string;
  transmitters: Set<number>;
  transmitterCount: number;
  targets: Set<number>;
  lines: Map<EvidenceCode, EvidenceLine>;
  lives: Map<Suspicion, FindingLife>;
  firstHeardAt: number;
  lastHeardAt: number;
  /** The listening clock when it was last heard: silence is counted in seconds of listening. */
  listenedAt: number;
  levels: LevelWindow;
  channelMhz: number;
}

/** A score and what it is made of. */
export interface Score {
  scoreDb: number;
  lines: { line: EvidenceLine; weight: Weight }[];
  mitigations: Mitigation[];
}

export function newSubject(suspectId: string, atSeconds: number): Subject {
  return {
    suspectId,
    transmitters: new Set(),
    transmitterCount: 0,
    targets: new Set(),
    lines: new Map(),
    lives: new Map(),
    firstHeardAt: atSeconds,
    lastHeardAt: atSeconds,
    listenedAt: 0,
    levels: new LevelWindow(),
    channelMhz: 0,
  };
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

/**
 * An identifier: a hash under the venue's salt, spelled with letters only, so that it holds no address in any spelling. The salt keeps
 * venues apart and is no secret: an address that may not leave must not be among the parts.
 */
export function identifier(prefix: "s" | "f", venueSalt: string, ...parts: readonly (string | number)[]): string {
  const digest = createHash("sha256")
    .update([venueSalt, ...parts].join("\n"))
    .digest();
  return `${prefix}-${spellOctets(digest.subarray(0, 10))}`;
}
