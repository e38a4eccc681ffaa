import type { Worker } from "node:worker_threads";
import { openThread } from "@probewarden/cli";
import type { LevelSeries } from "@probewarden/contract";
import { SeriesStoreError } from "./series-error.ts";
import type { Listened } from "./series-step.ts";
import type { PresenceSteps, ProbingStep, SeriesReads, StoredSignalRow } from "./series-store.ts";

/** What the thread is asked, and what it answers. */
export interface ReadRequest {
  id: number;
  read: keyof SeriesReads;
  parameters: unknown[];
}
export type ReadAnswer = { id: number; value: unknown } | { id: number; message: string };

/** Reads that may be under way at once. A screen makes a handful; a thread that cannot keep up says so instead of gathering them. */
const MAX_READS = 64;

/** What it reads it hands on at once: more room for what is young would only be touched, and stay with the process. */
const YOUNG_MB = 8;

interface Waiting {
  resolve: (value: never) => void;
  reject: (error: SeriesStoreError) => void;
}

/**
 * Reads the embedded series in a thread of its own, so that a week of a venue never holds up the messages of its sensors (measured: 2 s
 * in one call). A thread that dies fails the reads under way, and the next read starts another.
 *
 * It is asked to end and never terminated: libsql aborts the process when a thread goes away in the middle of its call.
 */
export class SqliteReadThread implements SeriesReads {
  readonly #path: string;
  readonly #maxReads: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #warmUp: NodeJS.Timeout | undefined;
  #gone: Promise<void> = Promise.resolve();
  #lastId = 0;

  constructor(path: string, maxReads = MAX_READS) {
    this.#path = path;
    this.#maxReads = maxReads;
  }

  /** Starts the thread after so many milliseconds, so that the first read does not wait for it. The file must be there. */
  startIn(milliseconds: number): void {
    this.#warmUp = setTimeout(() => (this.#worker ??= this.#begin()), milliseconds).unref();
  }

  /** Ends the thread; reads under way fail at their next step. */
  async stop(): Promise<void> {
    clearTimeout(this.#warmUp);
    this.#worker?.postMessage("end");
    await this.#gone;
  }

  levels(...parameters: Parameters<SeriesReads["levels"]>): Promise<LevelSeries[]> {
    return this.#ask("levels", parameters);
  }

  latestLevels(...parameters: Parameters<SeriesReads["latestLevels"]>): ReturnType<SeriesReads["latestLevels"]> {
    return this.#ask("latestLevels", parameters);
  }

  heardMinutes(...parameters: Parameters<SeriesReads["heardMinutes"]>): ReturnType<SeriesReads["heardMinutes"]> {
    return this.#ask("heardMinutes", parameters);
  }

  listenedMinutes(
    ...parameters: Parameters<SeriesReads["listenedMinutes"]>
  ): ReturnType<SeriesReads["listenedMinutes"]> {
    return this.#ask("listenedMinutes", parameters);
  }

  residents(...parameters: Parameters<SeriesReads["residents"]>): Promise<StoredSignalRow[]> {
    return this.#ask("residents", parameters);
  }

  listened(...parameters: Parameters<SeriesReads["listened"]>): Promise<Listened[]> {
    return this.#ask("listened", parameters);
  }

  channels(...parameters: Parameters<SeriesReads["channels"]>): ReturnType<SeriesReads["channels"]> {
    return this.#ask("channels", parameters);
  }

  firstHours(...parameters: Parameters<SeriesReads["firstHours"]>): ReturnType<SeriesReads["firstHours"]> {
    return this.#ask("firstHours", parameters);
  }

  probing(...parameters: Parameters<SeriesReads["probing"]>): Promise<ProbingStep[]> {
    return this.#ask("probing", parameters);
  }

  presence(...parameters: Parameters<SeriesReads["presence"]>): Promise<PresenceSteps> {
    return this.#ask("presence", parameters);
  }

  #ask<T>(read: keyof SeriesReads, parameters: unknown[]): Promise<T> {
    if (this.#waiting.size >= this.#maxReads)
      return Promise.reject(this.#unavailable(`${this.#maxReads} reads are under way already; try again`));
    this.#worker ??= this.#begin();
    this.#lastId += 1;
    const request: ReadRequest = { id: this.#lastId, read, parameters };
    this.#worker.postMessage(request, []);
    return new Promise<T>((resolve, reject) => this.#waiting.set(request.id, { resolve, reject }));
  }

  #begin(): Worker {
    const worker = openThread(import.meta.url, "sqlite-read-worker", {
      workerData: this.#path,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.on("message", (answer: ReadAnswer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ("value" in answer) waiting?.resolve(answer.value as never);
      else waiting?.reject(this.#unavailable(answer.message));
    });
    let why = "the thread that reads has ended";
    worker.on("error", (error) => (why = error instanceof Error ? error.message : String(error)));
    this.#gone = new Promise((resolve) =>
      worker.once("exit", () => {
        this.#worker = undefined;
        for (const { reject } of this.#waiting.values()) reject(this.#unavailable(why));
        this.#waiting.clear();
        resolve();
      }),
    );
    return worker;
  }

  #unavailable(why: string): SeriesStoreError {
    return new SeriesStoreError("unavailable", `${this.#path}: ${why}`);
  }
}
