import { createHash } from "node:crypto";
import { spellOctets, type Fact, type RedactedFrame, type Suspicion } from "@probewarden/contract";
import type { FindingLife } from "./finding-life.ts";
import { LevelWindow } from "../air/level-window.ts";
import type { EvidenceCode } from "../detectors/weights.ts";

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
