import {
  Ack,
  CONTRACT_MAJOR,
  Command,
  LIMITS,
  Orders,
  Piece,
  SensorConfig,
  Trust,
  VersionNotice,
  Watch,
  parseTopic,
  type SensorAddress,
} from "@probewarden/contract";
import { Compile } from "typebox/compile";

/** What came from the collector, checked. */
export type DownlinkMessage =
  | { kind: "ack"; body: Ack }
  /** An acknowledgement of another major version, of which this much can be read. */
  | { kind: "version"; body: VersionNotice }
  | { kind: "config"; body: SensorConfig }
  | { kind: "trust"; body: Trust }
  | { kind: "watch"; body: Watch }
  | { kind: "orders"; body: Orders }
  | { kind: "command"; body: Command }
  | { kind: "piece"; body: Piece };

/** What the uplink does not deal with itself. */
export type Instruction = Exclude<DownlinkMessage, { kind: "ack" | "version" }>;

/** Why a payload was not taken. The names stand in `health` as `downlink-…`. */
export type DownlinkRefusal = "topic" | "too-large" | "not-json" | "not-valid";

const ack = Compile(Ack);
const notice = Compile(VersionNotice);
const config = Compile(SensorConfig);
const watch = Compile(Watch);
const trust = Compile(Trust);
const orders = Compile(Orders);
const command = Compile(Command);
const piece = Compile(Piece);

/** Reads one message; a payload is as little trusted as a frame: what does not fit is refused with a reason, never thrown. */
export function readDownlink(
  sensor: SensorAddress,
  topicText: string,
  payload: Buffer,
): DownlinkMessage | DownlinkRefusal {
  const topic = parseTopic(topicText);
  if (topic?.direction !== "down" || topic.venueId !== sensor.venueId) return "topic";
  if (topic.kind !== "watch" && topic.sensorId !== sensor.sensorId) return "topic";
  if (payload.length > LIMITS.payloadBytes) return "too-large";
  const body = parseJson(payload);
  if (body === undefined) return "not-json";
  if (topic.kind === "ack" && ack.Check(body)) return { kind: "ack", body };
  if (topic.kind === "ack" && notice.Check(body) && body.v !== CONTRACT_MAJOR) return { kind: "version", body };
  if (topic.kind === "config" && config.Check(body)) return { kind: "config", body };
  if (topic.kind === "trust" && trust.Check(body)) return { kind: "trust", body };
  if (topic.kind === "watch" && watch.Check(body)) return { kind: "watch", body };
  if (topic.kind === "orders" && orders.Check(body)) return { kind: "orders", body };
  if (topic.kind === "command" && command.Check(body)) return { kind: "command", body };
  if (topic.kind === "piece" && piece.Check(body)) return { kind: "piece", body };
  return "not-valid";
}

function parseJson(payload: Buffer): unknown {
  try {
    return JSON.parse(payload.toString("utf8"));
  } catch {
    return undefined;
  }
}
