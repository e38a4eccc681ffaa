import { randomBytes } from "node:crypto";
import {
  closeSync,
  fchownSync,
  linkSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ConfigError, makeFolder } from "@probewarden/cli";
import { isRoot } from "../store/as-owner.ts";

/** Permissions of others than the owner. */
const OTHERS = 0o077;

/**
 * Makes a folder, with those above it, that only its owner may enter. One that is there is left as it is: it may be a folder of the
 * machine's own, which would be of no use to anybody else any more.
 */
export function makePrivateDir(folder: string): void {
  makeFolder(folder, 0o700);
}

/** Whether others than its owner may look into a folder that is there. */
export const isOpenToOthers = (folder: string): boolean =>
  ((statSync(folder, { throwIfNoEntry: false })?.mode ?? 0) & OTHERS) !== 0;

/** {@link makePrivateDir} for the place of a new collector. @throws ConfigError for a folder that others may look into, or that is a file */
export function makeNewDataDir(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found !== undefined && !found.isDirectory())
    throw new ConfigError(`--data-dir ${folder}: it is a file (example: --data-dir /var/lib/probewarden-collector)`);
  if (isOpenToOthers(folder))
    throw new ConfigError(
      `--data-dir ${folder}: other users may look into it, and it is not ours to close (name a folder of its own: --data-dir ${join(folder, "probewarden")}; or chmod 700 ${folder})`,
    );
  makePrivateDir(folder);
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
  writeBeside(file, content, (written) => renameSync(written, file));
}

/**
 * Makes a file as {@link replacePrivateFile} does, where there is none of that name: of two who make it at once the first one wins, and nobody
 * ever sees half of it.
 * @returns whether this is the one that stands there
 */
export function createPrivateFile(file: string, content: string): boolean {
  return writeBeside(file, content, (written) => {
    try {
      // A second name of the same file: unlike to rename, that fails where the name is taken.
      linkSync(written, file);
      return true;
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
      throw error;
    }
  });
}

/** Writes a whole file beside the one that it is to be, and puts it in its place; what is left of it after that goes. */
function writeBeside<T>(file: string, content: string, put: (written: string) => T): T {
  const { uid, gid } = statSync(dirname(file));
  const written = `${file}.${randomBytes(6).toString("hex")}`;
  const descriptor = openSync(written, "wx", 0o600);
  try {
    writeFileSync(descriptor, content);
    if (isRoot()) fchownSync(descriptor, uid, gid);
    return put(written);
  } finally {
    closeSync(descriptor);
    rmSync(written, { force: true });
  }
}

/** Removes what a {@link replacePrivateFile} or {@link createPrivateFile} of these files that was interrupted left beside them: a key may stand in it. */
export function removeHalfWritten(folder: string, names: readonly string[]): void {
  for (const found of readdirSync(folder))
    if (names.includes(found.replace(/\.[0-9a-f]{12}$/, "")) && !names.includes(found))
      rmSync(join(folder, found), { force: true });
}
