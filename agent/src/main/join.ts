import { existsSync, readFileSync } from "node:fs";
import { ConfigError, keyOf, looksLikeCode, printable, readCode, readFileOf } from "@probewarden/cli";
import { isSensorId } from "@probewarden/contract";
import { askToJoin } from "./ask-to-join.ts";
import { boxOf } from "./box.ts";
import { otherName, type OtherName } from "./other-name.ts";
import { installIdentity, type InstallOptions } from "./install-identity.ts";

export interface JoinOptions extends Pick<InstallOptions, "to" | "check"> {
  /** With a code: the collector's address, where the code is no link that holds it, and what the sensor wants to be called. */
  collector?: string;
  name?: string;
}

/** Why it is not called as it wanted, and what helps where that is not meant. */
const WHY_OTHER: Readonly<Record<OtherName, (asked: string, given: string) => string>> = {
  "another-box": (asked, given) =>
    `${asked} is or was another sensor, and no name is given twice, so this one is called ${given}`,
  "joined-before": (asked, given) =>
    `this box has joined by this code before, and is still called ${given}, not ${asked}; people see the name that it is given in the browser (Sensors, Install)`,
};

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
  await install(text, source === "-" ? "standard input" : source, options, false);
}

async function install(text: string, name: string, { to, check }: JoinOptions, isProven: boolean): Promise<string> {
  const tell = (line: string): void => void process.stdout.write(`${line}\n`);
  const { config, said } = await installIdentity(text, name, { to, check, isProven, tell });
  for (const line of said) tell(line);
  return config.sensorId;
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
  const sensorId = await install(answer.agentYaml, "what the collector sent", options, true);
  if (answer.otherBox !== undefined)
    process.stdout.write(`${WHY_OTHER[otherName(answer.otherBox, sensorId)](answer.otherBox, sensorId)}\n`);
}
