import {
  LIMITS,
  mitigationsWithout,
  PRIOR_DB,
  withoutNamesOf,
  type Evidence,
  type Finding,
  type FindingState,
  type RedactedFrame,
  type Suspicion,
  type Withdrawal,
} from "@probewarden/contract";
import { spellAddress } from "../dot11/address.ts";
import type { Frame } from "../dot11/frame.ts";
import { nameFrame } from "../dot11/frame-types.ts";
import { timestamp } from "../report/timestamp.ts";
import type { FindingLife } from "./finding-life.ts";
import type { EvidenceLine, Score, Subject } from "./subject.ts";
import { boundDb, readEvidenceCode, weightsOf, type Weight } from "../detectors/weights.ts";

/** A frame as it may leave the sensor: what kind it was and how it arrived. It holds no address and no name. */
export function redact(frame: Frame, atSeconds: number): RedactedFrame {
  return {
    at: timestamp(atSeconds),
    ...(Number.isNaN(frame.rssiDbm) ? {} : { rssiDbm: frame.rssiDbm }),
    ...(frame.channelMhz > 0 ? { channelMhz: frame.channelMhz } : {}),
    kind: nameFrame(frame.type, frame.subtype)
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-"),
    summary: summarise(frame),
  };
}

/** A finding as the contract wants it; undefined while the subject is below the list. */
export function buildFinding(
  subject: Subject,
  suspicion: Suspicion,
  life: FindingLife,
  state: FindingState,
  judged: Score,
): Finding | undefined {
  const band = life.band;
  if (band === undefined) return undefined;
  const rssiDbm = subject.levels.median();
  const withdrawn = withdrawnOf(subject, suspicion);
  return {
    findingId: life.findingId,
    suspectId: subject.suspectId,
    suspicion,
    state,
    scoreDb: judged.scoreDb,
    highestDb: life.highestDb,
    band,
    priorDb: PRIOR_DB[suspicion],
    firstHeardAt: timestamp(subject.firstHeardAt),
    lastHeardAt: timestamp(subject.lastHeardAt),
    transmitters: [...subject.transmitters].slice(0, LIMITS.transmitters).map(spellAddress),
    transmitterCount: subject.transmitterCount,
    targets: [...subject.targets].slice(0, LIMITS.transmitters).map(spellAddress),
    ...(Number.isNaN(rssiDbm) ? {} : { rssiDbm }),
    ...(subject.channelMhz > 0 ? { channelMhz: subject.channelMhz } : {}),
    evidence: judged.lines.map(({ line, weight }) => evidenceOf(line, weight)),
    ...(withdrawn.length > 0 ? { withdrawn } : {}),
    mitigations: judged.mitigations,
  };
}

/** A finding that names an address no more, nor the network that is named after it. */
export function findingWithout(finding: Finding, address: string): Finding {
  const isOther = (it: string): boolean => it !== address;
  const named = finding.mitigations.flatMap(({ bssid = [] }) => bssid);
  if ([...finding.transmitters, ...finding.targets, ...named].every(isOther)) return finding;
  return {
    ...finding,
    transmitters: finding.transmitters.filter(isOther),
    targets: finding.targets.filter(isOther),
    evidence: withoutNamesOf(finding.evidence, [address]),
    mitigations: mitigationsWithout(finding.mitigations, (it) => it === address),
  };
}

/** The line behind published evidence; undefined when this version of the software does not know the code. */
export function resumeLine(evidence: Evidence): EvidenceLine | undefined {
  const code = readEvidenceCode(evidence.code);
  if (code === undefined) return undefined;
  const { detector, detectorVersion, facts, frames, names } = evidence;
  return {
    detector,
    detectorVersion,
    code,
    facts,
    frames: [...frames],
    names,
    firstAt: Date.parse(evidence.firstAt) / 1000,
    lastAt: Date.parse(evidence.lastAt) / 1000,
    sources: new Map(),
    isOfMany: false,
    resumed: undefined,
  };
}

function withdrawnOf(subject: Subject, suspicion: Suspicion): Withdrawal[] {
  return [...subject.withdrawn].flatMap(([code, { detector, why, at }]) => {
    const weight = weightsOf(code).find((it) => it.suspicion === suspicion);
    return weight === undefined ? [] : [{ detector, code, why, weightDb: weight.usedDb, at: timestamp(at) }];
  });
}

function evidenceOf(line: EvidenceLine, weight: Weight): Evidence {
  return {
    detector: line.detector,
    detectorVersion: line.detectorVersion,
    family: weight.family,
    code: line.code,
    weightDb: weight.usedDb,
    boundDb: boundDb(line.code),
    usedDb: weight.usedDb,
    basis: weight.basis,
    // A figure that is none is no figure. JSON would make null of it, and one null has the whole finding refused.
    facts: line.facts.filter(({ value }) => Number.isFinite(value)),
    frames: [...line.frames],
    names: [...line.names],
    firstAt: timestamp(line.firstAt),
    lastAt: timestamp(line.lastAt),
  };
}

function summarise(frame: Frame): string {
  const parts = [`sequence number ${frame.sequence}`];
  if (frame.ssid !== undefined) parts.push(`a network name of ${frame.ssid.length} octets`);
  if (frame.elementCount > 0) parts.push(`${frame.elementCount} elements`);
  if (frame.reasonCode >= 0) parts.push(`reason ${frame.reasonCode}`);
  return parts.join(", ");
}
