import {
  CONTRACT_MAJOR,
  LIMITS,
  MESSAGE_SCHEMAS,
  Status,
  parseTopicOfAnyMajor,
  type DeadLetterReason,
  type Message,
  type MessageKind,
  type SensorAddress,
} from "@probewarden/contract";
import { Compile } from "typebox/compile";
import { isTooDeep } from "./json-depth.ts";
import type { ReceivedMessage } from "./mqtt-subscriber.ts";

/** What a message turned out to be. */
export type Read =
  | { type: "message"; sensor: SensorAddress; message: Message; received: ReceivedMessage }
  /** `major`: that of the topic; a sensor that speaks another contract is known by its status alone. */
  | {
      type: "status";
      major: number;
      sensor: SensorAddress;
      status: Pick<Status, "state" | "stopped" | "contractVersion">;
      received: ReceivedMessage;
    }
  | { type: "cleared" }
  /** `identity`, where it can be told, is acknowledged when the dead letter is kept, for the same octets would never be accepted. */
  | {
      type: "dead";
      reason: DeadLetterReason;
      detail: string;
      received: ReceivedMessage;
      sensor?: SensorAddress;
      identity?: { bootId: string; seq: number };
    };

const checks = {
  finding: Compile(MESSAGE_SCHEMAS.finding),
  camera: Compile(MESSAGE_SCHEMAS.camera),
  answer: Compile(MESSAGE_SCHEMAS.answer),
  health: Compile(MESSAGE_SCHEMAS.health),
  newcomer: Compile(MESSAGE_SCHEMAS.newcomer),
  signal: Compile(MESSAGE_SCHEMAS.signal),
  census: Compile(MESSAGE_SCHEMAS.census),
  excerpt: Compile(MESSAGE_SCHEMAS.excerpt),
} satisfies Record<MessageKind, unknown>;
const statusCheck = Compile(Status);

/** Size, topic, depth, JSON, version, schema, and that the envelope names the sensor of the topic: in this order. Never throws. */
export function readMessage(received: ReceivedMessage): Read {
  const dead = (
    reason: DeadLetterReason,
    detail: string,
    more: { sensor?: SensorAddress; identity?: { bootId: string; seq: number } } = {},
  ): Read => ({ type: "dead", reason, detail, received, ...more });
  if (received.payload.length > LIMITS.payloadBytes) return dead("too-large", `${received.payload.length} octets`);
  const { major, topic } = parseTopicOfAnyMajor(received.topic) ?? {};
  if (
    topic?.direction !== "up" ||
    topic.kind === "want" ||
    major === undefined ||
    (major !== CONTRACT_MAJOR && topic.kind !== "status")
  )
    return dead("topic", "not a topic that a sensor publishes");
  // [MQTT-3.3.1-11] An empty retained message only clears what the broker keeps.
  if (topic.kind === "status" && received.payload.length === 0) return { type: "cleared" };
  const sensor = { venueId: topic.venueId, sensorId: topic.sensorId };
  if (isTooDeep(received.payload)) return dead("too-deep", "nested deeper than any message", { sensor });
  let value: unknown;
  try {
    value = JSON.parse(received.payload.toString("utf8"));
  } catch {
    return dead("json", "not JSON", { sensor });
  }
  if (topic.kind === "status" && major !== CONTRACT_MAJOR)
    return { type: "status", major, sensor, status: foreignStatus(major, value), received };
  if (topic.kind === "status") {
    if (!statusCheck.Check(value)) return dead("schema", pathOf(statusCheck.Errors(value)), { sensor });
    return { type: "status", major, sensor, status: value, received };
  }
  const identity = identityOf(value);
  const version = majorOf(value);
  if (version !== CONTRACT_MAJOR)
    return dead(
      "contract-version",
      `the sensor speaks contract ${version ?? "unknown"}, the collector ${CONTRACT_MAJOR}`,
      { sensor, ...(identity === undefined ? {} : { identity }) },
    );
  const check = checks[topic.kind];
  if (!check.Check(value))
    return dead("schema", pathOf(check.Errors(value)), { sensor, ...(identity === undefined ? {} : { identity }) });
  const message = value as Message;
  if (message.sensorId !== sensor.sensorId)
    return dead("wrong-sensor", "the envelope names another sensor than the topic", {
      sensor,
      ...(identity === undefined ? {} : { identity }),
    });
  return { type: "message", sensor, message, received };
}

/** What can be told of a status of another major version: the two fields that every version has, believed only as far as they fit the topic. */
function foreignStatus(major: number, value: unknown): { state: Status["state"]; contractVersion: string } {
  const { state, contractVersion } = fields(value);
  const sound =
    typeof contractVersion === "string" &&
    contractVersion.length <= 32 &&
    /^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(contractVersion) &&
    Number.parseInt(contractVersion, 10) === major;
  return {
    state: state === "offline" ? "offline" : "online",
    contractVersion: sound ? contractVersion : `${major}.0.0`,
  };
}

/** Where the schema was missed. The value itself is hostile, and may be what must not be kept: it is left out. */
const pathOf = (errors: readonly { instancePath: string; keyword: string }[]): string =>
  errors
    .slice(0, 3)
    .map((error) => `${error.instancePath.replaceAll(/[^\w/]/g, "?").slice(0, 80) || "/"} ${error.keyword}`)
    .join(", ");

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? { ...value } : {};

function majorOf(value: unknown): number | undefined {
  const { v } = fields(value);
  return typeof v === "number" && Number.isInteger(v) ? v : undefined;
}

function identityOf(value: unknown): { bootId: string; seq: number } | undefined {
  const { bootId, seq } = fields(value);
  const sound =
    typeof bootId === "string" &&
    /^b[g-v]{16}$/.test(bootId) &&
    typeof seq === "number" &&
    Number.isSafeInteger(seq) &&
    seq >= 1;
  return sound ? { bootId, seq } : undefined;
}
