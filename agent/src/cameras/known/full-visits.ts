import { readdir, readFile, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { CameraFinding } from "@probewarden/contract";
import { Value } from "typebox/value";
import { writeWhole } from "../locked-file.ts";
import { isSystemError, makeFolderLike } from "../own-files.ts";

/** What a camera said when it was asked everything. */
export interface FullVisit {
  /** See `fingerprint`. */
  fingerprint: string;
  finding: CameraFinding;
}

/** As many as the list of known cameras has. */
const VISITS = 1_024;
const OCTETS = 64 * 1024;
const NAME = /^camera-[a-z\d]{1,64}$/;

/**
 * The last full visit of each camera, a file each in `cameras/full` below the data folder, so that the next visit can be short. What cannot be
 * written or read costs a full visit more, and nothing else.
 */
export class FullVisits {
  readonly #folder: string | undefined;
  readonly #memory = new Map<string, FullVisit>();

  /** @param dataDir folder of the sensor's data; without one they are kept in memory */
  constructor(dataDir: string | undefined) {
    this.#folder = dataDir === undefined ? undefined : join(dataDir, "cameras", "full");
  }

  async of(cameraId: string): Promise<FullVisit | undefined> {
    if (this.#folder === undefined) return this.#memory.get(cameraId);
    if (!NAME.test(cameraId)) return undefined;
    try {
      const file = join(this.#folder, `${cameraId}.json`);
      if ((await stat(file)).size > OCTETS) return undefined;
      const read = JSON.parse(await readFile(file, "utf8")) as FullVisit;
      return typeof read.fingerprint === "string" && Value.Check(CameraFinding, read.finding) ? read : undefined;
    } catch (error) {
      if (error instanceof SyntaxError || error instanceof TypeError || isSystemError(error)) return undefined;
      throw error;
    }
  }

  async keep(cameraId: string, visit: FullVisit): Promise<void> {
    if (this.#folder === undefined) {
      this.#memory.delete(cameraId);
      this.#memory.set(cameraId, visit);
      const [first] = this.#memory.keys();
      if (this.#memory.size > VISITS && first !== undefined) this.#memory.delete(first);
      return;
    }
    const text = JSON.stringify(visit);
    if (text.length > OCTETS || !NAME.test(cameraId)) return;
    try {
      await makeFolderLike(this.#folder);
      await writeWhole(join(this.#folder, `${cameraId}.json`), text);
    } catch (error) {
      if (!isSystemError(error)) throw error;
    }
  }

  /** Forgets those of cameras that are not known any more. */
  async forgetOthers(known: ReadonlySet<string>): Promise<void> {
    if (this.#folder === undefined) return;
    const folder = this.#folder;
    const names = await readdir(folder).catch(() => []);
    for (const name of names)
      if (!known.has(name.replace(/\.json$/, ""))) await unlink(join(folder, name)).catch(() => undefined);
  }
}
