import { chmodSync, writeFileSync } from "node:fs";
import { makeFolder } from "@probewarden/cli";

/** Makes a folder, with those above it, that only its owner may enter, and mends one that others may. */
export function makePrivateDir(folder: string): void {
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
}

/** Writes a file that only its owner may read; refuses to replace one. */
export function writePrivateFile(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600, flag: "wx" });
}
