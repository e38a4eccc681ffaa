import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { HealthProblem, SensorAddress } from "@probewarden/contract";
import Database from "libsql";
import { causeOf, damageOf, isDamage, mayPass, type Damage } from "./damage.ts";
import { KeptLines } from "./kept-lines.ts";
import { OpenFindings } from "./open-findings.ts";
import { OUTBOX_FILE, openOutboxDatabase, unusable, type Journal } from "./outbox-database.ts";
import { readMeta, writeMeta } from "./outbox-meta.ts";
import { rescue } from "./rescue.ts";
import { sortMessages } from "./set-aside.ts";
import { KEPT_MILLISECONDS, lengthen, removeUnreadable, setFileAside, unreadableFiles } from "./unreadable-files.ts";

/** The outbox's file while it can be used. */
export interface OpenOutbox {
  database: Database.Database;
  keptLines: KeptLines;
  openFindings: OpenFindings;
}

export interface OutboxFileOptions {
  folder: string;
  sensor: SensorAddress;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Another file than before: what is known of its content holds no more. */
  onOpened: (open: OpenOutbox) => void;
  /** What a person should know, once. */
  tell: (problem: HealthProblem) => void;
}

/** How an outbox was begun anew. */
interface Renewal {
  cause: Damage;
  messages: number;
  /** When, in milliseconds since 1970. */
  at: number;
}

/**
 * The file behind the outbox, which outlives what happens to files: one that is damaged is set aside and a new one begun with all that can
 * be read of it; one that was taken away is written anew from what is still open; a disk that takes nothing is asked again.
 */
export class OutboxFile {
  readonly #options: OutboxFileOptions;
  #open: OpenOutbox | undefined;
  #place = "";
  #started = false;
  #journal: Journal = "WAL";
  /** Why there is no file. */
  #away: string | undefined;

  constructor(options: OutboxFileOptions) {
    this.#options = options;
  }

