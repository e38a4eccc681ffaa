import { CONTRACT_VERSION, type Health, type PartHealth } from "@probewarden/contract";
import type { CameraReport } from "../cameras/messages.ts";
import type { RadioHealth } from "../radio/messages.ts";
import type { Board } from "./board.ts";
import { IntervalCounts, mergeCounts } from "./counts.ts";

type CameraHealth = Extract<CameraReport, { type: "health" }>["body"];
type Problem = Health["problems"][number];
type Counts = Readonly<Record<string, number>>;

/** What the supervisor itself adds to a report. Counts are totals since its start. */
export interface OwnHealth {
  version: string;
  intervalSeconds: number;
  outbox: Health["outbox"];
  dropped: Counts;
  parts: PartHealth[];
  /** Nobody can say what the radio does now: what it said last holds no more. */
  isRadioAway: boolean;
  problems: readonly Problem[];
  board: Board;
  /** The collector speaks a contract that has fields for our radios. */
  tellsRadios: boolean;
  /** SHA-256 of the authorities that are trusted; empty without TLS. */
  authorities: readonly string[];
  /** Whether this sensor can be updated, for a collector whose contract has fields for it. */
  updates?: Pick<Health, "updates" | "architecture"> | undefined;
  /** Which list of the venue's own access points it has, for a collector whose contract has a field for it. */
  networkList?: string | undefined;
  /** The command `configure` that is in force. */
  settings?: string | undefined;
}

const MOST_PROBLEMS = 16;
/** The contract's bound; no adapter has as many. */
const MOST_CHANNELS = 128;

/** Merges what the parts say of themselves into the one `health` of the sensor. Its counts are those of the interval. */
export class HealthReport {
  readonly #frames = new IntervalCounts();
  readonly #skipped = new IntervalCounts();
  readonly #noticed = new IntervalCounts();
  readonly #forgotten = new IntervalCounts();
  readonly #radioDropped = new IntervalCounts();
  readonly #cameraDropped = new IntervalCounts();
  readonly #ownDropped = new IntervalCounts();
  #listening = new Map<number, number>();
  #radio: RadioHealth | undefined;
  #cameras: CameraHealth | undefined;

  /** Takes the radio process's report. */
  radio(report: RadioHealth): void {
    this.#radio = report;
    this.#frames.update({ frames: report.frames });
    this.#skipped.update(report.skipped);
    this.#noticed.update(report.noticed);
    this.#forgotten.update(report.forgotten);
    this.#radioDropped.update(report.dropped);
    for (const { channelMhz, seconds } of report.listening) {
      const before = this.#listening.get(channelMhz);
      if (before === undefined && this.#listening.size >= MOST_CHANNELS) continue;
      this.#listening.set(channelMhz, (before ?? 0) + seconds);
    }
  }

  /** Takes the camera process's report. */
  cameras(report: CameraHealth): void {
    this.#cameras = report;
    this.#cameraDropped.update(report.dropped);
  }

  /** Another radio process than before: its totals begin at zero, and what the last one said holds no more. */
  radioRestarted(): void {
    for (const counts of [this.#frames, this.#skipped, this.#noticed, this.#forgotten, this.#radioDropped])
      counts.restart();
    this.#radio = undefined;
  }

  camerasRestarted(): void {
    this.#cameraDropped.restart();
    this.#cameras = undefined;
  }

  /** The report of the interval that ends now. */
  take({
    version,
    intervalSeconds,
    outbox,
    dropped,
    parts,
    isRadioAway,
    problems,
    board,
    authorities,
    networkList,
    settings,
    tellsRadios,
    updates,
  }: OwnHealth): Health {
    this.#ownDropped.update(dropped);
    if (isRadioAway) this.#radio = undefined;
    const listening = [...this.#listening].map(([channelMhz, seconds]) => ({ channelMhz, seconds }));
    this.#listening = new Map();
    const captureMissing = this.#radio?.captureMissing;
    const { adapters, canaries } = this.#radio ?? {};
    const all = [...problems, ...(this.#radio?.problems ?? []), ...(this.#cameras?.problems ?? [])];
    return {
      intervalSeconds,
      version,
      contractVersion: CONTRACT_VERSION,
      captureMethod: this.#radio?.captureMethod ?? "none",
      ...(captureMissing === undefined ? {} : { captureMissing }),
      simulatedLevels: this.#radio?.simulatedLevels ?? false,
      listening,
      ...(adapters === undefined || !tellsRadios ? {} : { adapters }),
      ...(canaries === undefined || !tellsRadios ? {} : { canaries }),
      frames: this.#frames.take()["frames"] ?? 0,
      lastFrameSecondsAgo: this.#radio?.lastFrameSecondsAgo ?? null,
      skipped: mergeCounts(this.#skipped.take()),
      noticed: mergeCounts(this.#noticed.take()),
      dropped: mergeCounts(this.#ownDropped.take(), this.#radioDropped.take(), this.#cameraDropped.take()),
      forgotten: mergeCounts(this.#forgotten.take()),
      outbox,
      parts,
      ...(authorities.length === 0 ? {} : { authorities: [...authorities] }),
      ...(networkList === undefined ? {} : { networkList }),
      ...(settings === undefined ? {} : { settings }),
      ...updates,
      ...board,
      problems: all
        .filter((problem, index) => all.findIndex((other) => isSame(other, problem)) === index)
        .slice(0, MOST_PROBLEMS),
    };
  }
}

/** Two adapters may have the same trouble: each is told. */
const isSame = (one: Problem, other: Problem): boolean =>
  one.code === other.code && one.facts?.["interface"] === other.facts?.["interface"];
