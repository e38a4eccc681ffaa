import { rmSync, statfsSync } from "node:fs";
import { join } from "node:path";
import {
  Release,
  type Answer,
  type AnswerReason,
  type Health,
  type HealthProblem,
  type Piece,
  type Want,
} from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Compile } from "typebox/compile";
import { ASKED, readOutcome, WELL, type Asked, type Well } from "../../update/handed-over.ts";
import { whyNotInstalled, type Releases } from "../../update/may-install.ts";
import { readReleaseKey } from "../../update/release-key.ts";
import type { UpdatePlaces } from "../../update/places.ts";
import { KeptState } from "../kept-state.ts";
import { writeWholeFile } from "../whole-file.ts";
import { Fetch } from "./fetch.ts";
import { keepPackages, PackageFile } from "./package-file.ts";

const FILE = "update.json";
const LOOK_MS = 1_000;
/** Root takes what lies ready within a moment, where its units are switched on; copies on a slow card take longer. */
const TAKEN_MS = 10 * 60_000;
/** A version is watched for an hour at most, and waits for another program that installs something. */
const OVER_MS = 2 * 3_600_000;
/** Starts of this process during one update; what takes more is no update. */
export const MOST_RUNS = 20;
/** What is left for what the sensor finds, and for what a package unpacks. */
const SPARE_BYTES = 256 * 1_024 * 1_024;

const InHand = Type.Object(
  {
    id: Type.String({ maxLength: 48 }),
    release: Release,
    back: Release,
    step: Type.Enum(["fetching", "handed-over"]),
    /** Starts of this process since the command came. */
    runs: Type.Integer(),
  },
  { additionalProperties: false },
);
type InHand = Static<typeof InHand>;
const Kept = Type.Object({ inHand: Type.Optional(InHand) }, { additionalProperties: false });
type Kept = Static<typeof Kept>;
const kept = Compile(Kept);

/** What an update came to. */
type Outcome = Omit<Answer, "commandId" | "name">;

export interface UpdatesOptions {
  /** Folder of the sensor's data. */
  folder: string;
  places: UpdatePlaces;
  /** What this process is, and what its machine is by Debian's name. */
  version: string;
  architecture: Release["architecture"] | undefined;
  run: string;
  /** The program was installed as a package, and systemd runs it. */
  isPackage: boolean;
  monotonic: () => number;
  answer: (answer: Answer) => void;
  /** Sends a question for a piece, where there is a connection. */
  send: (want: Want) => void;
  /** From now on pieces are read, or are not. */
  listen: (wanted: boolean) => void;
}

/** Fetches what the collector orders and the publisher has signed, hands it to root, and tells what came of it, over the restart that lies in between. */
export class Updates {
  /** Pieces that were not taken, by reason; they stand in `health`. */
  readonly dropped: Record<string, number> = {};
  readonly #options: UpdatesOptions;
  readonly #kept: KeptState<Kept>;
  #fetch: Fetch | undefined;
  #fetches: Release | undefined;
  #since = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** Something has changed since the latest look began. */
  #isDue = false;
  #isStopping = false;
  #acknowledged = false;
  #hears = false;
  #told = "";

