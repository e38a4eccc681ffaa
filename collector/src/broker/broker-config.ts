import { LIMITS, topics } from "@probewarden/contract";

/** First line of every mosquitto.conf that is written here, by which it is known again. */
export const MADE_BY = "# mosquitto for Probewarden; made by `probewarden-collector broker-config`.";

/** What the configuration of an outside mosquitto is made of. Paths as mosquitto sees them. */
export interface BrokerConfigInput {
  listenHost: string;
  listenPort: number;
  tls?: { caFile: string; certFile: string; keyFile: string };
  aclFile: string;
  passwordFile: string;
  collector: { username: string; mosquittoHash: string };
  sensors: readonly { venueId: string; sensorId: string; mosquittoHash: string | null }[];
}

/** The three files that `probewarden-collector broker-config` writes. `missing`: sensors without a password that mosquitto could check. */
export interface BrokerConfig {
  config: string;
  acl: string;
  passwords: string;
  missing: string[];
}

/** Makes mosquitto's configuration, access list and password file: the same rules as the embedded broker's. */
export function writeBrokerConfig(input: BrokerConfigInput): BrokerConfig {
  const known = input.sensors.filter((sensor) => sensor.mosquittoHash !== null);
  return {
    config: mosquittoConf(input),
    acl: aclFile(input),
    passwords:
      [
        `${input.collector.username}:${input.collector.mosquittoHash}`,
        ...known.map((sensor) => `${sensor.sensorId}:${sensor.mosquittoHash}`),
      ].join("\n") + "\n",
    missing: input.sensors.filter((sensor) => sensor.mosquittoHash === null).map((sensor) => sensor.sensorId),
  };
}

function mosquittoConf({ listenHost, listenPort, tls, aclFile: acl, passwordFile }: BrokerConfigInput): string {
  return [
    MADE_BY,
    "# It is written anew each time; settings of your own belong into another file.",
    "# The broker carries; it does not keep. A sensor holds a message until the collector has stored it, so nothing is written to disk here.",
    `listener ${listenPort} ${listenHost}`,
    ...(tls === undefined
      ? []
      : [`cafile ${tls.caFile}`, `certfile ${tls.certFile}`, `keyfile ${tls.keyFile}`, "tls_version tlsv1.2"]),
    "allow_anonymous false",
    `password_file ${passwordFile}`,
    `acl_file ${acl}`,
    "persistence false",
    `message_size_limit ${LIMITS.payloadBytes}`,
    `max_inflight_messages ${LIMITS.inFlight}`,
    "max_queued_messages 10000",
    "max_keepalive 120",
    "",
  ].join("\n");
}

/** A block per sensor, for a sensor's venue stands in its topics and no pattern knows it. */
function aclFile({ collector, sensors }: BrokerConfigInput): string {
  const kinds = ["status", "health", "census", "signal", "finding", "camera"] as const;
  const blocks = sensors.map((sensor) => [
    `user ${sensor.sensorId}`,
    ...kinds.map((kind) => `topic write ${topics.up(sensor, kind)}`),
    ...topics.sensorFilters(sensor).map((filter) => `topic read ${filter}`),
    `topic write ${topics.anyMajor(sensor).status}`,
    `topic read ${topics.anyMajor(sensor).ack}`,
  ]);
  return (
    [[`user ${collector.username}`, "topic readwrite probewarden/#"], ...blocks]
      .map((lines) => lines.join("\n"))
      .join("\n\n") + "\n"
  );
}
