import { CONTRACT_MAJOR, LIMITS, type AnswerReason, type Piece, type Release, type Want } from "@probewarden/contract";
import { PackageFile } from "./package-file.ts";

/** Pieces that are asked for before the first of them has come: the broker holds no more for a sensor that reads slowly. */
export const AHEAD = 2;
/** Milliseconds after which a piece is asked for again. */
const AGAIN_MS = 10_000;
/** Without an octet for so long, or not at the end after so long, it is given up; the line may be away meanwhile. */
const IDLE_MS = 30 * 60_000;
export const LONGEST_MS = 6 * 3_600_000;
/** Pieces that nobody asked for, after which nothing is expected of that collector any more. */
export const MOST_UNFIT = 256;

export interface FetchOptions {
  folder: string;
  release: Release;
  /** Sends a question, where there is a connection. */
  send: (want: Want) => void;
  monotonic: () => number;
  /** Counts a piece that was not taken. */
  drop: (reason: string) => void;
  /** Free octets that would be left for the rest, were the whole here. */
  freeBytes: () => number;
}

/** Fetches one release, piece after piece, over the connection that there is anyway. Nothing is believed but the hash that was signed. */
export class Fetch {
  readonly #options: FetchOptions;
  readonly #file: PackageFile;
  /** What was asked for and has not come, by its offset. */
  readonly #asked = new Map<number, { octets: number; at: number }>();
  /** What came before the piece ahead of it; no more than was asked for. */
  readonly #early = new Map<number, Buffer>();
  readonly #startedAt: number;
  #movedAt: number;
  /** Octets on the disk; undefined before it was looked at. */
  #offset: number | undefined;
  /** Some of it was there before this process: a power cut may have left what was never written. */
  #isResumed = false;
  #unfit = 0;
  #trouble: AnswerReason | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: FetchOptions) {
    this.#options = options;
    this.#file = new PackageFile(options.folder, options.release);
    this.#startedAt = this.#movedAt = options.monotonic();
  }

  /** Goes on; called every second and after each piece. `whole`, or why it is given up; undefined: not at its end. */
  async look(): Promise<"whole" | AnswerReason | undefined> {
    await this.#writing;
    if (this.#trouble !== undefined) return this.#trouble;
    if (this.#offset === undefined) {
      if (await this.#file.isWhole()) return "whole";
      this.#offset = await this.#file.begin();
      this.#isResumed = this.#offset > 0;
      if (this.#options.freeBytes() < this.#options.release.size - this.#offset) return "disk-low";
    }
    if (this.#offset >= this.#options.release.size) {
      if (await this.#file.finish()) return "whole";
      if (!this.#isResumed) return "release-not-as-signed";
      this.#isResumed = false;
      this.#offset = 0;
    }
    const now = this.#options.monotonic();
    const isLate = now - this.#movedAt > IDLE_MS || now - this.#startedAt > LONGEST_MS;
    if (isLate || this.#unfit > MOST_UNFIT) return "not-fetched";
    this.#ask(now, this.#offset);
    return undefined;
  }

  /** The connection is another one: what was asked for on the one before does not come. */
  reconnected(): void {
    for (const asked of this.#asked.values()) asked.at = Number.NEGATIVE_INFINITY;
  }

  /** Takes a piece that was asked for, of the length that was asked for, once. True: there is more to do now. */
  take(piece: Piece): boolean {
    const { release } = this.#options;
    const asked = this.#asked.get(piece.offset);
    if (piece.sha256 !== release.sha256) return this.#drop("piece-of-another-release");
    if (asked === undefined || this.#offset === undefined) return this.#drop("piece-not-asked");
    const data = Buffer.from(piece.data, "base64");
    if (data.length !== asked.octets) return this.#drop("piece-length");
    this.#asked.delete(piece.offset);
    this.#early.set(piece.offset, data);
    this.#movedAt = this.#options.monotonic();
    this.#writing = this.#writing.then(() => this.#write());
    return true;
  }

  async #write(): Promise<void> {
    for (;;) {
      const offset = this.#offset ?? 0;
      const data = this.#early.get(offset);
      if (data === undefined || this.#trouble !== undefined) return;
      this.#early.delete(offset);
      try {
        await this.#file.append(data, offset);
        this.#offset = offset + data.length;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        this.#trouble = code === "ENOSPC" || code === "EDQUOT" ? "disk-low" : "went-wrong";
      }
    }
  }

  #ask(now: number, from: number): void {
    const { release, send } = this.#options;
    let offset = from;
    for (let ahead = 0; ahead < AHEAD && offset < release.size; ahead++) {
      const octets = Math.min(LIMITS.pieceBytes, release.size - offset);
      const asked = this.#asked.get(offset);
      if (!this.#early.has(offset) && (asked === undefined || now - asked.at >= AGAIN_MS)) {
        this.#asked.set(offset, { octets, at: now });
        send({ v: CONTRACT_MAJOR, sha256: release.sha256, offset, octets });
      }
      offset += octets;
    }
  }

  #drop(reason: string): false {
    this.#unfit += 1;
    this.#options.drop(reason);
    return false;
  }
}
