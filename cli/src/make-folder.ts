import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder, with those above it, where they are not there yet; `mode` is that of each one made. One level after the other: Node's own
 * `recursive` never comes back where a file system refuses with ENOENT, as /proc does. @throws the system's error
 */
export function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder), mode);
  mkdirSync(folder, { mode });
}
