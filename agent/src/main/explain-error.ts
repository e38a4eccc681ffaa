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
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
  EISDIR: "it is a folder",
  EADDRINUSE: "somebody else listens there",
};

/** One line for a person about whatever ended a command; a stack trace tells a technician nothing. */
export function explainError(error: unknown): Explanation {
  if (!(error instanceof Error)) return { line: `probewarden-agent: ${String(error)}`, exitCode: 1 };
  const exitCode = error.name.endsWith("ConfigError") ? 2 : 1;
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  const system = code === undefined ? undefined : SYSTEM[code];
  const where = path ?? (address === undefined ? undefined : `${address}:${port ?? ""}`);
  if (error.name === "Error" && system !== undefined && where !== undefined) {
    return { line: `probewarden-agent: ${where}: ${system} (${code})`, exitCode };
  }
  const name = error.name === "Error" ? "probewarden-agent" : error.name;
  return { line: `${name}: ${error.message.replaceAll(/\s*\n\s*/g, " ")}`, exitCode };
}