  /** Opens it. A disk that may recover is told and asked again later. Throws {@link OutboxError} where only a person can help. */
  start(): void {
    try {
      this.#openNow();
    } catch (error) {
      if (!mayPass(error)) throw unusable(this.#options.folder, error);
    }
    this.#started = true;
  }

  /** Does something with the open file; once more with a new one if this one turns out to be damaged. Throws SQLite's error or the system's. */
  use<T>(work: (open: OpenOutbox) => T): T {
    const open = this.#open ?? this.#openNow();
    try {
      return work(open);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#close();
      this.#setAside();
      return work(this.#openNow());
    }
  }

  /** SQLite writes on in a file that was removed or replaced, and everything would be gone at the next start. */
  look(): void {
    if (this.#open === undefined || placeOf(this.#path) === this.#place) return;
    const moving = join(this.#options.folder, "moving");
    rmSync(moving, { recursive: true, force: true });
    const copy = openOutboxDatabase(moving);
    try {
      rescue(this.#open.database, copy);
      this.#close();
      this.#journal = "TRUNCATE";
      // The log that lies there is the old file's, and would be read into the new one.
      for (const end of ["-wal", "-shm"]) rmSync(this.#path + end, { force: true });
      const open = this.#openNow();
      this.#note(open.database, "gone", rescue(copy, open.database, { newNumbers: true }));
      this.#options.onOpened(open);
    } finally {
      copy.close();
      rmSync(moving, { recursive: true, force: true });
    }
  }

  /** What a person should mend, or know. */
  problems(): HealthProblem[] {
    const found: HealthProblem[] = [];
    if (this.#away !== undefined)
      found.push({
        code: "outbox-not-written",
        text: `the outbox cannot be opened (${this.#away}); findings wait in memory until the sensor's disk takes them`,
        facts: { cause: this.#away },
      });
    const renewal = this.#renewal();
    if (renewal !== undefined) found.push(renewalProblem(renewal));
    return found;
  }

  /** Damaged files hold what can be rewritten no more. */
  forgetUnreadable(): void {
    removeUnreadable(this.#options.folder);
  }

  close(): void {
    this.#close();
  }

  get #path(): string {
    return join(this.#options.folder, OUTBOX_FILE);
  }

  #openNow(): OpenOutbox {
    const { folder, now, sensor, onOpened } = this.#options;
    const database = this.#openFile();
    removeUnreadable(folder, now() - KEPT_MILLISECONDS);
    this.#save(database);
    sortMessages(database, sensor);
    const open = { database, keptLines: new KeptLines(database), openFindings: new OpenFindings(database) };
    this.#open = open;
    this.#place = placeOf(this.#path);
    this.#away = undefined;
    onOpened(open);
    return open;
  }

  #openFile(): Database.Database {
    const { folder } = this.#options;
    try {
      try {
        return openOutboxDatabase(folder, this.#journal);
      } catch (error) {
        if (!isDamage(error)) throw error;
        this.#setAside();
        return openOutboxDatabase(folder, this.#journal);
      }
    } catch (error) {
      this.#tellAway(error);
      throw error;
    }
  }

  #setAside(): void {
    this.#journal = "TRUNCATE";
    setFileAside(this.#options.folder, this.#options.now());
  }

  #tellAway(error: unknown): void {
    const cause = causeOf(error);
    if (this.#away !== cause) {
      this.#away = cause;
      // What ends the start is told by its error.
      if (!this.#started && !mayPass(error)) return;
      for (const problem of this.problems()) this.#options.tell(problem);
    }
  }

  /** Takes over what can be read of a file that was set aside, once: also when the disk had no room for it then. */
  #save(database: Database.Database): void {
    const { folder } = this.#options;
    const [name] = unreadableFiles(folder);
    if (name === undefined || readMeta(database, "saved-from") === name) return;
    const file = join(folder, name);
    const cause = damageOf(file);
    this.#note(database, cause, saveFrom(file, database), name);
  }

  #note(database: Database.Database, cause: Damage, messages: number, from = ""): void {
    const renewal: Renewal = { cause, messages, at: this.#options.now() };
    writeMeta(database, "renewal", JSON.stringify(renewal));
    writeMeta(database, "saved-from", from);
    this.#options.tell(renewalProblem(renewal));
  }

  /** Told for as long as the damaged file stands there, and of one that was taken away for as long as one would. */
  #renewal(): Renewal | undefined {
    const text = this.#open === undefined ? undefined : readMeta(this.#open.database, "renewal");
    if (text === undefined) return undefined;
    const renewal = JSON.parse(text) as Renewal;
    const isRecent = Math.abs(this.#options.now() - renewal.at) < KEPT_MILLISECONDS;
    const stands = renewal.cause === "gone" || unreadableFiles(this.#options.folder).length > 0;
    return isRecent && stands ? renewal : undefined;
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    try {
      // libsql closes the file when it likes; what is in the log goes into the file now.
      open.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch {
      // A log that stays is read at the next start.
    }
    open.database.close();
  }
}

/** Copies what can be read; nothing where not even SQLite's first page can. */
function saveFrom(file: string, target: Database.Database): number {
  let source: Database.Database | undefined;
  try {
    lengthen(file);
    source = new Database(file);
    return rescue(source, target);
  } catch {
    // Told as "0 messages saved"; the file is there for whoever knows more.
    return 0;
  } finally {
    source?.close();
  }
}

/** Which file a path names now; empty when none. */
function placeOf(path: string): string {
  if (!existsSync(path)) return "";
  const { dev, ino } = statSync(path);
  return `${dev}:${ino}`;
}

const renewalProblem = ({ cause, messages }: Renewal): HealthProblem => ({
  code: "outbox-unreadable",
  text: `the outbox was damaged (${cause}) and is begun anew; ${messages} messages were saved out of it`,
  facts: { cause, messages },
});
