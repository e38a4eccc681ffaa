import { chmodSync, mkdirSync, writeFileSync } from "node:fs";

/** Makes a folder that only its owner may enter, and mends one that others may. */
export function makePrivateDir(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
}

/** Writes a file that only its owner may read; refuses to replace one. */
export function writePrivateFile(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600, flag: "wx" });
}
