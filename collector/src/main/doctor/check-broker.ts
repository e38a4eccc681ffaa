import { connect as connectTcp } from "node:net";
import { connect as connectTls } from "node:tls";
import { ConfigError } from "@probewarden/cli";
import { connect } from "mqtt";
import { problem } from "../../health/problem.ts";
import { brokerTrouble, SubscriptionRefused } from "../../intake/broker-trouble.ts";
import { topics } from "@probewarden/contract";
import { outsideBroker } from "../broker-of.ts";
import { WARN_DAYS } from "../certificate-keeper.ts";
import { DAY_MS } from "../certificates.ts";
import type { CollectorConfig } from "../config.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

const id = "broker";
const ANSWER_MS = 10_000;

/** The broker: whether a collector gets in and may read, and for how many days the certificate holds that it shows. */
export async function checkBroker(
  { mqtt }: Pick<CollectorConfig, "mqtt">,
  isRunning: boolean,
  now: number,
): Promise<DoctorCheck[]> {
  if (mqtt.embedded) {
    const host = reachable(mqtt.host);
    const error = await opens(host, mqtt.port);
    if (error === undefined) return [{ id, state: "ok", says: `sensors are heard on ${mqtt.host}:${mqtt.port}` }];
    if (isRunning)
      return [{ ...checkOf(id, problem("broker-away")), says: `nobody answers on ${host}:${mqtt.port} (${error})` }];
    return [{ id, state: "warning", says: `nobody listens on ${host}:${mqtt.port}, for the collector does not run` }];
  }
  try {
    return await checkOutside(mqtt, now);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const mayNot = error.message.includes("may not read");
    return [
      {
        id,
        state: mayNot ? "unknown" : "failed",
        says: error.message,
        ...(mayNot ? { todo: "run doctor with sudo" } : {}),
      },
    ];
  }
}

async function checkOutside(mqtt: CollectorConfig["mqtt"], now: number): Promise<DoctorCheck[]> {
  const { name, address } = outsideBroker(mqtt);
  if (!("url" in address)) return [];
  const { url, ...login } = address;
  const client = connect(url, {
    ...login,
    protocolVersion: 4,
    clean: true,
    reconnectPeriod: 0,
    connectTimeout: ANSWER_MS,
  });
  const error = await new Promise<Error | undefined>((resolve) => {
    client.once("connect", () => {
      client.subscribeAsync(topics.collectorFilters(), { qos: 1 }).then(
        () => resolve(undefined),
        (cause: unknown) => resolve(new SubscriptionRefused("refused", { cause })),
      );
    });
    client.on("error", resolve);
    client.once("close", () => resolve(new Error("closed")));
  });
  await client.endAsync(true);
  const entry: DoctorCheck =
    error === undefined
      ? { id, state: "ok", says: `${name} lets the collector in, and read` }
      : checkOf(id, brokerTrouble(error));
  return [entry, ...(await checkShown(url, login.ca, now))];
}

/** The certificate that an outside broker shows. */
async function checkShown(url: string, ca: string | Buffer | undefined, now: number): Promise<DoctorCheck[]> {
  const { protocol, hostname, port } = new URL(url);
  if (!["mqtts:", "ssl:", "tls:", "wss:"].includes(protocol)) return [];
  const until = await new Promise<number | undefined>((resolve) => {
    const socket = connectTls({
      host: hostname,
      port: Number(port || 8883),
      servername: hostname,
      ...(ca === undefined ? {} : { ca }),
    });
    socket.setTimeout(ANSWER_MS, () => socket.destroy());
    socket.once("secureConnect", () => {
      resolve(Date.parse(socket.getPeerCertificate().valid_to));
      socket.destroy();
    });
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(undefined));
  });
  if (until === undefined || Number.isNaN(until)) return [];
  const days = Math.floor((until - now) / DAY_MS);
  const name = "broker's certificate";
  if (days < WARN_DAYS)
    return [
      {
        id: name,
        state: "warning",
        code: "certificate-ends",
        says: `it ends in ${days} days`,
        todo: "renew it where it came from",
      },
    ];
  return [{ id: name, state: "ok", says: `it holds for ${days} days` }];
}

/** Where one reaches what listens on every address. */
export const reachable = (host: string): string => (host === "0.0.0.0" || host === "::" ? "localhost" : host);

/** Whether somebody accepts a connection; undefined, or why not. */
function opens(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connectTcp(port, host);
    socket.setTimeout(ANSWER_MS, () => socket.destroy(Object.assign(new Error("no answer"), { code: "ETIMEDOUT" })));
    socket.once("connect", () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
  });
}
