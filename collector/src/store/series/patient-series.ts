import { StoreFileError } from "../../health/store-problem.ts";
import { OpenFile } from "../made-file.ts";
import { SeriesStoreError } from "./series-error.ts";
import type { SeriesBatch, SeriesReads, SeriesStore } from "./series-store.ts";

/** Milliseconds before a store that could not be opened is tried again. */
const AGAIN_MS = 5_000;

export interface PatientSeriesParts {
  make: () => SeriesStore;
  /** The file that it keeps; absent: a server keeps it. */
  file?: string;
  /** Looks at the file before it is opened. @throws StoreFileError */
  check?: (file: string) => Promise<void>;
  now: () => number;
}

/**
 * A series store that need not be there: levels and counts are refused while it is away, damaged or lost, which keeps neither findings nor
 * people waiting, and it is opened again when the cause is gone.
 */
export class PatientSeries implements SeriesStore {
  readonly #parts: PatientSeriesParts;
  #store: SeriesStore | undefined;
  #open: OpenFile | undefined;
  #failure: SeriesStoreError = new SeriesStoreError("unavailable", "the series store is not open yet");
  #triedAt = -Infinity;
  #trying: Promise<void> | undefined;

  constructor(parts: PatientSeriesParts) {
    this.#parts = parts;
  }

  /** Tries once. Only an address that can never be one is thrown. */
  async start(): Promise<void> {
    await this.#try();
    if (this.#failure.kind === "permanent" && this.#store === undefined) throw this.#failure;
  }

  async stop(): Promise<void> {
    await this.#trying;
    await this.#store?.stop();
    this.#store = undefined;
  }

  /** Why it takes nothing now; undefined when it does. Tries again when it is time. */
  async trouble(): Promise<SeriesStoreError | undefined> {
    try {
      await this.#opened();
      return undefined;
    } catch (error) {
      return error instanceof SeriesStoreError ? error : undefined;
    }
  }

  async write(batch: SeriesBatch): Promise<void> {
    if (batch.signal.length + batch.census.length === 0) return;
    await (await this.#opened()).write(batch);
    // A file that was deleted takes writes and loses them.
    this.#refuseLost();
  }

  levels = this.#passing("levels");
  latestLevels = this.#passing("latestLevels");
  heardMinutes = this.#passing("heardMinutes");
  listenedMinutes = this.#passing("listenedMinutes");
  residents = this.#passing("residents");
  listened = this.#passing("listened");
  channels = this.#passing("channels");
  firstHours = this.#passing("firstHours");
  probing = this.#passing("probing");
  presence = this.#passing("presence");
  erase = this.#passing("erase");
  forgetVenue = this.#passing("forgetVenue");
  retain = this.#passing("retain");

  #passing<Name extends keyof SeriesReads | "erase" | "forgetVenue" | "retain">(name: Name): SeriesStore[Name] {
    const pass = async (...parameters: unknown[]): Promise<unknown> => {
      const store = await this.#opened();
      const call = store[name].bind(store) as (...parameters: unknown[]) => Promise<unknown>;
      return call(...parameters);
    };
    return pass as SeriesStore[Name];
  }

  async #opened(): Promise<SeriesStore> {
    if (this.#open?.fate() === "replaced") await this.#close();
    if (this.#store === undefined && this.#parts.now() - this.#triedAt >= AGAIN_MS) await this.#try();
    if (this.#store === undefined) throw this.#failure;
    this.#refuseLost();
    return this.#store;
  }

  #refuseLost(): void {
    const fate = this.#open?.fate() ?? "there";
    if (fate === "there") return;
    const cause = new StoreFileError("series-file-gone", this.#parts.file ?? "");
    throw new SeriesStoreError("unavailable", cause.message, { cause });
  }

  #try(): Promise<void> {
    this.#trying ??= this.#begin().finally(() => {
      this.#trying = undefined;
    });
    return this.#trying;
  }

  async #begin(): Promise<void> {
    this.#triedAt = this.#parts.now();
    const { file, check, make } = this.#parts;
    try {
      if (file !== undefined) await check?.(file);
      const store = make();
      await store.start();
      this.#store = store;
      this.#open = file === undefined ? undefined : new OpenFile(file);
    } catch (cause) {
      this.#failure =
        cause instanceof SeriesStoreError
          ? cause
          : new SeriesStoreError("unavailable", cause instanceof Error ? cause.message : String(cause), { cause });
    }
  }

  async #close(): Promise<void> {
    const store = this.#store;
    this.#store = undefined;
    this.#open = undefined;
    this.#triedAt = -Infinity;
    await store?.stop();
  }
}
