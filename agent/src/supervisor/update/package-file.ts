import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open, readdir, rename, rm, stat, truncate } from "node:fs/promises";
import { join } from "node:path";
import type { Release } from "@probewarden/contract";
import { makeFolder } from "@probewarden/cli";

/**
 * A release on the sensor's disk while it comes piece by piece: `HASH.part`, and `HASH.deb` when it is whole and has the hash that was signed. What came
 * before a restart counts.
 */
export class PackageFile {
  readonly #folder: string;
  readonly #release: Release;

  constructor(folder: string, release: Release) {
    this.#folder = folder;
    this.#release = release;
  }

  /** Whether it is there as a whole. Root looks at its hash again. */
  async isWhole(): Promise<boolean> {
    return (await sizeOf(this.#path("deb"))) === this.#release.size;
  }

  /** Octets that are there; what is longer than the release is no part of it. */
  async begin(): Promise<number> {
    makeFolder(this.#folder, 0o700);
    const size = (await sizeOf(this.#path("part"))) ?? 0;
    if (size <= this.#release.size) return size;
    await truncate(this.#path("part"), 0);
    return 0;
  }

  /** Writes a piece behind what is there. @throws the system's error */
  async append(data: Uint8Array, offset: number): Promise<void> {
    const file = await open(this.#path("part"), offset === 0 ? "w" : "r+", 0o600);
    try {
      await file.write(data, 0, data.length, offset);
    } finally {
      await file.close();
    }
  }

  /** Whether it has the hash that was signed; then it is whole. Else it is gone. */
  async finish(): Promise<boolean> {
    const part = this.#path("part");
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
    if (hash.digest("hex") !== this.#release.sha256) {
      await rm(part, { force: true });
      return false;
    }
    const file = await open(part, "r+");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, this.#path("deb"));
    return true;
  }

  #path(kind: "part" | "deb"): string {
    return join(this.#folder, `${this.#release.sha256}.${kind}`);
  }
}

/** Removes every package from the folder but these, whole or not: what is stored is bounded. */
export async function keepPackages(folder: string, releases: readonly Release[]): Promise<void> {
  const kept = releases.flatMap(({ sha256 }) => [`${sha256}.deb`, `${sha256}.part`]);
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names)
    if (/\.(deb|part)$/.test(name) && !kept.includes(name))
      await rm(join(folder, name), { force: true, recursive: true });
}

const sizeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
