import { openState, type StateStore } from "../store/state/open-state.ts";
import { findConfigFile, loadConfig } from "./load-config.ts";
import type { CollectorConfig } from "./config.ts";
import { makePrivateDir } from "./private-files.ts";

/** What every command is given: where words go, the environment, the clock. */
export interface CommandContext {
  print: (text: string) => void;
  /** One line to stderr. */
  tell: (line: string) => void;
  environment: NodeJS.ProcessEnv;
  now: () => number;
}

/** The configuration that `--config`, or the usual places, name. */
export function configOf({ environment }: CommandContext, file: string | undefined): CollectorConfig {
  return loadConfig(file ?? findConfigFile(environment), environment);
}

/** Opens the state store for one command, and closes it after. */
export async function withState<T>(config: CollectorConfig, work: (state: StateStore) => Promise<T>): Promise<T> {
  makePrivateDir(config.dataDir);
  const state = await openState(config.state.url, config.dataDir);
  try {
    return await work(state);
  } finally {
    await state.close();
  }
}
