import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/** Makes a folder, with those above it, that only its owner may enter, and mends one that others may. */
export function makePrivateDir(folder: string): void {
  makeDir(folder);
  chmodSync(folder, 0o700);
}

/** One level after the other: Node's own `recursive` never comes back where a file system refuses with ENOENT, as /proc does. */
function makeDir(folder: string): void {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) makeDir(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}

/** Writes a file that only its owner may read; refuses to replace one. */
export function writePrivateFile(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600, flag: "wx" });
}
