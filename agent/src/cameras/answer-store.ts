import { mkdir, readdir, stat, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { KeptAnswer } from "./classify/kept-answer.ts";

/** Files kept; a device has about four answers, and an unchanged answer is one file for ever. */
const FILES = 2_048;

/**
 * Answers of cameras on the sensor's disk, after credentials were cut out: what a finding's hashes refer to. One file per content,
 * named by its hash, readable by its owner only; beyond {@link FILES} the oldest go.
 */
export class AnswerStore {
  readonly #folder: string;

  /** @param dataDir folder of the sensor's data */
  constructor(dataDir: string) {
    this.#folder = join(dataDir, "cameras");
  }

  /** Where they are. */
  get folder(): string {
    return this.#folder;
  }

  /** Keeps answers. @returns why they could not be written, by the system's name of it: a finding is told all the same */
  async keep(answers: readonly KeptAnswer[]): Promise<string | undefined> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      for (const { kept, keptSha256 } of answers) {
        if (kept.length > 0) await writeFile(join(this.#folder, `${keptSha256}.txt`), kept, { mode: 0o600 });
      }
      await this.#forgetOldest();
      return undefined;
    } catch (error) {
      if (error instanceof Error && "code" in error) return String(error.code);
      throw error;
    }
  }

  async #forgetOldest(): Promise<void> {
    const names = (await readdir(this.#folder)).filter((name) => name.endsWith(".txt"));
    if (names.length <= FILES) return;
    const files = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#folder, name))).mtimeMs })),
    );
    files.sort((a, b) => a.at - b.at);
    for (const { name } of files.slice(0, files.length - FILES)) await unlink(join(this.#folder, name));
  }
}
