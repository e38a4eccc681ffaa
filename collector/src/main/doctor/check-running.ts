import { request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";
import { rootCertificates } from "node:tls";
import {
  COLLECTOR_PROBLEM_CODES,
  Readiness,
  type CollectorProblem,
  type CollectorProblemCode,
} from "@probewarden/contract";
import { Value } from "typebox/value";
import { CertificateFolder } from "../certificate-folder.ts";
import type { CollectorConfig } from "../config.ts";
import { VERSION } from "../version.ts";
import { reachable } from "./check-broker.ts";
import { checkOf, type DoctorCheck } from "./report.ts";

const id = "collector";
/** The event loop of a collector that is well turns within milliseconds. */
const ANSWER_MS = 10_000;
const MAX_BYTES = 1024 * 1024;

/** What the running collector says of itself, in its own codes; and that none runs, or that it does not answer. */
export async function checkRunning(
  config: Pick<CollectorConfig, "http" | "dataDir">,
): Promise<{ isRunning: boolean; checks: DoctorCheck[] }> {
  const address = `${reachable(config.http.host)}:${config.http.port}`;
  try {
    const health = await ask(config);
    if (health.version !== VERSION)
      return {
        isRunning: true,
        checks: [
          {
            id,
            state: "warning",
            says: `version ${health.version} runs, and this program is ${VERSION}`,
            todo: "restart the collector after an update",
          },
          ...health.faults.map(checkOfSaid),
        ],
      };
    if (health.faults.length > 0) return { isRunning: true, checks: health.faults.map(checkOfSaid) };
    return { isRunning: true, checks: [{ id, state: "ok", says: `it runs on ${address} and takes data` }] };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (code === "ECONNREFUSED")
      return {
        isRunning: false,
        checks: [
          {
            id,
            state: "warning",
            says: `none runs on ${address}`,
            todo: "start it (systemctl start probewarden-collector)",
          },
        ],
      };
    const says = error instanceof Error ? error.message : String(error);
    return {
      isRunning: true,
      checks: [
        {
          id,
          state: "failed",
          says: `what listens on ${address} does not say how it is: ${says}`,
          todo: "see its log (journalctl -u probewarden-collector), and whether another program has the port",
        },
      ],
    };
  }
}

const isKnown = (code: string): code is CollectorProblemCode => COLLECTOR_PROBLEM_CODES.some((known) => known === code);

/** A collector of another version may say what this one has no code for; its own words are shown then. */
function checkOfSaid({ code, text: words, facts }: Readiness["faults"][number]): DoctorCheck {
  if (!isKnown(code)) return { id, state: "warning", says: words };
  const said: CollectorProblem = { code, text: words, ...(facts === undefined ? {} : { facts }) };
  return checkOf(id, said);
}

async function ask({ http, dataDir }: Pick<CollectorConfig, "http" | "dataDir">): Promise<Readiness> {
  const { host, port, certFile, hostNames } = http;
  const signal = AbortSignal.timeout(ANSWER_MS);
  const options = { host: reachable(host), port, path: "/api/health", signal, agent: false };
  const asked =
    certFile === undefined
      ? requestHttp(options)
      : requestHttps({
          ...options,
          servername: hostNames.find((name) => !/^[\d.]+$|:/.test(name)) ?? "localhost",
          ca: trusted(http, dataDir),
        });
  const body = await new Promise<string>((resolve, reject) => {
    asked.once("error", reject);
    asked.once("response", (response) => {
      if (Number(response.headers["content-length"] ?? 0) > MAX_BYTES) reject(new Error("the answer is too long"));
      else text(response).then(resolve, reject);
    });
    asked.end();
  });
  const health: unknown = JSON.parse(body);
  if (!Value.Check(Readiness, health)) throw new Error("the answer is not a collector's");
  return health;
}

/** Our own authorities, where the certificate is ours. */
function trusted(http: CollectorConfig["http"], dataDir: string): string[] {
  const folder = new CertificateFolder(dataDir);
  return [...rootCertificates, ...(folder.isNamedBy(http) ? folder.authorities() : [])];
}
