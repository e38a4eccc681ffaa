import { parseTopicOfAnyMajor, topics } from "@probewarden/contract";

/** A sensor as the broker knows it after it has signed in. */
export interface BrokerIdentity {
  venueId: string;
  sensorId: string;
}

/**
 * A sensor publishes what goes up, and only under its own name. In whatever major version: a sensor that speaks another than the
 * collector says so by its status, and is not cut off for trying to tell the rest, which nobody here reads.
 */
export function mayPublish(identity: BrokerIdentity, topic: string): boolean {
  const parsed = parseTopicOfAnyMajor(topic)?.topic;
  return parsed?.direction === "up" && isOwn(identity, parsed);
}

/** A sensor reads its own acknowledgements (of any major version) and configuration, and its venue's watch list; each by exactly that filter. */
export function maySubscribe(identity: BrokerIdentity, filter: string): boolean {
  if (topics.sensorFilters(identity).includes(filter)) return true;
  const ack = parseTopicOfAnyMajor(filter)?.topic;
  return ack?.direction === "down" && ack.kind === "ack" && isOwn(identity, ack);
}

const isOwn = (own: BrokerIdentity, { venueId, sensorId }: BrokerIdentity): boolean =>
  venueId === own.venueId && sensorId === own.sensorId;
