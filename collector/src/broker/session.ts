import { LIMITS, parseTopicOfAnyMajor, type SensorRefusalCode } from "@probewarden/contract";
import { maySubscribe, mayPublish, type BrokerIdentity } from "./access.ts";
import { STATUS_BYTES } from "./broker-limits.ts";

/** What a sensor says in CONNECT beside its name. */
export interface Greeting {
  clientId: string;
  will?: { topic: string; payload: Uint8Array | string; qos?: number };
}

/** A message of a sensor, as far as the broker looks. */
export interface Published {
  topic: string;
  payload: Uint8Array | string;
  retain: boolean;
}

/**
 * Why a signed-in sensor's greeting is refused; undefined when it is not. A Will is what the broker says later in the sensor's name, and keeps
 * as long as it is connected: its status, and nothing else.
 */
export function whyNotGreeted(own: BrokerIdentity, { will }: Greeting): SensorRefusalCode | undefined {
  if (will === undefined) return undefined;
  if (!mayPublish(own, will.topic) || !isStatus(will.topic)) return "other-identity";
  return will.payload.length > STATUS_BYTES ? "too-large" : undefined;
}

/**
 * Whether a client id belongs to another sensor: the broker gives each sensor its own whatever it asks for, so nobody is pushed out; but
 * who asks for another's is told of.
 */
export function isOfAnother(own: BrokerIdentity, clientId: string): boolean {
  const isOurs = clientId.startsWith(CLIENT_ID) && clientId.length > CLIENT_ID.length;
  return isOurs && clientId !== `${CLIENT_ID}${own.venueId}-${own.sensorId}`;
}

/** As a sensor begins its client id. */
const CLIENT_ID = "probewarden-";

/** Why a message is refused; undefined when it may go on. */
export function whyNotPublished(own: BrokerIdentity, { topic, payload }: Published): SensorRefusalCode | undefined {
  if (!mayPublish(own, topic)) return "other-identity";
  return payload.length > (isStatus(topic) ? STATUS_BYTES : LIMITS.payloadBytes) ? "too-large" : undefined;
}

/** Whether the broker keeps it for those who come later: a status, one for each major version. */
export const mayBeRetained = (topic: string): boolean => isStatus(topic);

/** Whether it may read a filter; of its own there are a dozen, so nobody can make the broker remember more. */
export const mayRead = maySubscribe;

function isStatus(topic: string): boolean {
  const parsed = parseTopicOfAnyMajor(topic)?.topic;
  return parsed?.direction === "up" && parsed.kind === "status";
}
