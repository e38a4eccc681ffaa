import { monitorEventLoopDelay, type IntervalHistogram } from "node:perf_hooks";
import type { Collector, CollectorProblem } from "@probewarden/contract";
import type { IngestCounters } from "../intake/intake.ts";
import { notedTick, noteMade, OpenFile } from "../store/made-file.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { readSetting, writeSetting } from "../store/state/settings.ts";
import { ClockWatch } from "./clock-watch.ts";
import { diskProblem } from "./disk-problem.ts";
import { isRefusing, problem } from "./problem.ts";
import { readCollectors } from "./read-collectors.ts";
import { keysDiffer } from "./signing-keys.ts";
import { storeProblem } from "./store-problem.ts";

/** How often the collector looks at itself. */
const LOOK_MS = 5_000;
/** How often the loop's delay is sampled. What Node tells is the time between two samples, so that of an idle loop is this. */
const LOOP_MS = 20;
/** From what on it is told: a batch takes tens of milliseconds, a durable write a few. */
const SLOW = { writeMs: 2_000, loopMs: 1_000, lagMs: 15_000 };
/** Looks in a row that must find it slow: a single one proves nothing. */
const LOOKS = 2;
/** How long a state that went back is told, in milliseconds. */
const WENT_BACK_TOLD_MS = 24 * 3_600_000;
/** A look at a store or disk that takes longer than this is told as one that did not come back. */
const OVERDUE_MS = 10_000;
const SETTING = { tick: "state.tick", wentBack: "state.went-back" } as const;

export interface CollectorWatchParts {
  name: string;
  version: string;
  dataDir: string;
  state: StateStore;
  /** The file of the state; absent: a server keeps it. */
  stateFile?: string;
  places: Readonly<Record<"state" | "series", string>>;
  /** Epoch milliseconds, and milliseconds of a clock that nobody sets. */
  now: () => number;
  steady: () => number;
  /** A small durable write to the data folder: how many milliseconds it took. */
  canary: (folder: string) => Promise<number>;
  freeBytes: (folder: string) => Promise<number>;
  /** Least free octets with which new data is taken. */
  minimumFreeBytes: number;
  intake: {
    problems: () => { refusing: boolean; faults: CollectorProblem[] };
    counters: () => Readonly<IngestCounters>;
    waiting: () => { messages: number; bytes: number; oldestAt: number | undefined };
    mended: () => void;
  };
  seriesTrouble: () => Promise<Error | undefined>;
  notices: () => Promise<Collector["notices"]>;
  /** Suspects without an alert, because too many came at once. */
  heldBack: () => number;
  /** Whether it does what one collector does for all; absent: it is alone, and does. */
  leads?: () => boolean;
  /** Why this collector is cut off from the others of its database; absent: it is alone. */
  apart?: () => CollectorProblem | undefined;
  /** Fingerprint of the key with which it signs packages; undefined while there is none. */
  packageKey?: () => string | undefined;
  /** What is wrong with the identity provider, where one is configured. */
  provider?: () => CollectorProblem | undefined;
  /** Called when only a new start can help: another file stands in the place of the state. */
  replaced: () => void;
  log: { warn: (fields: object, text: string) => void; info: (fields: object, text: string) => void };
}

type Source = "disk" | "file" | "state" | "series" | "clock" | "loop" | "notices" | "others" | "keys" | "went-back";

/** How this collector is: looked at every few seconds, kept as a row like a sensor's, and said on every screen. */
export class CollectorWatch {
  readonly #parts: CollectorWatchParts;
  readonly #startedAt: number;
  readonly #found = new Map<Source, CollectorProblem>();
  readonly #delay: IntervalHistogram = monitorEventLoopDelay({ resolution: LOOP_MS });
  readonly #slowLooks = new Map<string, number>();
  readonly #file: OpenFile | undefined;
  /** Where this collector writes down what time it is; each has a clock of its own. */
  readonly #lastSeen: string;
  #clock: ClockWatch;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #lookingSince: number | undefined;
  #tick = 0;
  #row: Collector;

  constructor(parts: CollectorWatchParts) {
    this.#parts = parts;
    this.#startedAt = parts.now();
    this.#file = parts.stateFile === undefined ? undefined : new OpenFile(parts.stateFile);
    this.#lastSeen = `clock.last-seen.${parts.name}`;
    this.#clock = new ClockWatch(parts.now, parts.steady);
    this.#row = this.#emptyRow();
  }

