import { createHash } from "node:crypto";
import { spellOctets, type Fact, type Mitigation, type RedactedFrame, type Suspicion } from "@probewarden/contract";
import type { FindingLife } from "./finding-life.ts";
import { LevelWindow } from "../air/level-window.ts";
import type { EvidenceCode, Weight } from "../detectors/weights.ts";

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
  /** The identities that showed it, as `keyOf` numbers them, with what they showed, and whether there were more than are told apart. */
  sources: Map<number, Showing>;
  isOfMany: boolean;
  /** What was published of it before a restart, which says of all of a suspect's addresses that they may have shown it. */
  resumed: Showing | undefined;
}

/** Under what a line was shown. */
export interface Showing {
  addresses: readonly number[];
  /** How many addresses, which may be more than are listed. */
  count: number;
  /** Names that it tells, in hex. */
  names: readonly string[];
}

/** A line that is held no longer, and what explains it. */
export interface WithdrawnLine {
  detector: string;
  why: string;
  at: number;
}

/** One transmitter, however many addresses it uses, and all that is held against it. */
export interface Subject {
  suspectId: string;
  transmitters: Set<number>;
  transmitterCount: number;
  targets: Set<number>;
  /** Of the targets, those of the venue's list that it used as its own address. */
  borrowed: Set<number>;
  lines: Map<EvidenceCode, EvidenceLine>;
  /** Lines that were taken back and did not come again, latest last, as many as a finding tells. */
  withdrawn: Map<EvidenceCode, WithdrawnLine>;
  lives: Map<Suspicion, FindingLife>;
  firstHeardAt: number;
  lastHeardAt: number;
  /** The listening clock when it was last heard: silence is counted in seconds of listening. */
  listenedAt: number;
  levels: LevelWindow;
  channelMhz: number;
  /** Scores as they were computed last, by suspicion; undefined after something changed that they are made of. */
  judged: Judged[] | undefined;
}

/** A score and what it is made of. */
export interface Score {
  scoreDb: number;
  lines: { line: EvidenceLine; weight: Weight }[];
  mitigations: Mitigation[];
}

/** A score for one suspicion, and the set of its evidence as one text, to see whether it changed. */
export interface Judged {
  suspicion: Suspicion;
  score: Score;
  codes: string;
}

/** Whether something that is held against it was published. */
export function isOpen(subject: Subject): boolean {
  for (const life of subject.lives.values()) if (life.isOpen) return true;
  return false;
}

export function newSubject(suspectId: string, atSeconds: number): Subject {
  return {
    suspectId,
    transmitters: new Set(),
    transmitterCount: 0,
    targets: new Set(),
    borrowed: new Set(),
    lines: new Map(),
    withdrawn: new Map(),
    lives: new Map(),
    firstHeardAt: atSeconds,
    lastHeardAt: atSeconds,
    listenedAt: 0,
    levels: new LevelWindow(),
    channelMhz: 0,
    judged: undefined,
  };
}

/**
 * An identifier: a hash under the venue's salt, spelled with letters only, so that it holds no address in any spelling. The salt keeps
 * venues apart and is no secret: an address that may not leave must not be among the parts.
 */
export function identifier(prefix: "s" | "f" | "t", venueSalt: string, ...parts: readonly (string | number)[]): string {
  const digest = createHash("sha256")
    .update([venueSalt, ...parts].join("\n"))
    .digest();
  return `${prefix}-${spellOctets(digest.subarray(0, 10))}`;
}
