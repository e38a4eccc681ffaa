import { readFileSync, statSync } from "node:fs";
import { ConfigError } from "./config-error.ts";

/** Octets that a file of settings, keys or networks may have; more is a mistake in the name of the file, not a setting. */
const MAX_BYTES = 4 * 1024 * 1024;

const MENDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it; run as its owner, or change the owner",
  EISDIR: "it is a folder",
};

/** What a refusal of the system means to whoever typed the name, and the mend; undefined where it is none of the usual ones. */
export const whyUnread = (cause: unknown): string | undefined => MENDS[(cause as NodeJS.ErrnoException).code ?? ""];

/** Reads a file that a person named; `what` says what it is for. @throws ConfigError with the file and the mend */
export function readFileOf(file: string, what: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > MAX_BYTES) throw new ConfigError(`${file}: ${what} has ${size} octets; ${MAX_BYTES} are the most`);
    return readFileSync(file);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const { code = "unknown error" } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${file}: ${what} cannot be read: ${whyUnread(cause) ?? code}`, { cause });
  }
}

/** The JSON in a file that a person named; `example` says how such a file begins. @throws ConfigError with the file and the mend */
export function readJsonOf(file: string, what: string, example: string): unknown {
  const text = readFileOf(file, what).toString("utf8");
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigError(`${file}: it is not JSON (example: ${example})`, { cause });
  }
}
