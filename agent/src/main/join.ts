import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join as joinPath } from "node:path";
import { makeFolder, readFileOf } from "@probewarden/cli";
import { parseDocument } from "yaml";
import type { UplinkProblem } from "../uplink/broker-problem.ts";
import { checkBroker } from "../uplink/check-broker.ts";
import { checkCameras } from "./check-parts.ts";
import type { AgentConfig } from "./config.ts";
import { readConfig, readSecrets } from "./load-config.ts";
import { mergeSettings } from "./merge-settings.ts";

export interface JoinOptions {
  /** Where the configuration goes. */
  to: string;
  /** Whether the collector's broker is asked to let this sensor in. */
  check: boolean;
}

/** The sensor is installed, and its collector does not let it in. */
export class JoinError extends Error {
  override name = "JoinError";
}

/**
 * Installs the agent.yaml that `probewarden-collector sensor add` printed, readable by its owner only. Where the sensor has one already, it
 * gets the new identity, and every other setting of it stays. The password goes into a file of its own beside it, so that only the
 * supervisor's unit gets it. Throws {@link ConfigError}, {@link JoinError}; then nothing was changed.
 */
export async function join(source: string, { to, check }: JoinOptions): Promise<void> {
  const isStdin = source === "-";
  const text = isStdin ? readFileSync(0, "utf8") : readFileOf(source, "the configuration").toString("utf8");
  const name = isStdin ? "standard input" : source;
  const given = readConfig(text, name, {});
  const { document, kept } = existsSync(to)
    ? mergeSettings(readFileOf(to, "the configuration before").toString("utf8"), to, parseDocument(text))
    : { document: parseDocument(text), kept: [] };
  // What stays may not fit the rest any more; the sensor would not start with it.
  const config = kept.length === 0 ? given : readConfig(document.toString(), to, {});
  if (config.cameras.enabled) checkCameras(config, name);
  const problem = check ? await askBroker(given) : undefined;
  // What the broker has refused would only take the place of one that works; a broker that is away says nothing against the file.
  if (problem !== undefined && problem.code !== "broker-unreachable")
    throw new JoinError(`${problem.text}; nothing was installed`);
  makeFolder(dirname(to), 0o755);
  if (given.mqtt.password !== undefined) {
    const passwordFile = joinPath(dirname(to), "mqtt-password");
    writePrivately(passwordFile, `${given.mqtt.password}\n`);
    document.deleteIn(["mqtt", "password"]);
    document.setIn(["mqtt", "passwordFile"], passwordFile);
  }
  writePrivately(to, document.toString({ lineWidth: 0 }));
  const stayed = kept.length === 0 ? "" : `; kept as before: ${kept.join(", ")}`;
  process.stdout.write(`${to}: sensor ${config.sensorId} of venue ${config.venueId}${stayed}\n`);
  if (problem !== undefined) throw new JoinError(`${problem.text}; the file is installed all the same`);
  if (check) process.stdout.write(`${new URL(given.mqtt.url).host}: lets this sensor in\n`);
}

const askBroker = (config: AgentConfig): Promise<UplinkProblem | undefined> => {
  const { username, url } = config.mqtt;
  return checkBroker({ url, ...(username === undefined ? {} : { username }), ...readSecrets(config) });
};

/** Never half a file, and never readable by others, not for a moment. */
function writePrivately(file: string, text: string): void {
  const draft = `${file}.new`;
  writeFileSync(draft, text, { mode: 0o600 });
  chmodSync(draft, 0o600);
  renameSync(draft, file);
}
