import { chmodSync, existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join as joinPath } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, makeFolder, readFileOf } from "@probewarden/cli";
import { parseDocument } from "yaml";
import { chooseAdapter } from "../sensor/choose-adapter.ts";
import { thisMachine, type Machine } from "../sensor/machine.ts";
import type { UplinkProblem } from "../uplink/broker-problem.ts";
import { checkBroker } from "../uplink/check-broker.ts";
import { checkCameras } from "./check-parts.ts";
import type { AgentConfig } from "./config.ts";
import { JoinError } from "./join-error.ts";
import { DEFAULT_CONFIG_FILE } from "./default-config-file.ts";
import { readConfig, readSecrets } from "./load-config.ts";
import { mergeSettings } from "./merge-settings.ts";
import { startServices, wordsOfStart, type Started } from "./start-services.ts";

/** What a collector sends by a code; a file that a person carries may hold more. */
const IDENTITY: Readonly<Record<string, readonly string[] | undefined>> = {
  sensorId: undefined,
  venueId: undefined,
  mqtt: ["url", "username", "password", "ca"],
};
/** Seconds in which an outside broker has heard of a sensor that has just joined, and between two tries. */
const BROKER_HEARS_SECONDS = 40;
const TRY_SECONDS = 3;

export interface InstallOptions {
  /** Where the configuration goes. */
  to: string;
  /** Whether the collector's broker is asked to let this sensor in. */
  check: boolean;
  /** The collector has proven that it knows the code: what it sent holds, also while its broker has not heard of this sensor yet. */
  isProven?: boolean;
  /** Told in between, to who waits. */
  tell?: (line: string) => void;
  machine?: Pick<Machine, "run" | "readLink" | "interfaces">;
  start?: () => Promise<Started>;
  /** Waits so many milliseconds. */
  wait?: (ms: number) => Promise<unknown>;
}

/**
 * Refuses everything in what a collector sent but an identity: whoever made the code says where this sensor reports, and not which files
 * of this machine are read or written. Throws {@link ConfigError}.
 */
export function checkIdentity(text: string): void {
  const given = parseDocument(text).toJS() as unknown;
  if (typeof given !== "object" || given === null) return;
  for (const [key, value] of Object.entries(given)) {
    const inner = typeof value === "object" && value !== null ? Object.keys(value) : [];
    const unknown = !(key in IDENTITY) ? key : inner.find((each) => IDENTITY[key]?.includes(each) !== true);
    if (unknown !== undefined)
      throw new ConfigError(
        `what the collector sent: it says more than who this sensor is (${unknown.slice(0, 40)}); nothing was installed`,
      );
  }
}

/**
 * Puts an agent.yaml in place, readable by its owner only, and starts the services. Where the sensor has one already, it gets the new identity, and every
 * other setting of it stays. The password goes into a file of its own beside it, so that only the supervisor's unit gets it.
 * @param name of the text, in messages
 * @returns the configuration, and the lines that say what was done
 * @throws ConfigError, JoinError; unless it says otherwise, nothing was changed then
 */