  /** Holds the state against what was written down of it, looks once, and goes on looking. */
  async start(): Promise<void> {
    this.#delay.enable();
    await this.#recall();
    await this.look();
    this.#timer = setInterval(() => {
      this.#looking ??= this.look().finally(() => {
        this.#looking = undefined;
      });
    }, LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#delay.disable();
    await this.#looking;
  }

  /** Why what is written now would be lost; undefined when it would not. */
  lost(): CollectorProblem | undefined {
    const fate = this.#file?.fate() ?? "there";
    if (fate === "there") return undefined;
    const file = this.#parts.stateFile ?? "";
    if (fate === "replaced") this.#parts.replaced();
    return fate === "folder-gone"
      ? problem("data-folder-gone", { folder: this.#parts.dataDir })
      : problem("state-file-gone", { file });
  }

  /** Whether what is old may be deleted: not while the clock cannot be believed. */
  mayForget(): boolean {
    return this.#clock.look() === undefined;
  }

  /** What a person should mend, what keeps data from being taken first. */
  faults(): CollectorProblem[] {
    const lost = this.lost();
    const { steady, dataDir, heldBack, intake } = this.#parts;
    const apart = this.#parts.apart?.();
    const provider = this.#parts.provider?.();
    const stuckMs = this.#lookingSince === undefined ? 0 : steady() - this.#lookingSince;
    const all = [
      ...(lost === undefined ? [] : [lost]),
      ...(stuckMs > OVERDUE_MS ? [problem("disk-slow", { folder: dataDir, seconds: Math.round(stuckMs / 1000) })] : []),
      ...intake.problems().faults,
      ...this.#found.values(),
      // Where PostgreSQL itself is away, that says it all.
      ...(apart === undefined || this.#found.has("state") ? [] : [apart]),
      ...(provider === undefined ? [] : [provider]),
      ...(heldBack() === 0 ? [] : [problem("alerts-held-back", { suspects: heldBack() })]),
    ];
    const byCode = new Map(all.toReversed().map((one) => [one.code, one]));
    const told = [...byCode.values()].toReversed();
    return told.toSorted((a, b) => Number(isRefusing(b)) - Number(isRefusing(a))).slice(0, 16);
  }

  isRefusing(): boolean {
    return this.#parts.intake.problems().refusing || this.faults().some(isRefusing);
  }

  /** This collector's row, as it is now. */
  row(): Collector {
    const faults = this.faults();
    return { ...this.#row, state: this.isRefusing() ? "refusing-data" : "ready", faults };
  }

  /** One look at everything; what it finds stays until the next one. */
  async look(): Promise<void> {
    this.#lookingSince = this.#parts.steady();
    try {
      await this.#lookAtDisk();
      await this.#lookAtState();
      await this.#lookAtSeries();
      this.#lookAtSelf();
      await this.#report();
    } finally {
      this.#lookingSince = undefined;
    }
  }

  async #lookAtDisk(): Promise<void> {
    const { dataDir, canary, freeBytes, minimumFreeBytes, steady } = this.#parts;
    const free = await freeBytes(dataDir).catch(() => undefined);
    const began = steady();
    try {
      const writeMs = await canary(dataDir);
      this.#row.disk = {
        ...(free === undefined ? {} : { freeBytes: free }),
        writeMilliseconds: round(Math.max(writeMs, steady() - began)),
      };
      const isSlow = this.#isSlow("disk", this.#row.disk.writeMilliseconds ?? 0, SLOW.writeMs);
      const nearlyFull = free !== undefined && free < minimumFreeBytes;
      this.#tell(
        "disk",
        nearlyFull
          ? problem("disk-nearly-full", { folder: dataDir })
          : isSlow
            ? problem("disk-slow", { folder: dataDir, seconds: seconds(this.#row.disk.writeMilliseconds ?? 0) })
            : undefined,
      );
    } catch (error) {
      this.#row.disk = free === undefined ? {} : { freeBytes: free };
      this.#tell("disk", diskProblem(error, dataDir));
    }
  }

  async #lookAtState(): Promise<void> {
    const { state, places, steady, stateFile, intake, now } = this.#parts;
    const began = steady();
    this.#row.stateStore = { kind: state.dialect };
    if (this.lost() !== undefined) {
      this.#found.delete("state");
      return;
    }
    try {
      this.#tick += 1;
      await state.transaction(async (trx) => {
        if (stateFile !== undefined) await writeSetting(trx, SETTING.tick, String(this.#tick));
        if (this.#clock.look() === undefined) await writeSetting(trx, this.#lastSeen, String(now()));
      });
      if (stateFile !== undefined) noteMade(stateFile, this.#tick);
      this.#row.stateStore = { kind: state.dialect, answerMilliseconds: round(steady() - began) };
      this.#tell("state", undefined);
      if (!this.#found.has("disk")) intake.mended();
    } catch (error) {
      this.#tell("state", storeProblem(error, { store: "state", place: places.state }));
    }
  }

  async #lookAtSeries(): Promise<void> {
    const { seriesTrouble, places } = this.#parts;
    const failure = await seriesTrouble().catch((error: unknown) => error);
    const kind = this.#row.seriesStore.kind;
    this.#row.seriesStore = { kind, isWell: failure === undefined };
    this.#tell(
      "series",
      failure === undefined ? undefined : storeProblem(failure, { store: "series", place: places.series }),
    );
  }

  #lookAtSelf(): void {
    const { intake, now } = this.#parts;
    const waiting = intake.waiting();
    const lagMilliseconds = waiting.oldestAt === undefined ? 0 : Math.max(0, now() - waiting.oldestAt);
    this.#row.queue = { messages: waiting.messages, bytes: waiting.bytes, lagMilliseconds };
    const jump = this.#clock.look();
    this.#tell("clock", jump === undefined ? undefined : problem("clock-jumped", { seconds: jump }));
    const loopMs = this.#delay.percentile(99) / 1e6 - LOOP_MS;
    this.#delay.reset();
    this.#row.loopDelayMilliseconds = round(Number.isFinite(loopMs) ? loopMs : 0);
    this.#row.memoryBytes = process.memoryUsage.rss();
    const isBehind = this.#isSlow("lag", lagMilliseconds, SLOW.lagMs);
    const isLate = this.#isSlow("loop", this.#row.loopDelayMilliseconds, SLOW.loopMs);
    this.#tell(
      "loop",
      isBehind
        ? problem("ingest-behind", { seconds: seconds(lagMilliseconds) })
        : isLate
          ? problem("loop-slow", { seconds: seconds(this.#row.loopDelayMilliseconds) })
          : undefined,
    );
  }

  /** Keeps this collector's row where every collector reads it. */
  async #report(): Promise<void> {
    const { state, intake, notices, name, now } = this.#parts;
    const { received, stored, duplicates, refused, deadLetters } = intake.counters();
    this.#row.reportedAt = new Date(now()).toISOString();
    this.#row.counted = { received, stored, duplicates, refused, deadLetters };
    this.#row.leads = this.#parts.leads?.() ?? true;
    const packageKey = this.#parts.packageKey?.();
    if (packageKey !== undefined) this.#row.packageKey = packageKey;
    this.#row.hearsBroker = !intake.problems().faults.some(({ code }) => code === "broker-away");
    if (this.#found.has("state") || this.lost() !== undefined) return;
    try {
      this.#row.notices = await notices();
      this.#tell(
        "notices",
        this.#row.notices.failing ? problem("notices-fail", { notices: this.#row.notices.waiting }) : undefined,
      );
      const row = { at: now(), body: JSON.stringify(this.row()) };
      await state.db
        .insertInto("collectors")
        .values({ name, ...row })
        .onConflict((conflict) => conflict.column("name").doUpdateSet(row))
        .execute();
      if (packageKey !== undefined) this.#tell("keys", keysDiffer(await readCollectors(state, now()), this.#row));
    } catch (error) {
      this.#tell("state", storeProblem(error, { store: "state", place: this.#parts.places.state }));
    }
  }

  /** What was written down before this start: how far the state had come, and what time it was. */
  async #recall(): Promise<void> {
    const { state, stateFile, now, steady } = this.#parts;
    const lastSeen = Number((await readSetting(state.db, this.#lastSeen)) ?? Number.NaN);
    if (Number.isFinite(lastSeen)) this.#clock = new ClockWatch(now, steady, lastSeen);
    const kept = Number((await readSetting(state.db, SETTING.tick)) ?? 0);
    const noted = stateFile === undefined ? undefined : notedTick(stateFile);
    this.#tick = Math.max(kept, noted ?? 0);
    if (noted !== undefined && noted > kept) {
      const missing = Math.round(((noted - kept) * LOOK_MS) / 1000);
      await writeSetting(state.db, SETTING.wentBack, JSON.stringify({ at: now(), seconds: missing }));
    }
    const wentBack = await readSetting(state.db, SETTING.wentBack);
    if (wentBack === undefined) return;
    const told = JSON.parse(wentBack) as { at: number; seconds: number };
    if (now() - told.at < WENT_BACK_TOLD_MS)
      this.#tell("went-back", problem("state-went-back", { file: stateFile ?? "", seconds: told.seconds }));
  }

  /** Keeps what was found; a line of the log when it changed, and none while it stays. */
  #tell(source: Source, found: CollectorProblem | undefined): void {
    const before = this.#found.get(source);
    if (found === undefined) this.#found.delete(source);
    else this.#found.set(source, found);
    if (before?.code === found?.code) return;
    if (found !== undefined) this.#parts.log.warn({ code: found.code, ...found.facts }, found.text);
    else if (before !== undefined) this.#parts.log.info({ code: before.code }, "this is mended");
  }

  #isSlow(what: string, measured: number, limit: number): boolean {
    const looks = measured > limit ? (this.#slowLooks.get(what) ?? 0) + 1 : 0;
    this.#slowLooks.set(what, looks);
    return looks >= LOOKS;
  }

  #emptyRow(): Collector {
    const { name, version, state, places, now } = this.#parts;
    return {
      name,
      state: "ready",
      version,
      startedAt: new Date(this.#startedAt).toISOString(),
      reportedAt: new Date(now()).toISOString(),
      queue: { messages: 0, bytes: 0, lagMilliseconds: 0 },
      disk: {},
      stateStore: { kind: state.dialect },
      seriesStore: { kind: places.series.startsWith("influx") ? "influx" : "sqlite", isWell: true },
      hearsBroker: false,
      loopDelayMilliseconds: 0,
      memoryBytes: 0,
      notices: { waiting: 0, failing: false },
      counted: { received: 0, stored: 0, duplicates: 0, refused: 0, deadLetters: 0 },
      faults: [],
    };
  }
}

const round = (ms: number): number => Math.round(Math.max(0, ms) * 10) / 10;
const seconds = (ms: number): number => Math.round(ms / 1000);
