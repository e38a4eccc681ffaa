import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { giveToOwnerOf, makeFolder } from "@probewarden/cli";

/**
 * Writes the whole file or none of it, also when the power fails; for its own user only. Of a root that tries the sensor in the service's
 * folder it is the service's file, which must read it afterwards. Throws the system's error.
 */
export function writeWholeFile(folder: string, name: string, text: string): void {
  const draft = join(folder, `${name}.new`);
  makeFolder(folder, 0o700);
  rmSync(draft, { force: true });
  const file = openSync(draft, "wx", 0o600);
  try {
    writeFileSync(file, text);
    giveToOwnerOf(folder, draft);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, join(folder, name));
}

/**
 * Reads such a file as JSON: undefined where there is none. One that is too large, cut, no JSON or not readable is `unreadable`, and is set
 * aside under that name, so that a person can look at it.
 */
export function readWholeFile(file: string, mostBytes: number): { json: unknown } | "unreadable" | undefined {
  let size: number;
  try {
    ({ size } = statSync(file));
  } catch {
    return undefined;
  }
  try {
    if (size <= mostBytes) return { json: JSON.parse(readFileSync(file, "utf8")) };
  } catch {
    // Half a file, no JSON, or not readable: all the same to the caller, who says so.
  }
  return "unreadable";
}

/** Puts a file that cannot be understood where the next write does not take its place. */
export function setFileAside(file: string): void {
  try {
    renameSync(file, `${file}.unreadable`);
  } catch {
    // It stays where it is, and the next write takes its place.
  }
}
