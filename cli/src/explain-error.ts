import { ConfigError } from "./config-error.ts";
import { printable } from "./printable.ts";

/** Exit codes: done, failed, and wrong usage or configuration. */
export const EXIT = { done: 0, failed: 1, usage: 2 } as const;

/** A failure that a command foresaw; its message is meant for people. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** What a person reads, in one line, and the exit code. */
export interface Explanation {
  line: string;
  exitCode: 1 | 2;
}

/** What the system's codes mean to a person. */
const SYSTEM: Readonly<Record<string, string>> = {
  EACCES: "this user may not do that; run as root, or give the folder to this user",
  EPERM: "this user may not do that; run as root, or give the process the capability",
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of this path is a file, not a folder",
  EEXIST: "there is a file in its place",
  ENOSPC: "the disk is full; make room (df -h says where) and do it again",
  EROFS: "the disk is read-only",
  EISDIR: "it is a folder",
  EADDRINUSE: "somebody else listens there",
  EADDRNOTAVAIL: "it is no address of this machine",
};

/** What the language itself throws: nobody foresaw it, and who is told of it needs its kind. */
const UNFORESEEN = new Set(["TypeError", "RangeError", "ReferenceError", "SyntaxError", "EvalError", "URIError"]);

/**
 * One line for a person about whatever ended a command; a stack trace tells a technician nothing, and neither does the name of a class. Every line has
 * the same form, `thing: what is wrong (what helps)`; whether it is wrong usage or configuration says the exit code (2, otherwise 1). `meanings` go
 * before the common words for a code of the system.
 */
export function explainError(error: unknown, meanings: Readonly<Record<string, string>> = {}): Explanation {
  const exitCode = error instanceof ConfigError ? EXIT.usage : EXIT.failed;
  if (!(error instanceof Error)) return { line: oneLine(String(error)), exitCode };
  const message = oneLine(refusalOfTheSystem(error, { ...SYSTEM, ...meanings }) ?? error.message);
  return {
    line: UNFORESEEN.has(error.name) ? `a fault of the program (${error.name}): ${message}` : message,
    exitCode,
  };
}

/** The same for what Commander says of a wrong command line: `error: unknown option '--prat'\n(Did you mean --part?)`. */
export function explainUsage(text: string): string {
  const line = oneLine(text.replace(/^error: /, ""));
  return `${line}${/[).]$/.test(line) ? "" : " (--help shows what there is)"}`;
}

function refusalOfTheSystem(error: Error, meanings: Readonly<Record<string, string>>): string | undefined {
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const meaning = code === undefined ? undefined : meanings[code];
  const where = path ?? (address === undefined ? undefined : `${address}:${port ?? ""}`);
  if (error.name !== "Error" || meaning === undefined) return undefined;
  // A file that is open is written to by its number: the system names no place then.
  if (where === undefined) return code === "ENOSPC" || code === "EROFS" ? `${meaning} (${code})` : undefined;
  return `${where}: ${meaning} (${code})`;
}

/** What was typed, or came from a file, stands in the message; a terminal must not obey it. */
const oneLine = (text: string): string => printable(text.trim().replaceAll(/\s*\n\s*/g, " "));
