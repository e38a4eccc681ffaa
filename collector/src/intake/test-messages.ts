import { PRIOR_DB, bandOf, type Finding, type Health, type Message, type SignalRow } from "@probewarden/contract";

/** Addresses of made transmitters: locally administered, so nobody's. */
export const BOX = "02:00:00:aa:bb:01";
export const BOOT = "bghijklmnopqrstuv";

/** A finding of a probe box, for tests. */
export function makeFinding(findingId: string, over: Partial<Finding> = {}): Finding {
  const scoreDb = over.scoreDb ?? 14;
  const at = new Date().toISOString();
  return {
    findingId,
    suspectId: `at-${findingId}`,
    suspicion: "probe-box",
    state: "opened",
    scoreDb,
    highestDb: scoreDb,
    band: bandOf(scoreDb) ?? "watch",
    priorDb: PRIOR_DB["probe-box"],
    firstHeardAt: at,
    lastHeardAt: at,
    transmitters: [BOX],
    transmitterCount: 1,
    targets: [],
    evidence: [],
    mitigations: [],
    ...over,
  };
}

export function makeHealth(over: Partial<Health> = {}): Health {
  return {
    intervalSeconds: 30,
    version: "0.1.0",
    contractVersion: "1.0.0",
    captureMethod: "pcap",
    simulatedLevels: false,
    listening: [{ channelMhz: 2437, seconds: 30 }],
    frames: 900,
    lastFrameSecondsAgo: 0.1,
    skipped: {},
    dropped: {},
    forgotten: {},
    outbox: { messages: 0, bytes: 0, oldestSeconds: null },
    parts: [],
    problems: [],
    ...over,
  };
}

/** A level of the box in the present minute. */
export function makeLevel(medianDbm: number, role: SignalRow["role"]): SignalRow {
  const minute = new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString();
  return {
    minute,
    transmitter: BOX,
    role,
    channelMhz: 2437,
    frames: 50,
    medianDbm,
    p10Dbm: medianDbm - 3,
    p90Dbm: medianDbm + 3,
  };
}

/** An envelope as a sensor makes it. */
export const envelope = <K extends Message["kind"]>(
  sensorId: string,
  seq: number,
  kind: K,
  body: Extract<Message, { kind: K }>["body"],
): object => ({
  v: 1,
  sensorId,
  bootId: BOOT,
  seq,
  at: new Date().toISOString(),
  kind,
  body,
});
