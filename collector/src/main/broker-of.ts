import { EmbeddedBroker, type EmbeddedBrokerOptions } from "../broker/embedded.ts";
import type { BrokerAddress } from "../intake/mqtt-subscriber.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { ConfigError, readFileOf } from "@probewarden/cli";
import type { CollectorConfig } from "./config.ts";

/** The broker that the collector listens to. */
export interface Broker {
  /** What a person reads: where sensors connect. Known once it lets sensors in. */
  readonly name: string;
  address: BrokerAddress;
  /** The embedded broker shows this certificate from now on; an outside one has its own. */
  useCertificate: (tls: { cert: Buffer; key: Buffer }) => void;
  /** The embedded broker lets sensors in from now on: once the collector hears what they say. An outside one has let them in. */
  listen: () => Promise<void>;
  stop: () => Promise<void>;
}

/** Certificate and key of a part that speaks TLS. */
export function tlsOf(
  { certFile, keyFile }: { certFile?: string; keyFile?: string },
  place: string,
): { cert: Buffer; key: Buffer } | undefined {
  if (certFile === undefined || keyFile === undefined) return undefined;
  return { cert: readFileOf(certFile, `${place}/certFile`), key: readFileOf(keyFile, `${place}/keyFile`) };
}

/** Makes the embedded broker, or reads how to reach an outside one. */
export async function openBroker(
  { mqtt, demo }: CollectorConfig,
  state: StateStore,
  hears: Pick<EmbeddedBrokerOptions, "refused" | "turnedAway"> = {},
): Promise<Broker> {
  if (!mqtt.embedded) return outsideBroker(mqtt);
  const tls = tlsOf(mqtt, "/mqtt");
  const broker = new EmbeddedBroker({
    host: mqtt.host,
    port: mqtt.port,
    state,
    trustLoopback: demo,
    ...hears,
    ...(tls === undefined ? {} : { tls }),
  });
  await broker.prepare();
  return {
    get name() {
      return `${tls === undefined ? "mqtt" : "mqtts"}://${mqtt.host}:${broker.port}`;
    },
    address: { stream: () => broker.connectInside() },
    useCertificate: (renewed) => broker.useCertificate(renewed),
    listen: () => broker.listen(),
    stop: () => broker.stop(),
  };
}

/** How to reach an outside broker. @throws ConfigError for files that cannot be read */
export function outsideBroker({ url, username, passwordFile, caFile, group }: CollectorConfig["mqtt"]): Broker {
  if (url === undefined) throw new ConfigError("/mqtt/url is missing (example: mqtts://broker.example:8883)");
  return {
    // A name and password may stand in the address, and this goes to the screen.
    name: url.replace(/\/\/[^/@]*@/, "//"),
    address: {
      url,
      ...(username === undefined ? {} : { username }),
      ...(passwordFile === undefined
        ? {}
        : { password: readFileOf(passwordFile, "/mqtt/passwordFile").toString("utf8").trim() }),
      ...(group === undefined ? {} : { group }),
      ...(caFile === undefined ? {} : { ca: readFileOf(caFile, "/mqtt/caFile") }),
    },
    useCertificate: () => undefined,
    listen: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };
}
