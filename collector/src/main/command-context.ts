import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { ConfigError, type Asker } from "@probewarden/cli";
import { asOwnerOf } from "../store/as-owner.ts";
import { openState, statePlace, type StateStore } from "../store/state/open-state.ts";
import { findConfigFile, loadConfig, usualConfigFiles } from "./load-config.ts";
import type { CollectorConfig } from "./config.ts";
import { makePrivateDir } from "./private-files.ts";

/** What every command is given: where words go, the environment, the clock. */
export interface CommandContext {
  print: (text: string) => void;
  /** One line to stderr. */
  tell: (line: string) => void;
  environment: NodeJS.ProcessEnv;
  now: () => number;
  /** Who sits at the terminal; absent where nobody does, as in a script. */
  ask?: Asker;
}

/** The configuration that `--config`, or the usual places, name; the defaults where there is none. */
export function configOf({ environment }: CommandContext, file: string | undefined): CollectorConfig {
  return loadConfig(file ?? findConfigFile(environment), environment);
}

/**
 * {@link configOf} for commands that look at a collector, or change one. One that is not there is most likely a forgotten `--config`, and
 * an empty data folder made in its place would answer for it. @throws ConfigError
 */
export function preparedConfigOf(context: CommandContext, file: string | undefined): CollectorConfig {
  const { environment } = context;
  const found = usualConfigFiles(environment).filter((usual) => existsSync(usual));
  if (file === undefined && !environment["PW_CONFIG"] && !environment["PW_DATA_DIR"] && found.length > 1)
    throw new ConfigError(`--config: which collector is meant: ${found.join(" or ")}? (name it with --config FILE)`);
  const config = configOf(context, file);
  const isNamed = (file ?? findConfigFile(environment)) !== undefined || config.state.url !== "sqlite:";
  if (isNamed || existsSync(config.dataDir)) return config;
  throw new ConfigError(
    `${config.dataDir}: there is no such data folder, and no configuration in any of ${usualConfigFiles(environment).join(", ")} (name it with --config FILE, or prepare a collector with \`probewarden-collector init\`)`,
  );
}

const placeOf = ({ state, dataDir }: CollectorConfig): string => {
  const place = statePlace(state.url, dataDir);
  return state.url.startsWith("sqlite:") ? resolve(place) : place;
};

/** Says on stderr that there is nothing to list, and where that was looked for: of another collector than was meant a list is empty too. */
export function tellNone(
  context: CommandContext,
  config: CollectorConfig,
  file: string | undefined,
  what: string,
): void {
  const source =
    file ?? findConfigFile(context.environment) ?? "no configuration file was found; --config FILE names one";
  context.tell(`${what} in ${placeOf(config)} (${source})`);
}

/**
 * Opens the state store for one command, and closes it after. Root works as the user to whom the data belong, so what a person named on
 * the command line is read before or after.
 */
export async function withState<T>(config: CollectorConfig, work: (state: StateStore) => Promise<T>): Promise<T> {
  makePrivateDir(config.dataDir);
  return asOwnerOf(config.dataDir, async () => {
    const state = await openState(config.state.url, config.dataDir);
    try {
      return await work(state);
    } finally {
      await state.close();
    }
  });
}
