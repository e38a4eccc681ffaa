import { createHash, randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  cpSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  rmSync,
  statfsSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { RELEASE_PACKAGE, type AnswerReason, type Release } from "@probewarden/contract";
import { Check } from "typebox/value";
import type { Debian } from "./debian.ts";
import { writeDurably } from "./durable.ts";
import { Asked, ASKED, MOST_ASKED_BYTES, OUTCOME, readOutcome, type Outcome } from "./handed-over.ts";
import { keepUpdate, readUpdate } from "./kept-update.ts";
import { whyNotInstalled } from "./may-install.ts";
import { OthersFolder } from "./others-folder.ts";
import type { UpdatePlaces } from "./places.ts";
import { readReleaseKey } from "./release-key.ts";
import { layWatchUnit, PROGRAM, WATCH_UNIT } from "./watch-unit.ts";

/** What must remain free beside the copies, for what a package unpacks and for what the sensor finds meanwhile. */
const SPARE_BYTES = 128 * 1_024 * 1_024;
const CHUNK = 1_024 * 1_024;

export interface UpdateParts {
  places: UpdatePlaces;
  debian: Debian;
  /** Program and flags with which Node runs this. */
  node: readonly string[];
  /** Seconds that a new version has to be well. */
  seconds: number;
  /** Called between two effects; tests cut the power there. */
  between: () => void;
}

/** Names of root's copies. */
export const RELEASE_DEB = "release.deb";
export const BACK_DEB = "back.deb";

/** What was asked cannot be done. */
class Refusal extends Error {
  readonly reason: AnswerReason;

  constructor(reason: AnswerReason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * For root: takes what the supervisor asks, believes none of it, and makes everything ready that installs, watches and goes back without the new version's
 * help. It ends by starting that; whatever it was, nothing is asked any more.
 */
export function prepareUpdate(parts: UpdateParts): void {
  const { places, debian, between } = parts;
  const folder = new OthersFolder(places.asks);
  try {
    const asked = folder.readJson(ASKED, MOST_ASKED_BYTES);
    if (Check(Asked, asked) && begin(parts, folder, asked)) {
      layWatchUnit(places, parts.node, debian);
      between();
      debian.systemctl("start", "--no-block", WATCH_UNIT);
      between();
    }
    // Last: where the power goes before, it is asked again, and what is done already is not done twice.
    folder.remove(ASKED);
  } finally {
    folder.close();
  }
}

/** Whether there is something to install now. */
function begin(parts: UpdateParts, folder: OthersFolder, asked: Asked): boolean {
  const { store } = parts.places;
  const { id } = asked;
  const underWay = readUpdate(store);
  if (underWay !== undefined && underWay.step !== "over") {
    // Another one while one is under way is not answered: what came of the one is what this place is for.
    if (underWay.id !== id) return false;
    if (readOutcome(store)?.id !== id) tellOutcome(store, { id, state: "taken", token: underWay.token });
    return true;
  }
  if (readOutcome(store)?.id === id) return false;
  try {
    takeOver(parts, folder, asked);
    return true;
  } catch (error) {
    const reason = error instanceof Refusal ? error.reason : reasonOf(error);
    if (reason === undefined) throw error;
    for (const name of [RELEASE_DEB, BACK_DEB, PROGRAM]) rmSync(join(store, name), { recursive: true, force: true });
    tellOutcome(store, { id, state: "failed", reason });
    return false;
  }
}

/** Checks, copies and checks again, until all lies ready on the disk. */
function takeOver(parts: UpdateParts, folder: OthersFolder, { id, release, back, heard }: Asked): void {
  const { places, debian, between } = parts;
  const { store } = places;
  const why = whyNotInstalled(
    { release, back },
    { key: readReleaseKey(places), architecture: debian.architecture(), version: debian.installed() },
  );
  if (why !== undefined) throw new Refusal(why);
  for (const name of readdirSync(store)) rmSync(join(store, name), { recursive: true, force: true });
  const { bavail, bsize } = statfsSync(store);
  if (bavail * bsize < release.size + back.size + octetsBelow(places.program) + SPARE_BYTES)
    throw new Refusal("disk-low");
  between();
  for (const [name, wanted] of [
    [RELEASE_DEB, release],
    [BACK_DEB, back],
  ] as const) {
    copyRelease(folder, wanted, join(store, name));
    checkFields(debian, join(store, name), wanted);
    between();
  }
  cpSync(places.program, join(store, PROGRAM), { recursive: true, verbatimSymlinks: true });
  between();
  debian.sync();
  const token = randomBytes(16).toString("hex");
  const seconds = parts.seconds;
  keepUpdate(store, { id, token, release, back, heard, seconds, step: "installing", starts: 0 });
  between();
  tellOutcome(store, { id, state: "taken", token });
  between();
}

/** Copies what was fetched to where nobody else can change it, and looks at the copy: a file in the supervisor's folder may be another one a moment later. */
function copyRelease(folder: OthersFolder, { sha256, size }: Release, to: string): void {
  let source: ReturnType<OthersFolder["open"]>;
  try {
    source = folder.open(`${sha256}.deb`, size);
  } catch {
    throw new Refusal("release-not-as-signed");
  }
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  let target: number | undefined;
  try {
    target = openSync(to, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600);
    const hash = createHash("sha256");
    const chunk = Buffer.alloc(CHUNK);
    let octets = 0;
    // One octet more than was signed is read at most, whatever grows meanwhile.
    while (octets <= size) {
      const read = readSync(source.descriptor, chunk, 0, Math.min(CHUNK, size + 1 - octets), null);
      if (read === 0) break;
      hash.update(chunk.subarray(0, read));
      writeSync(target, chunk, 0, read);
      octets += read;
    }
    if (octets !== size || hash.digest("hex") !== sha256) throw new Refusal("release-not-as-signed");
    fsyncSync(target);
  } finally {
    closeSync(source.descriptor);
    if (target !== undefined) closeSync(target);
  }
}

/** What was signed and what the package says of itself are one; only now is it looked into. */
function checkFields(debian: Debian, file: string, { version, architecture }: Release): void {
  const found = debian.fields(file);
  const isIt = found?.name === RELEASE_PACKAGE && found.version === version && found.architecture === architecture;
  if (!isIt) throw new Refusal("release-not-as-signed");
}

/** Says what came of it, to all who may read it. */
export const tellOutcome = (store: string, outcome: Outcome): void =>
  writeDurably(join(store, OUTCOME), JSON.stringify(outcome), 0o644);

/** Undefined: not the system's word, but a fault of ours, which the journal shows. */
function reasonOf(error: unknown): AnswerReason | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return undefined;
  return code === "ENOSPC" || code === "EDQUOT" ? "disk-low" : "went-wrong";
}

const octetsBelow = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) => sum + lstatSync(join(entry.parentPath, entry.name)).size,
    0,
  );
