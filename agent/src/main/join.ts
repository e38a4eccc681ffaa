import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join as joinPath } from "node:path";
import { ConfigError, keyOf, looksLikeCode, makeFolder, printable, readCode, readFileOf } from "@probewarden/cli";
import { isSensorId } from "@probewarden/contract";
import { parseDocument } from "yaml";
import type { UplinkProblem } from "../uplink/broker-problem.ts";
import { checkBroker } from "../uplink/check-broker.ts";
import { askToJoin } from "./ask-to-join.ts";
import { boxOf } from "./box.ts";
import { checkCameras } from "./check-parts.ts";
import type { AgentConfig } from "./config.ts";
import { JoinError } from "./join-error.ts";
import { readConfig, readSecrets } from "./load-config.ts";
import { mergeSettings } from "./merge-settings.ts";

export interface JoinOptions {
  /** Where the configuration goes. */
  to: string;
  /** Whether the collector's broker is asked to let this sensor in. */
  check: boolean;
  /** With a code: the collector's address, where the code is no link that holds it, and what the sensor wants to be called. */
  collector?: string;
  name?: string;
}

/** A clock that is off by more, in milliseconds, is told: certificates and the times of findings depend on it. */
const CLOCK_MS = 5 * 60_000;

/**
 * Installs a sensor's identity: from the agent.yaml that `probewarden-collector sensor add` printed, or from the collector itself by the six words
 * of a site code. Throws {@link ConfigError}, {@link JoinError}; then nothing was changed.
 */
export async function join(what: readonly string[], options: JoinOptions): Promise<void> {
  const [source = "", ...more] = what;
  const isFile = more.length === 0 && (source === "-" || existsSync(source) || !looksLikeCode(source));
  if (!isFile) return joinByCode(what.join(" "), options);
  const text = source === "-" ? readFileSync(0, "utf8") : readFileOf(source, "the configuration").toString("utf8");
  await install(text, source === "-" ? "standard input" : source, options);
}

async function joinByCode(typed: string, options: JoinOptions): Promise<void> {
  const { collector, name } = options;
  if (name !== undefined && !isSensorId(name))
    throw new ConfigError(
      `--name ${printable(name)}: lower-case words joined by hyphens, 48 letters at most (example: --name door-3)`,
    );
  const code = readCode(typed);
  const answer = await askToJoin({
    key: await keyOf(code.words),
    box: boxOf(),
    collector: collector ?? code.collector,
    ...(name === undefined ? {} : { name }),
  });
  const behindMs = Date.parse(answer.at) - Date.now();
  if (Math.abs(behindMs) > CLOCK_MS)
    process.stderr.write(
      `this box's clock is ${Math.round(Math.abs(behindMs) / 60_000)} minutes ${behindMs > 0 ? "behind" : "ahead of"} the collector's: set it (sudo timedatectl set-ntp true), or its certificate will not be believed\n`,
    );
  if (answer.otherBox !== undefined)
    process.stdout.write(`${answer.otherBox} is another box already, so this one has the name below\n`);
  await install(answer.agentYaml, "what the collector sent", options);
}

/**
 * Puts an agent.yaml in place, readable by its owner only. Where the sensor has one already, it
 * gets the new identity, and every other setting of it stays. The password goes into a file of its own beside it, so that only the
 * supervisor's unit gets it.
 */
async function install(text: string, name: string, { to, check }: JoinOptions): Promise<void> {
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
