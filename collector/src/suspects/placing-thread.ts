import type { Worker } from "node:worker_threads";
import { openThread } from "@probewarden/cli";
import type { PlaceAnswer, PlaceQuestion, Places } from "./places.ts";
import type { VenueAround } from "./venue-around.ts";

/** What the thread is asked: suspects of one venue. It answers with a `PlaceAnswer` for each, in their order. */
export interface PlaceRequest {
  around: VenueAround;
  questions: readonly PlaceQuestion[];
}

/** Most of what one place makes lies beside the heap and goes when what is young is collected: collected often, it is 40 MB less. */
const HEAP_MB = { maxYoungGenerationSizeMb: 1 };

/**
 * Works out places in a thread of its own: one of them holds its thread for 10 to 70 ms, the first of a building for longer, and each would be
 * a pause for every acknowledgement and every page. One request at a time, so that nothing gathers; a thread that dies fails the one that is
 * under way, and the next starts another.
 */
export class PlacingThread implements Places {
  #worker: Worker | undefined;
  #waiting: { resolve: (answers: PlaceAnswer[]) => void; reject: (error: Error) => void } | undefined;
  #stopped = false;

  of(around: VenueAround, questions: readonly PlaceQuestion[]): Promise<PlaceAnswer[]> {
    if (this.#stopped) return Promise.reject(new Error("the thread that places was stopped"));
    if (this.#waiting !== undefined) return Promise.reject(new Error("places are being worked out already"));
    this.#worker ??= this.#begin();
    const request: PlaceRequest = { around, questions };
    this.#worker.postMessage(request, []);
    return new Promise((resolve, reject) => (this.#waiting = { resolve, reject }));
  }

  /** Ends the thread at once, and with it a request that is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#worker?.terminate();
  }

  #begin(): Worker {
    const worker = openThread(import.meta.url, "placing-worker", { resourceLimits: HEAP_MB });
    worker.on("message", (answers: PlaceAnswer[]) => this.#settle()?.resolve(answers));
    let why = "the thread that places has ended";
    worker.on("error", (error) => (why = error instanceof Error ? error.message : String(error)));
    worker.once("exit", () => {
      this.#worker = undefined;
      this.#settle()?.reject(new Error(why));
    });
    return worker;
  }

  #settle() {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
