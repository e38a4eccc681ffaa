import { randomBytes } from "node:crypto";
import { chmodSync, closeSync, fchownSync, openSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeFolder } from "@probewarden/cli";

/** Whether this process may read and give away everybody's files. */
export const isRoot = (): boolean => process.getuid?.() === 0;

/** Makes a folder, with those above it, that only its owner may enter, and mends one that others may. */
export function makePrivateDir(folder: string): void {
  makeFolder(folder, 0o700);
  chmodSync(folder, 0o700);
}

/** Writes a file that only its owner may read; refuses to replace one. */
export function writePrivateFile(file: string, content: string): void {
  writeFileSync(file, content, { mode: 0o600, flag: "wx" });
}

/**
 * Writes or replaces a file that only the owner of its folder may read: who runs as another user than root still can, when root wrote it.
 * A reader sees the old file or the new one, and a link in its place is replaced, not followed.
 */
export function replacePrivateFile(file: string, content: string): void {
  const { uid, gid } = statSync(dirname(file));
  const written = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(written, "wx", 0o600);
  try {
    writeFileSync(descriptor, content);
    if (isRoot()) fchownSync(descriptor, uid, gid);
    renameSync(written, file);
  } catch (error) {
    rmSync(written, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
}