export async function installIdentity(
  text: string,
  name: string,
  options: InstallOptions,
): Promise<{ config: AgentConfig; said: string[] }> {
  const { to, check, isProven = false, machine = thisMachine, start = startServices } = options;
  const { tell = () => undefined, wait = sleep } = options;
  if (isProven) checkIdentity(text);
  const given = readConfig(text, name, {});
  const { document, kept } = existsSync(to)
    ? mergeSettings(readFileOf(to, "the configuration before").toString("utf8"), to, parseDocument(text))
    : { document: parseDocument(text), kept: [] };
  // What stays may not fit the rest any more; the sensor would not start with it.
  const config = kept.length === 0 ? given : readConfig(document.toString(), to, {});
  if (config.cameras.enabled) checkCameras(config, name);
  const problem = check ? await askBroker(given, isProven, { tell, wait }) : undefined;
  // What the broker has refused would only take the place of one that works; a broker that is away says nothing against the file.
  if (problem !== undefined && problem.code !== "broker-unreachable" && !isProven)
    throw new JoinError("broker", `${problem.text}; nothing was installed`);
  const said: string[] = [];
  const { radio } = config;
  if (radio.enabled && radio.interface === undefined && radio.recording === undefined) {
    const adapter = await chooseAdapter(machine);
    if (adapter !== undefined) {
      document.setIn(["radio", "interface"], adapter);
      said.push(`radio.interface: ${adapter}, the adapter that is plugged in`);
    } else
      said.push("no adapter is chosen: write its name (`iw dev` lists them) as radio.interface into the file below");
  }
  makeFolder(dirname(to), 0o755);
  const files = new Map<string, string>();
  if (given.mqtt.password !== undefined) {
    const passwordFile = joinPath(dirname(to), "mqtt-password");
    files.set(passwordFile, `${given.mqtt.password}\n`);
    document.deleteIn(["mqtt", "password"]);
    document.setIn(["mqtt", "passwordFile"], passwordFile);
  }
  files.set(to, document.toString({ lineWidth: 0 }));
  writePrivately(files);
  const stayed = kept.length === 0 ? "" : `; kept as before: ${kept.join(", ")}`;
  said.push(`${to}: sensor ${config.sensorId} of venue ${config.venueId}${stayed}`);
  // Units read that file and no other.
  const started = to === DEFAULT_CONFIG_FILE ? await start() : "none";
  said.push(wordsOfStart[started](to));
  if (problem !== undefined) {
    for (const line of said) tell(line);
    throw new JoinError("broker", `${problem.text}; the file is installed all the same${afterRefusal(problem)}`);
  }
  if (check) said.push(`${new URL(given.mqtt.url).host}: lets this sensor in`);
  return { config, said };
}

/**
 * Chooses the adapter of a sensor that joined before one was plugged in, and starts its services with it. What somebody has written stays. Returns whether
 * it did. Never rejects: a configuration that cannot be read is told elsewhere.
 */
export async function adoptAdapter(
  file: string,
  { machine = thisMachine, start = startServices }: Pick<InstallOptions, "machine" | "start"> = {},
): Promise<boolean> {
  try {
    if (!existsSync(file)) return false;
    const text = readFileOf(file, "the configuration").toString("utf8");
    const { radio } = readConfig(text, file, {});
    if (!radio.enabled || radio.interface !== undefined || radio.recording !== undefined) return false;
    const adapter = await chooseAdapter(machine);
    if (adapter === undefined) return false;
    const document = parseDocument(text);
    document.setIn(["radio", "interface"], adapter);
    writePrivately(new Map([[file, document.toString({ lineWidth: 0 })]]));
    await start();
    return true;
  } catch {
    return false;
  }
}

/** Who has an outside broker and no path unit for it runs the command by hand. */
const afterRefusal = ({ code }: UplinkProblem): string =>
  code === "broker-refused"
    ? ", and is let in when the broker has heard of it (on the server: sudo systemctl start probewarden-mosquitto)"
    : "";

/** Asks the broker; one outside, which refuses who has just joined, hears of it in a moment. */
async function askBroker(
  config: AgentConfig,
  isNew: boolean,
  { tell, wait }: Required<Pick<InstallOptions, "tell" | "wait">>,
): Promise<UplinkProblem | undefined> {
  const { username, url } = config.mqtt;
  const login = { url, ...(username === undefined ? {} : { username }), ...readSecrets(config) };
  for (let waited = 0; ; waited += TRY_SECONDS) {
    const problem = await checkBroker(login);
    if (problem?.code !== "broker-refused" || !isNew || waited >= BROKER_HEARS_SECONDS) return problem;
    if (waited === 0)
      tell(`${new URL(url).host} has not heard of this sensor yet; waiting ${BROKER_HEARS_SECONDS} seconds at most`);
    await wait(TRY_SECONDS * 1_000);
  }
}

/** Never half a file or one of two, on a full disk neither, and never readable by others, not for a moment. */
function writePrivately(files: ReadonlyMap<string, string>): void {
  const draftOf = (file: string): string => `${file}.new`;
  for (const [file, text] of files) {
    try {
      writeFileSync(draftOf(file), text, { mode: 0o600, flush: true });
      chmodSync(draftOf(file), 0o600);
    } catch (error) {
      for (const begun of files.keys()) rmSync(draftOf(begun), { force: true });
      throw Object.assign(error as Error, { path: draftOf(file) });
    }
  }
  for (const file of files.keys()) renameSync(draftOf(file), file);
}
