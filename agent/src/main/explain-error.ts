import { ConfigError } from "@probewarden/cli";

/** Exit codes: 0 done, 1 failed, 2 wrong usage or configuration. */
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
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
  EISDIR: "it is a folder",
  EADDRINUSE: "somebody else listens there",
};

/**
 * One line for a person about whatever ended a command; a stack trace tells a technician nothing. Every line has the same form:
 * `Cause: thing: what is wrong (what helps)`, where the cause is `UsageError` or `ConfigError` (exit code 2), or the class of the
 * failure (1).
 */
export function explainError(error: unknown): Explanation {
  const { name, message } =
    error instanceof Error ? refusalOfTheSystem(error) : { name: "Error", message: String(error) };
  return { line: `${name}: ${oneLine(message)}`, exitCode: error instanceof ConfigError ? 2 : 1 };
}

/** The same for what Commander says of a wrong command line: `error: unknown option '--prat'\n(Did you mean --part?)`. */
export function explainUsage(text: string): string {
  const line = oneLine(text.replace(/^error: /, ""));
  return `UsageError: ${line}${/[).]$/.test(line) ? "" : " (--help shows what there is)"}`;
}

function refusalOfTheSystem(error: Error): { name: string; message: string } {
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const meaning = code === undefined ? undefined : SYSTEM[code];
  const where = path ?? (address === undefined ? undefined : `${address}:${port ?? ""}`);
  if (error.name !== "Error" || meaning === undefined || where === undefined) return error;
  return { name: "SystemError", message: `${where}: ${meaning} (${code})` };
}

const oneLine = (text: string): string => text.trim().replaceAll(/\s*\n\s*/g, " ");
