import { chownSync, existsSync, mkdirSync, statSync } from "node:fs";
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

/** What root makes in a service's folder is the service's, which could not read it otherwise. Nobody else can give anything away. @throws the system's error */
export function giveToOwnerOf(folder: string, path: string): void {
  if (process.geteuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  if (uid !== 0) chownSync(path, uid, gid);
}
