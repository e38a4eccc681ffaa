import { StateStoreError } from "../store/state/open-state.ts";
import { ConfigError } from "@probewarden/cli";

/** Wrong usage or configuration, and everything else that stops a command. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** What a person reads, in one line, and the exit code. */
export interface Failure {
  line: string;
  exitCode: number;
}

/** A failure that a command foresaw; its message is meant for people. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

const SYSTEM: Readonly<Record<string, (error: NodeJS.ErrnoException & { address?: string; port?: number }) => string>> =
  {
    EADDRINUSE: ({ address, port }) =>
      `${address ?? ""}:${port ?? ""} is in use by another program; stop it or choose another port (PW_HTTP_PORT, PW_MQTT_PORT)`,
    EADDRNOTAVAIL: ({ address }) => `${address ?? ""} is not an address of this machine; mend /http/host or /mqtt/host`,
    EACCES: ({ path, address, port }) =>
      `${path ?? `${address ?? ""}:${port ?? ""}`}: this user is not permitted; change the owner or choose another place`,
    EROFS: ({ path }) => `${path ?? ""}: the file system is read-only`,
    ENOSPC: ({ path }) => `${path ?? ""}: the disk is full`,
    ENOENT: ({ path }) => `${path ?? ""}: there is no such file`,
    EEXIST: ({ path }) => `${path ?? ""}: it exists already`,
    ENOTDIR: ({ path }) => `${path ?? ""}: it is not a folder`,
  };

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, " ");

/** What Commander says of a wrong command line, in one line: `error: unknown option '--prat'\n(Did you mean --port?)`. */
export function explainUsage(text: string): string {
  const line = oneLine(text.replace(/^error: /, ""));
  return `UsageError: ${line}${/[).]$/.test(line) ? "" : " (--help shows what there is)"}`;
}

/** One clear line for an error, `thing: what is wrong (what helps)`, without its stack; `ConfigError: ` stands before it when a setting is wrong. */
export function explainFailure(error: unknown): Failure {
  if (error instanceof ConfigError) return { line: `ConfigError: ${oneLine(error.message)}`, exitCode: EXIT.usage };
  if (error instanceof CommandError || error instanceof StateStoreError)
    return { line: oneLine(error.message), exitCode: EXIT.failed };
  if (!(error instanceof Error)) return { line: String(error), exitCode: EXIT.failed };
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const line = SYSTEM[code]?.(error) ?? error.message.split("\n")[0] ?? error.name;
  return { line, exitCode: EXIT.failed };
}
