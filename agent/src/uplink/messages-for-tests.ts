import type { Finding, MessageKind } from "@probewarden/contract";
import type { UnnumberedMessage } from "./waiting-message.ts";

export const AT = "2026-11-24T10:00:00.000Z";

/** A finding that the contract accepts. */
export const findingForTests = (findingId: string, state: Finding["state"] = "opened"): Finding => ({
  findingId,
  suspectId: "suspect-one",
  suspicion: "probe-box",
  state,
  scoreDb: 12,
  highestDb: 12,
  band: "suspected",
  priorDb: -30,
  firstHeardAt: AT,
  lastHeardAt: AT,
  transmitters: ["02:00:00:00:00:01"],
  transmitterCount: 1,
  targets: [],
  evidence: [],
  mitigations: [],
});

/** A message for the outbox, which does not look into bodies other than findings. */
export const messageForTests = (kind: MessageKind, body: unknown = {}): UnnumberedMessage => ({
  v: 1,
  sensorId: "north-gate",
  at: AT,
  kind,
  body,
});
