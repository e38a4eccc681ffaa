import { parseTopic, topics } from "@probewarden/contract";

/** A sensor as the broker knows it after it has signed in. */
export interface BrokerIdentity {
  venueId: string;
  sensorId: string;
}

/** A sensor publishes what goes up, and only under its own name. */
export function mayPublish({ venueId, sensorId }: BrokerIdentity, topic: string): boolean {
  const parsed = parseTopic(topic);
  return parsed?.direction === "up" && parsed.venueId === venueId && parsed.sensorId === sensorId;
}

/** A sensor reads its own acknowledgements, commands and configuration, and its venue's watch list; each by exactly that filter. */
export function maySubscribe(identity: BrokerIdentity, filter: string): boolean {
  if (topics.sensorFilters(identity).includes(filter)) return true;
  const parsed = parseTopic(filter);
  return (
    parsed?.direction === "down" &&
    parsed.kind === "command" &&
    parsed.name !== "#" &&
    parsed.venueId === identity.venueId &&
    parsed.sensorId === identity.sensorId
  );
}
