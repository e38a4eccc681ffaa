import { existsSync, readdirSync, renameSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { announcedBytes } from "./damage.ts";
import { OUTBOX_FILE } from "./outbox-database.ts";

const PREFIX = `${OUTBOX_FILE}.unreadable-`;
/** Octets up to which a file that ends early is made as long as it says; the rest is a hole and takes no room. */
const MOST_BYTES = 2 ** 30;
/** A damaged file is for a person to look at, and holds what may have to be forgotten. */
export const KEPT_MILLISECONDS = 7 * 86_400_000;

/** The write-ahead log and its index go with the file that they belong to. */
const COMPANIONS = ["-wal", "-shm"];

/** The damaged files that stand beside the outbox; empty when the folder cannot be read. */
export function unreadableFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter(
      (name) => name.startsWith(PREFIX) && !COMPANIONS.some((end) => name.endsWith(end)),
    );
  } catch {
    return [];
  }
}

/** Takes the outbox's file out of the way, in place of an earlier one. `now`: milliseconds since 1970. */
export function setFileAside(folder: string, now: number): void {
  removeUnreadable(folder);
  const file = join(folder, OUTBOX_FILE);
  const aside = join(folder, `${PREFIX}${new Date(now).toISOString().replaceAll(/[:.]/g, "-")}`);
  renameSync(file, aside);
  for (const end of COMPANIONS) if (existsSync(file + end)) renameSync(file + end, aside + end);
}

/** SQLite refuses a file that is shorter than it says as a whole: the missing pages become empty ones, so that the others can be read. */
export function lengthen(file: string): void {
  const announced = announcedBytes(file);
  if (announced !== undefined && announced <= MOST_BYTES && statSync(file).size < announced)
    truncateSync(file, announced);
}

/** Removes the damaged files: all, or those from before a moment. */
export function removeUnreadable(folder: string, before = Number.POSITIVE_INFINITY): void {
  for (const name of unreadableFiles(folder)) {
    const file = join(folder, name);
    const at = statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? 0;
    if (at < before) for (const end of ["", ...COMPANIONS]) rmSync(file + end, { force: true });
  }
}