  constructor(options: UpdatesOptions) {
    this.#options = options;
    this.#kept = new KeptState({
      folder: options.folder,
      file: FILE,
      mostBytes: 8 * 1_024,
      first: {},
      check: (json): json is Kept => kept.Check(json),
      words: (cause) => `the update that is under way is not on the sensor's disk (${cause})`,
    });
  }

  get problem(): HealthProblem | undefined {
    return this.#kept.problem;
  }

  /** The command that is being carried out. */
  get id(): string | undefined {
    return this.#kept.now.inHand?.id;
  }

  /** Whether this sensor can be updated from afar, or what is missing. */
  get readiness(): NonNullable<Health["updates"]> {
    const { isPackage, architecture, places } = this.#options;
    if (!isPackage || architecture === undefined) return "not-a-package";
    return readReleaseKey(places) === undefined ? "no-release-key" : "ready";
  }

  /** What `health` tells of it. */
  told(): Pick<Health, "updates" | "architecture"> {
    const { architecture } = this.#options;
    return { updates: this.readiness, ...(architecture === undefined ? {} : { architecture }) };
  }

  /** Goes on with what was under way. */
  load(): void {
    this.#kept.load();
    const { inHand } = this.#kept.now;
    if (inHand === undefined) return;
    this.#kept.write({ inHand: { ...inHand, runs: inHand.runs + 1 } });
    this.#begin();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#isDue = false;
    this.#isStopping = true;
    await this.#looking;
  }

  /** Begins an update; whatever it comes to is answered later. Otherwise why not. */
  take(id: string, { release, back }: Releases): AnswerReason | undefined {
    const { version, architecture, places, isPackage } = this.#options;
    if (this.id !== undefined) return "busy";
    if (!isPackage) return "not-a-package";
    const why = whyNotInstalled({ release, back }, { key: readReleaseKey(places), architecture, version });
    if (why !== undefined) return why;
    if (this.#freeBytes() < release.size + back.size) return "disk-low";
    if (!this.#kept.write({ inHand: { id, release, back, step: "fetching", runs: 1 } })) return "not-remembered";
    this.#begin();
    return undefined;
  }

  onPiece(piece: Piece): void {
    if (this.#fetch === undefined) this.#drop("piece-not-asked");
    else if (this.#fetch.take(piece)) this.#look();
  }

  onConnect(): void {
    if (this.#kept.now.inHand?.step !== "fetching") return;
    this.#options.listen(true);
    this.#fetch?.reconnected();
    this.#look();
  }

  /** The collector has acknowledged something. */
  acknowledged(): void {
    this.#acknowledged = true;
    this.#tellWell();
  }

  /** Whether the radio hears now. */
  hears(hears: boolean): void {
    this.#hears = hears;
    this.#tellWell();
  }

  #begin(): void {
    this.#since = this.#options.monotonic();
    this.#timer = setInterval(() => this.#look(), LOOK_MS);
    if (this.#kept.now.inHand?.step === "fetching") this.#options.listen(true);
    else this.#tellWell();
  }

  #look(): void {
    this.#isDue = true;
    this.#looking ??= this.#lookWhileDue();
  }

  async #lookWhileDue(): Promise<void> {
    while (this.#isDue) {
      this.#isDue = false;
      await this.#goOn().catch(() => this.#end({ outcome: "failed", reason: "went-wrong" }));
    }
    this.#looking = undefined;
  }

  async #goOn(): Promise<void> {
    const { inHand } = this.#kept.now;
    if (inHand === undefined) return;
    if (inHand.step === "handed-over") return this.#hearRoot(inHand);
    if (inHand.runs > MOST_RUNS) return this.#end({ outcome: "failed", reason: "not-fetched" });
    const { places } = this.#options;
    if (this.#fetch === undefined) await keepPackages(places.asks, [inHand.release, inHand.back]);
    for (const release of [inHand.back, inHand.release]) {
      if (await new PackageFile(places.asks, release).isWhole()) continue;
      const end = await this.#fetchOf(release).look();
      if (end === undefined) return undefined;
      if (end !== "whole") return this.#end({ outcome: "failed", reason: end });
    }
    return this.#handOver(inHand);
  }

  #fetchOf(release: Release): Fetch {
    if (this.#fetch === undefined || this.#fetches !== release) {
      const { places, send, monotonic } = this.#options;
      this.#fetches = release;
      this.#fetch = new Fetch({
        folder: places.asks,
        release,
        send,
        monotonic,
        drop: (reason) => this.#drop(reason),
        freeBytes: () => this.#freeBytes(),
      });
    }
    return this.#fetch;
  }

  async #handOver(inHand: InHand): Promise<void> {
    const { places, listen, monotonic } = this.#options;
    this.#fetch = undefined;
    listen(false);
    const { id, release, back } = inHand;
    // First that it is asked: root may take it, and end this process, within a moment.
    if (!this.#kept.write({ inHand: { ...inHand, step: "handed-over" } }))
      return this.#end({ outcome: "failed", reason: "not-remembered" });
    this.#since = monotonic();
    const asked: Asked = { id, release, back, heard: this.#hears };
    writeWholeFile(places.asks, ASKED, JSON.stringify(asked));
  }

  async #hearRoot(inHand: InHand): Promise<void> {
    const { places, monotonic, version } = this.#options;
    const said = readOutcome(places.store);
    const waited = monotonic() - this.#since;
    const about = said?.id === inHand.id ? said : undefined;
    if (about === undefined || about.state === "taken") {
      this.#tellWell();
      if (waited > (about === undefined ? TAKEN_MS : OVER_MS))
        await this.#end({ outcome: "failed", reason: "updater-silent" });
      return;
    }
    if (about.state === "done") return this.#end({ outcome: "done", facts: { version } }, [inHand.release]);
    const facts = { version: inHand.release.version, ...(about.cause === undefined ? {} : { cause: about.cause }) };
    // What root would not have is fetched anew the next time.
    const keeps = about.reason === "release-not-as-signed" ? [] : [inHand.back];
    return this.#end({ outcome: "failed", reason: about.reason ?? "went-wrong", facts }, keeps);
  }

  /** Root hears that this version is well, by the word that it gave to it. */
  #tellWell(): void {
    const { places, version, run } = this.#options;
    const { inHand } = this.#kept.now;
    if (inHand?.step !== "handed-over") return;
    const said = readOutcome(places.store);
    if (said?.id !== inHand.id || said.token === undefined) return;
    const well: Well = { token: said.token, version, run, acknowledged: this.#acknowledged, hears: this.#hears };
    const text = JSON.stringify(well);
    if (text === this.#told) return;
    try {
      writeWholeFile(places.asks, WELL, text);
      this.#told = text;
    } catch {
      // A disk that takes nothing: root hears nothing, and goes back.
    }
  }

  /** `keeps`: packages that stay on the disk; that of the version that runs spares the next update half of its way. */
  async #end(outcome: Outcome, keeps?: readonly Release[]): Promise<void> {
    const { places, listen, answer } = this.#options;
    const { inHand } = this.#kept.now;
    // The next start goes on, and answers.
    if (inHand === undefined || this.#isStopping) return;
    clearInterval(this.#timer);
    this.#fetch = undefined;
    listen(false);
    for (const name of [ASKED, WELL]) rmSync(join(places.asks, name), { force: true });
    // Before another update can begin, whose packages these may be.
    await keepPackages(places.asks, keeps ?? [inHand.back]).catch(() => undefined);
    if (this.#isStopping) return;
    answer({ commandId: inHand.id, name: "update", ...outcome });
    if (!this.#kept.write({})) this.#kept.hold({});
  }

  #freeBytes(): number {
    const { bavail, bsize } = statfsSync(this.#options.folder);
    return bavail * bsize - SPARE_BYTES;
  }

  #drop(reason: string): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
  }
}
