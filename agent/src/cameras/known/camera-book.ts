import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lock, writeWhole } from "../locked-file.ts";
import { isSystemError, makeFolderLike } from "../own-files.ts";
import type { LinkAddressOf } from "./link-address.ts";
import { cameraId, sameDevice, type KnownDevice, type SeenDevice } from "./same-device.ts";

/** A camera that was visited from here. */
export interface KnownCamera extends KnownDevice {
  /** When it was visited last, in milliseconds. */
  seenAt: number;
}

const FILE = "known.json";
/** As many as one sensor may tell the collector of; the one that was not seen for longest makes room. */
const CAMERAS = 1_024;
const FILE_OCTETS = 8 * 1024 * 1024;

/** What a visit says of who was visited. */
export type SeenAtVisit = Omit<SeenDevice, "link">;

/**
 * The cameras that this sensor knows, `cameras/known.json` in its data folder, for the service and the command line together: so that a camera
 * keeps its name when its address changes. A file that cannot be read or written costs that memory and nothing else; it is told.
 */
export class CameraBook {
  readonly #file: string | undefined;
  readonly #now: () => number;
  /** By which hardware address a neighbour is reached. */
  readonly linkAddressOf: LinkAddressOf;
  #memory: KnownCamera[] = [];
  readonly #problems = new Set<"known-not-kept" | "known-unreadable">();

  /** @param dataDir folder of the sensor's data; without one nothing is kept on disk */
  constructor(dataDir: string | undefined, now: () => number, linkAddressOf: LinkAddressOf) {
    this.#file = dataDir === undefined ? undefined : join(dataDir, "cameras", FILE);
    this.#now = now;
    this.linkAddressOf = linkAddressOf;
  }

  /** What went wrong with the file so far. */
  get problems(): ReadonlySet<"known-not-kept" | "known-unreadable"> {
    return this.#problems;
  }

  /** Names of the cameras that are known. */
  async names(): Promise<Set<string>> {
    return new Set((await this.#known()).map((each) => each.cameraId));
  }

  /** The name of a camera that is about to be visited, where it is known. */
  async nameOf(visited: SeenAtVisit, told: ReadonlySet<string>): Promise<string | undefined> {
    const known = (await this.#known()).filter((each) => !told.has(each.cameraId));
    return sameDevice(known, { ...visited, link: this.linkAddressOf(visited.address) })?.cameraId;
  }

  #known(): Promise<KnownCamera[]> {
    return this.#file === undefined ? Promise.resolve(this.#memory) : this.#load(this.#file);
  }

  /**
   * Which camera was visited, and by which hardware address it was reached. It is remembered from now on.
   * @param told names of the cameras that answered elsewhere in this round: who is there is not here as well
   */
  async recognise(visited: SeenAtVisit, told: ReadonlySet<string>): Promise<KnownCamera> {
    const seen: SeenDevice = { ...visited, link: this.linkAddressOf(visited.address) };
    let found: KnownCamera = { ...seen, cameraId: cameraId(seen), seenAt: this.#now() };
    await this.#change((known) => {
      const before = sameDevice(
        known.filter((each) => !told.has(each.cameraId)),
        seen,
      );
      // A hardware address that cannot be seen today was seen before.
      const link = seen.link ?? before?.link;
      const isTaken = told.has(found.cameraId) || known.some((each) => each.cameraId === found.cameraId);
      const another = isTaken
        ? cameraId({ ...seen, reference: `${seen.reference} at ${seen.address}:${seen.port}` })
        : found.cameraId;
      found = { ...found, link, cameraId: before?.cameraId ?? another };
      return [found, ...known.filter((each) => each !== before)].slice(0, CAMERAS);
    });
    return found;
  }

  async #change(change: (known: KnownCamera[]) => KnownCamera[]): Promise<void> {
    const file = this.#file;
    if (file === undefined) return void (this.#memory = change(this.#memory));
    let unlock: (() => Promise<void>) | undefined;
    try {
      await makeFolderLike(dirname(file));
      unlock = await lock(file);
      this.#memory = change(await this.#load(file));
      await writeWhole(file, JSON.stringify(this.#memory));
    } catch (error) {
      if (!isSystemError(error)) throw error;
      this.#problems.add("known-not-kept");
      if (unlock === undefined) this.#memory = change(this.#memory);
    } finally {
      await unlock?.();
    }
  }

  async #load(file: string): Promise<KnownCamera[]> {
    try {
      if ((await stat(file)).size > FILE_OCTETS) throw new SyntaxError("longer than all cameras");
      const read: unknown = JSON.parse(await readFile(file, "utf8"));
      if (!Array.isArray(read)) throw new SyntaxError("no list");
      return read.filter(isKnown).slice(0, CAMERAS);
    } catch (error) {
      if (isSystemError(error) && error.code === "ENOENT") return this.#memory;
      if (!(error instanceof SyntaxError) && !isSystemError(error)) throw error;
      this.#problems.add("known-unreadable");
      return this.#memory;
    }
  }
}

function isKnown(each: unknown): each is KnownCamera {
  if (typeof each !== "object" || each === null) return false;
  const { cameraId: id, address, port, reference, link, seenAt } = each as Record<string, unknown>;
  const areTexts = [id, address, reference].every((text) => typeof text === "string");
  return (
    areTexts &&
    typeof port === "number" &&
    typeof seenAt === "number" &&
    (link === undefined || typeof link === "string")
  );
}
