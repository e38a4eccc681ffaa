import { LIMITS, topics } from "@probewarden/contract";
import { KEEPALIVE_SECONDS, MOST_SENSORS, PUBLISH_BYTES } from "./broker-limits.ts";

/** First line of every mosquitto.conf that is written here, by which it is known again. */
export const MADE_BY = "# mosquitto for Probewarden; made by `probewarden-collector broker-config`.";

/** What the configuration of an outside mosquitto is made of. Paths as mosquitto sees them. */
export interface BrokerConfigInput {
  listenHost: string;
  /** For sensors … */
  listenPort: number;
  /** … and for collectors, who share one login and are many clients. */
  collectorPort: number;
  tls?: { caFile: string; certFile: string; keyFile: string };
  aclFile: string;
  passwordFile: string;
  /** Passwords of the collectors' listener, on which no sensor signs in. */
  collectorPasswordFile: string;
  collector: { username: string; mosquittoHash: string };
  sensors: readonly { venueId: string; sensorId: string; mosquittoHash: string | null }[];
}

/** The four files that `probewarden-collector broker-config` writes. `missing`: sensors without a password that mosquitto could check. */
export interface BrokerConfig {
  config: string;
  acl: string;
  passwords: string;
  collectorPasswords: string;
  missing: string[];
}

/** Makes mosquitto's configuration, access list and password file: the same rules as the embedded broker's. */
export function writeBrokerConfig(input: BrokerConfigInput): BrokerConfig {
  const collector = `${input.collector.username}:${input.collector.mosquittoHash}`;
  const known = input.sensors.filter((sensor) => sensor.mosquittoHash !== null);
  return {
    config: mosquittoConf(input),
    acl: aclFile(input),
    passwords: [collector, ...known.map((sensor) => `${sensor.sensorId}:${sensor.mosquittoHash}`)].join("\n") + "\n",
    collectorPasswords: `${collector}\n`,
    missing: input.sensors.filter((sensor) => sensor.mosquittoHash === null).map((sensor) => sensor.sensorId),
  };
}

/** Octets that wait for one client: a collector that is slow for a while; a sensor is sent little. */
const QUEUED_BYTES = 256 * 1024 * 1024;
/** Collectors, the doctor and whoever looks at the messages with their login. */
const MOST_COLLECTORS = 64;

function mosquittoConf(input: BrokerConfigInput): string {
  const { listenHost, listenPort, collectorPort, tls, aclFile: acl, passwordFile, collectorPasswordFile } = input;
  const listener = (port: number, passwords: string, lines: readonly string[]): string[] => [
    `listener ${port} ${listenHost}`,
    ...(tls === undefined
      ? []
      : [`cafile ${tls.caFile}`, `certfile ${tls.certFile}`, `keyfile ${tls.keyFile}`, "tls_version tlsv1.2"]),
    "allow_anonymous false",
    `password_file ${passwords}`,
    `acl_file ${acl}`,
    ...lines,
  ];
  return [
    MADE_BY,
    "# It is written anew each time; settings of your own belong into another file.",
    "# The broker carries; it does not keep. A sensor holds a message until the collector has stored it, so nothing is written to disk here.",
    "per_listener_settings true",
    "persistence false",
    `max_packet_size ${PUBLISH_BYTES}`,
    `message_size_limit ${LIMITS.payloadBytes}`,
    `max_inflight_messages ${LIMITS.inFlight}`,
    "max_queued_messages 10000",
    `max_queued_bytes ${QUEUED_BYTES}`,
    `max_keepalive ${KEEPALIVE_SECONDS}`,
    "",
    "# Sensors: one connection for each login, whatever client id it asks for. A collector that is alone may come here too.",
    ...listener(listenPort, passwordFile, [
      "use_username_as_clientid true",
      "max_qos 1",
      "max_topic_alias 0",
      `max_connections ${MOST_SENSORS}`,
    ]),
    "",
    "# Collectors: many clients of one login. No sensor signs in here.",
    ...listener(collectorPort, collectorPasswordFile, [`max_connections ${MOST_COLLECTORS}`]),
    "",
  ].join("\n");
}

/** A block per sensor, for a sensor's venue stands in its topics and no pattern knows it. */
function aclFile({ collector, sensors }: BrokerConfigInput): string {
  const kinds = [
    "status",
    "health",
    "newcomer",
    "census",
    "signal",
    "finding",
    "camera",
    "answer",
    "excerpt",
    "want",
  ] as const;
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
