import { IDENTIFIER_PATTERN } from "./brands.ts";
import { CONTRACT_MAJOR } from "./version.ts";
import { MESSAGE_KINDS, type MessageKind } from "./envelope.ts";

const ROOT = `probewarden/v${CONTRACT_MAJOR}`;
const LEVEL = new RegExp(IDENTIFIER_PATTERN);

/** Topic levels a sensor publishes. */
export type UplinkKind = MessageKind | "status" | "want";

/** Who speaks: one sensor of one venue. */
export interface SensorAddress {
  venueId: string;
  sensorId: string;
}

/** What a topic means. */
export type ParsedTopic =
  | ({ direction: "up"; kind: UplinkKind } & SensorAddress)
  | ({ direction: "down"; kind: "ack" | "config" | "trust" | "orders" | "command" | "piece" } & SensorAddress)
  | { direction: "down"; kind: "watch"; venueId: string };

const base = ({ venueId, sensorId }: SensorAddress, root = ROOT): string => {
  for (const level of [venueId, sensorId]) {
    if (!LEVEL.test(level) || level.length > 48) throw new RangeError(`not a topic level: ${JSON.stringify(level)}`);
  }
  return `${root}/${venueId}/${sensorId}`;
};

/** Builders. Each throws RangeError when an id is not an Identifier of the contract, so no id can widen a topic. */
export const topics = {
  up: (sensor: SensorAddress, kind: UplinkKind): string => `${base(sensor)}/${kind}`,
  ack: (sensor: SensorAddress, major = CONTRACT_MAJOR): string => `${base(sensor, rootOf(major))}/ack`,
  config: (sensor: SensorAddress): string => `${base(sensor)}/config`,
  trust: (sensor: SensorAddress): string => `${base(sensor)}/trust`,
  orders: (sensor: SensorAddress): string => `${base(sensor)}/orders`,
  command: (sensor: SensorAddress): string => `${base(sensor)}/command`,
  /** Pieces of a release: a sensor reads it while it has asked for some, and at no other time. */
  piece: (sensor: SensorAddress): string => `${base(sensor)}/piece`,
  watch: (venueId: string): string => `${base({ venueId, sensorId: "watch" }).replace(/\/watch$/, "")}/watch`,
  /** Filters of all that one sensor may read. */
  sensorFilters: (sensor: SensorAddress): string[] => [
    topics.ack(sensor),
    topics.config(sensor),
    topics.trust(sensor),
    topics.watch(sensor.venueId),
    ...topics.commandFilters(sensor),
    topics.piece(sensor),
  ],
  /** Those of them that a collector from before there were commands refuses. */
  commandFilters: (sensor: SensorAddress): string[] => [topics.orders(sensor), topics.command(sensor)],
  /**
   * Filters of a collector's subscriptions: one per uplink kind. It hears the status of every major version, to say who speaks another.
   * Collectors of one `group` share the messages (MQTT 5, 4.8.2): each is one collector's. The status is no part of it: a broker sends what
   * it retains to no shared subscription, and who is there is for every collector to know.
   */
  collectorFilters: (group?: string): string[] => [
    ...[...MESSAGE_KINDS, "want"].map((kind) => `${group === undefined ? "" : `$share/${group}/`}${ROOT}/+/+/${kind}`),
    "probewarden/+/+/+/status",
  ],
  /** What a sensor of any major version may write and read besides its own: that it is there, and which contract is spoken here. */
  anyMajor: (sensor: SensorAddress): { status: string; ack: string } => ({
    status: `${base(sensor, "probewarden/+")}/status`,
    ack: `${base(sensor, "probewarden/+")}/ack`,
  }),
};

/** Root of the topics of a major version, of which nine are foreseen: a sensor cannot fill a broker with topics of made-up versions. */
function rootOf(major: number): string {
  if (!Number.isInteger(major) || major < 1 || major > 9) throw new RangeError(`not a major version: ${major}`);
  return `probewarden/v${major}`;
}

/** Reads a topic of any major version as if it were of ours, and says which it is; undefined when it is none of ours. */
export function parseTopicOfAnyMajor(topic: string): { major: number; topic: ParsedTopic } | undefined {
  const [, major, rest] = /^probewarden\/v([1-9])(\/.*)$/.exec(topic) ?? [];
  const parsed = rest === undefined ? undefined : parseTopic(`${ROOT}${rest}`);
  return parsed === undefined ? undefined : { major: Number(major), topic: parsed };
}

/** Reads a topic; undefined when it is none of ours. A sensor named `watch` cannot exist (see {@link isSensorId}). */
export function parseTopic(topic: string): ParsedTopic | undefined {
  const [root, version, venueId, second, kind, ...rest] = topic.split("/");
  if (`${root}/${version}` !== ROOT || rest.length > 0 || !venueId || !second || !LEVEL.test(venueId)) return undefined;
  if (second === "watch" && kind === undefined) return { direction: "down", kind: "watch", venueId };
  if (!isSensorId(second) || kind === undefined) return undefined;
  const sensor = { venueId, sensorId: second };
  if (
    kind === "ack" ||
    kind === "config" ||
    kind === "trust" ||
    kind === "orders" ||
    kind === "command" ||
    kind === "piece"
  )
    return { direction: "down", kind, ...sensor };
  if (kind === "status" || kind === "want" || (MESSAGE_KINDS as readonly string[]).includes(kind))
    return { direction: "up", kind: kind as UplinkKind, ...sensor };
  return undefined;
}

/** Whether a text may name a sensor. `watch` is a topic of the venue. */
export function isSensorId(text: string): boolean {
  return text.length <= 48 && LEVEL.test(text) && text !== "watch";
}
