import { appendFile, readFile, rename, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { giveToOwnerOf } from "@probewarden/cli";
import { lock } from "../locked-file.ts";
import { isSystemError, makeFolderLike } from "../own-files.ts";
import type { LogEntry } from "./log-entry.ts";

/** Octets of one file, and how many there are: a week of 200 cameras has some 200 kB. The oldest goes when another is begun. */
export const LOG_BOUNDS = { fileOctets: 1024 * 1024, files: 8 } as const;

/** Where it stands in the folder of the sensor's data. */
export const accountabilityFile = (dataDir: string): string => join(dataDir, "cameras", "audit.log");

/**
 * Everything that is sent to cameras from this sensor, one line each: `cameras/audit.log` in its data folder, and `audit.log.1` to `.7` before it.
 * An entry is written before what it says is sent, as far as it may be: see {@link CallLog}. Without a data folder there is none.
 */
export class AccountabilityLog {
  readonly #file: string | undefined;
  readonly #bounds: { fileOctets: number; files: number };
  readonly #told: (entries: readonly LogEntry[]) => void;
  /** Entries stand in the order in which they were given. */
  #turn: Promise<unknown> = Promise.resolve();

  /**
   * @param dataDir folder of the sensor's data
   * @param told is given each entry that was written, for who wants them as evidence
   */
  constructor(
    dataDir: string | undefined,
    told: (entries: readonly LogEntry[]) => void = () => undefined,
    bounds: { fileOctets: number; files: number } = LOG_BOUNDS,
  ) {
    this.#file = dataDir === undefined ? undefined : accountabilityFile(dataDir);
    this.#told = told;
    this.#bounds = bounds;
  }

  /** @returns whether the entries are on the disk, or there is none to write to: what cannot be written down is not sent */
  write(entries: readonly LogEntry[]): Promise<boolean> {
    const mine = this.#turn.then(async () => this.#write(entries));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async #write(entries: readonly LogEntry[]): Promise<boolean> {
    const file = this.#file;
    if (entries.length > 0 && file !== undefined) {
      try {
        await makeFolderLike(dirname(file));
        await this.#rotate(file);
        // One write in append mode: the service and the command line may both be at it.
        await appendFile(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(""), { mode: 0o600 });
        giveToOwnerOf(dirname(file), file);
      } catch (error) {
        if (!isSystemError(error)) throw error;
        return false;
      }
    }
    this.#told(entries);
    return true;
  }

  async #rotate(file: string): Promise<void> {
    const isFull = async (): Promise<boolean> => ((await sizeOf(file)) ?? 0) >= this.#bounds.fileOctets;
    if (!(await isFull())) return;
    const unlock = await lock(file);
    try {
      // Another process may have begun a new one meanwhile.
      if (!(await isFull())) return;
      const names = [file, ...Array.from({ length: this.#bounds.files - 1 }, (_, at) => `${file}.${at + 1}`)];
      for (let at = names.length - 1; at > 0; at--) {
        const [older = "", newer = ""] = [names[at], names[at - 1]];
        if ((await sizeOf(newer)) !== undefined) await rename(newer, older);
      }
    } finally {
      await unlock();
    }
  }

  /** All that is there, oldest first; a line that is none, as after a power cut, is passed over. @throws the system's error */
  async *entries(): AsyncGenerator<LogEntry> {
    const file = this.#file;
    if (file === undefined) return;
    for (let at = this.#bounds.files - 1; at >= 0; at--) {
      const name = at === 0 ? file : `${file}.${at}`;
      const text = (await sizeOf(name)) === undefined ? "" : await readFile(name, "utf8");
      for (const line of text.split("\n")) {
        const entry = readEntry(line);
        if (entry !== undefined) yield entry;
      }
    }
  }
}

async function sizeOf(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isSystemError(error) && error.code === "ENOENT") return undefined;
    throw error;
  }
}

function readEntry(line: string): LogEntry | undefined {
  try {
    const entry: unknown = JSON.parse(line);
    return typeof entry === "object" && entry !== null && "at" in entry ? (entry as LogEntry) : undefined;
  } catch {
    return undefined;
  }
}
