import { statfs } from "node:fs/promises";

/** How long a look at the disk holds, in milliseconds. */
const LOOK_AGAIN_MS = 1000;

/** Free octets for an unprivileged user where a folder lives. */
export async function freeBytesOf(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Whether there is room to store, looked up at most once a second. A disk that cannot be looked at counts as having room. */
export class DiskSpace {
  readonly #minimumFreeBytes: number;
  readonly #freeBytes: () => Promise<number>;
  readonly #now: () => number;
  #lookedAt = -Infinity;
  #full = false;

  constructor(minimumFreeBytes: number, freeBytes: () => Promise<number>, now: () => number) {
    this.#minimumFreeBytes = minimumFreeBytes;
    this.#freeBytes = freeBytes;
    this.#now = now;
  }

  async isFull(): Promise<boolean> {
    if (this.#now() - this.#lookedAt < LOOK_AGAIN_MS) return this.#full;
    this.#lookedAt = this.#now();
    const free = await this.#freeBytes().catch(() => Infinity);
    this.#full = free < this.#minimumFreeBytes;
    return this.#full;
  }
}
