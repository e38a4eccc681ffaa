import { closeSync, openSync, readSync, statSync } from "node:fs";

/** Why an outbox's file is not used any more; the words of the screen are the dashboard's. */
export type Damage = "not-a-database" | "ends-early" | "bad-page" | "gone";

const codeOf = (error: unknown): string => String((error as { code?: unknown }).code ?? "");

/** Whether SQLite says that the file itself is damaged, and not the disk or its rights. */
export const isDamage = (error: unknown): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error));

/**
 * Whether the cause may go by itself: a disk that is full, read-only or fails. What only a person can change (a folder of somebody else's,
 * a file in the folder's place) is not.
 */
export const mayPass = (error: unknown): boolean =>
  /^(ENOSPC|EROFS|EDQUOT|EIO|SQLITE_(FULL|READONLY|IOERR|BUSY))/.test(codeOf(error));

/** The system's or SQLite's name of what went wrong, as a fact of a problem: `ENOSPC`, `SQLITE_FULL`. */
export const causeOf = (error: unknown): string => codeOf(error).slice(0, 64) || "unknown";

/** "SQLite format 3" and a zero (SQLite file format, 1.3); the page size stands at 16, the number of pages at 28. */
const MAGIC = "SQLite format 3\0";
const HEADER_BYTES = 100;

/** What a file says of its own length in octets; undefined when its first page is no SQLite header. */
export function announcedBytes(file: string): number | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  const descriptor = openSync(file, "r");
  try {
    if (readSync(descriptor, header, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  } finally {
    closeSync(descriptor);
  }
  if (header.toString("latin1", 0, MAGIC.length) !== MAGIC) return undefined;
  const pageSize = header.readUInt16BE(16);
  return (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(28);
}

/** What is wrong with a file that SQLite called damaged. */
export function damageOf(file: string): Damage {
  const announced = announcedBytes(file);
  if (announced === undefined) return "not-a-database";
  return statSync(file).size < announced ? "ends-early" : "bad-page";
}
