import { LIMITS, namesWithout, type RedactedFrame } from "@probewarden/contract";
import type { Detector, Observation, WithdrawReason } from "../detectors/detector.ts";
import { spellAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import type { EvidenceCode } from "../detectors/weights.ts";
import { redact } from "./finding-message.ts";
import { keyOf } from "./subject-register.ts";
import type { EvidenceLine, Showing, Subject } from "./subject.ts";

/** Names in one line of evidence. */
export const NAMES = 16;
/** Identities that one line is told apart by. What more of them showed is not taken back for the sake of one. */
const SOURCES = 16;

/** Takes what a detector saw into the lines of a subject; true when it is a line that was not there. */
export function hold(
  subject: Subject,
  detector: Pick<Detector, "id" | "version">,
  observation: Observation,
  frame: Frame | undefined,
  atSeconds: number,
): boolean {
  const known = subject.lines.get(observation.code);
  const line = known ?? newLine(detector.id, observation.code, atSeconds);
  if (known === undefined) {
    subject.lines.set(observation.code, line);
    subject.withdrawn.delete(observation.code);
  }
  if (line.frames.length < LIMITS.framesPerEvidence) {
    const shown = frame === undefined ? latestFrameOf(subject, detector.id) : redact(frame, atSeconds);
    if (shown !== undefined && !line.frames.includes(shown)) line.frames.push(shown);
  }
  line.detectorVersion = detector.version;
  line.facts = observation.facts;
  line.names = observation.names.length > NAMES ? observation.names.slice(0, NAMES) : observation.names;
  line.lastAt = atSeconds;
  const key = keyOf(observation.subject);
  if (line.sources.size < SOURCES || line.sources.has(key)) line.sources.set(key, showingOf(observation));
  else {
    line.isOfMany = true;
    line.resumed = undefined;
  }
  return known === undefined;
}

/** Under which addresses and names something was seen. */
export function showingOf({ shownBy, transmitters, transmitterCount, names }: Observation): Showing {
  const addresses = shownBy ?? transmitters;
  return { addresses, count: Math.max(addresses.length, transmitterCount), names };
}

/** What one frame completes is several lines: a detector hands it over with the first of them, and it stands behind all. */
function latestFrameOf(subject: Subject, detectorId: string): RedactedFrame | undefined {
  let latest: RedactedFrame | undefined;
  for (const { detector, frames } of subject.lines.values()) {
    const frame = frames.at(-1);
    if (detector === detectorId && frame !== undefined && (latest === undefined || frame.at > latest.at))
      latest = frame;
  }
  return latest;
}

/**
 * Takes a line back for one of those that showed it; true when it is held no longer. What another identity of the same radio showed, or
 * more of them than are told apart, stays: the explanation is of one.
 */
export function release(
  subject: Subject,
  code: EvidenceCode,
  key: number,
  why: WithdrawReason,
  atSeconds: number,
): boolean {
  const line = subject.lines.get(code);
  if (line === undefined || line.isOfMany) return false;
  line.sources.delete(key);
  if (line.sources.size > 0) return false;
  takeBackLine(subject, line, why, atSeconds);
  return true;
}

/** Takes a line back, whoever showed it. */
export function takeBackLine(subject: Subject, line: EvidenceLine, why: WithdrawReason, atSeconds: number): void {
  const { code } = line;
  subject.lines.delete(code);
  subject.withdrawn.delete(code);
  subject.withdrawn.set(code, { detector: line.detector, why, at: atSeconds });
  if (subject.withdrawn.size > LIMITS.withdrawn) {
    const [oldest] = subject.withdrawn.keys();
    if (oldest !== undefined) subject.withdrawn.delete(oldest);
  }
}

/** One subject takes over the lines of another that turns out to be the same radio. */
export function takeOverLines(subject: Subject, other: Subject): void {
  for (const [code, line] of other.lines) {
    const own = subject.lines.get(code);
    if (own === undefined) {
      subject.lines.set(code, line);
      continue;
    }
    for (const [key, showing] of line.sources) if (own.sources.size < SOURCES) own.sources.set(key, showing);
    own.resumed =
      isTold(own) && isTold(line) && own.sources.size < SOURCES ? both(own.resumed, line.resumed) : undefined;
    own.isOfMany ||= line.isOfMany || own.sources.size >= SOURCES;
  }
}

/** Whether all that showed a line is known, one by one or as it was published. */
export function isTold({ isOfMany, resumed }: EvidenceLine): boolean {
  return !isOfMany || resumed !== undefined;
}

function both(one: Showing | undefined, other: Showing | undefined): Showing | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    addresses: [...new Set([...one.addresses, ...other.addresses])],
    count: one.count + other.count,
    names: [...new Set([...one.names, ...other.names])],
  };
}

/** An address which may be told no more, and a network that is named after it, stand behind no line any more. */
export function forgetAddressOf(subject: Subject, address: number): void {
  const spelled = [spellAddress(address)];
  const without = (showing: Showing): Showing => ({
    addresses: showing.addresses.filter((it) => it !== address),
    count: showing.count,
    names: namesWithout(showing.names, spelled),
  });
  for (const line of subject.lines.values()) {
    line.names = namesWithout(line.names, spelled);
    for (const [key, showing] of line.sources) line.sources.set(key, without(showing));
    if (line.resumed !== undefined) line.resumed = without(line.resumed);
  }
}

function newLine(detector: string, code: EvidenceCode, atSeconds: number): EvidenceLine {
  return {
    detector,
    detectorVersion: 1,
    code,
    facts: [],
    frames: [],
    names: [],
    firstAt: atSeconds,
    lastAt: atSeconds,
    sources: new Map(),
    isOfMany: false,
    resumed: undefined,
  };
}
