import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.ts";

const MENDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "this user may not read it; change its owner or run as that owner",
  EISDIR: "it is a folder",
};

/** Reads a file that a person named; `what` says what it is for. @throws ConfigError with the file and the mend */
export function readFileOf(file: string, what: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    const { code = "unknown error" } = cause as NodeJS.ErrnoException;
    throw new ConfigError(`${file}: ${what} cannot be read: ${MENDS[code] ?? code}`, { cause });
  }
}
