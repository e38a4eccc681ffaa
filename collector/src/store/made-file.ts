import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { StoreFileError } from "../health/store-problem.ts";

/** Which store a file keeps; part of the code of its problem. */
export type FileStore = "state" | "series";

/**
 * SQLite makes a file that is not there, and takes an empty one for a new one: a record that was lost would come back as an empty record
 * with all lights green. So a file beside it remembers that it was made, and how far it had come.
 */
const madeFileOf = (path: string): string => `${path}.made`;
const TEXT =
  "This file remembers that the database beside it was made. If that is missing, put it back or restore a backup.\nTo begin anew without it, remove this file.\n";

/** @throws StoreFileError when a database that was made is missing or empty */
export function refuseLost(path: string, store: FileStore): void {
  if (sizeOf(path) === 0 && sizeOf(madeFileOf(path)) > 0) throw new StoreFileError(`${store}-file-gone`, path);
}

/** How far the database had come when it was last noted; undefined when that is not known. */
export function notedTick(path: string): number | undefined {
  try {
    const number = /^tick (\d+)$/m.exec(readFileSync(madeFileOf(path), "utf8"))?.[1];
    return number === undefined ? undefined : Number(number);
  } catch {
    return undefined;
  }
}

/** Notes that the database is there, and how far it has come. Only after that is durable: what is noted must never be ahead of it. */
export function noteMade(path: string, tick?: number): void {
  if (tick === undefined && sizeOf(madeFileOf(path)) > 0) return;
  const written = `${madeFileOf(path)}.new`;
  rmSync(written, { force: true });
  const file = openSync(written, "wx", 0o600);
  try {
    writeSync(file, tick === undefined ? TEXT : `${TEXT}tick ${tick}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(written, madeFileOf(path));
}

/** {@link noteMade}, where a full disk must not keep people from what is stored: it is noted at a later start. */
export function tryToNote(path: string): void {
  try {
    noteMade(path);
  } catch {
    // Whoever writes the next message hears why.
  }
}

/** Octets of a file; 0 for one that is not there. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** What became of a file that a process has open. `replaced`: another file stands under its name, which only a new start can open. */
export type FileFate = "there" | "gone" | "folder-gone" | "replaced";

/**
 * Tells whether the file that a database has open still is the one under its name. A deleted file goes on taking writes, and all of them
 * are lost when it is closed, so it is asked before anything is acknowledged; that costs two calls of the system.
 */
export class OpenFile {
  readonly path: string;
  readonly #identity: string | undefined;
  #log: string | undefined;

  /** Just after the database was opened. */
  constructor(path: string) {
    this.path = path;
    this.#identity = identityOf(path);
  }

  fate(): FileFate {
    const now = identityOf(this.path);
    if (now === undefined)
      return statSync(dirname(this.path), { throwIfNoEntry: false }) === undefined ? "folder-gone" : "gone";
    if (now !== this.#identity) return sizeOf(this.path) > 0 ? "replaced" : "gone";
    // Of a write-ahead log that goes, what it held is kept by the connection alone; a new start writes it into the database.
    const log = identityOf(`${this.path}-wal`);
    if (this.#log !== undefined && log !== this.#log) return "replaced";
    this.#log = log;
    return "there";
  }
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.dev} ${found.ino}`;
}
