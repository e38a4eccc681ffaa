import type { CollectorProblem } from "@probewarden/contract";
import type { Logger } from "pino";
import { isStoreAway, storeProblem, StoreFileError } from "../health/store-problem.ts";
import { statePlace, StateStoreError } from "../store/state/open-state.ts";
import type { CommandContext } from "./command-context.ts";
import type { CollectorConfig } from "./config.ts";
import { openLog, serve, type RunningCollector } from "./serve.ts";
import { WaitingRoom } from "./waiting-room.ts";

/** Milliseconds between two attempts to open stores that are away. */
const AGAIN_MS = 3_000;
/** What passes: whoever mends the disk or the database expects the collector to go on by itself. */
const PASSING = new Set([
  "disk-full",
  "data-folder-read-only",
  "data-folder-gone",
  "state-file-gone",
  "state-file-damaged",
  "state-server-away",
  "state-server-refuses",
]);

/**
 * A collector that need not find its stores: until they are there it says on its own address what is wrong, and when they are it goes to
 * work. It begins anew when another database is put in the place of the one that it works with.
 */
export class PatientCollector {
  readonly #config: CollectorConfig;
  readonly #context: Pick<CommandContext, "environment" | "now">;
  readonly #log: Logger;
  readonly #atWork: (running: RunningCollector) => void;
  #running: RunningCollector | undefined;
  #room: WaitingRoom | undefined;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();
  #stopped = false;

  /** `atWork` hears each time that the collector goes to work. */
  constructor(
    config: CollectorConfig,
    context: Pick<CommandContext, "environment" | "now">,
    atWork: (running: RunningCollector) => void,
  ) {
    this.#config = config;
    this.#context = context;
    this.#log = openLog(config);
    this.#atWork = atWork;
  }

  /** The first attempt. Throws what waiting does not mend. */
  async start(): Promise<void> {
    const first = this.#attempt(true);
    this.#turn = first.catch(() => undefined);
    await first;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#turn;
    await this.#room?.close();
    await this.#running?.stop();
  }

  async #attempt(isFirst: boolean): Promise<void> {
    try {
      this.#running = await serve(this.#config, {
        ...this.#context,
        log: this.#log,
        storesOpen: async () => {
          await this.#room?.close();
          this.#room = undefined;
        },
        replaced: () => this.#again(0),
      });
      this.#atWork(this.#running);
    } catch (error) {
      const fault = this.#passing(error);
      if (fault === undefined && isFirst) throw error;
      await this.#wait(fault ?? storeProblem(error, this.#place()), error);
    }
  }

  async #wait(fault: CollectorProblem, error: unknown): Promise<void> {
    if (this.#room?.fault.code !== fault.code)
      this.#log.error({ code: fault.code, error: error instanceof Error ? error.message : String(error) }, fault.text);
    if (this.#room === undefined) {
      const room = new WaitingRoom(this.#config, this.#log, fault);
      await room.open();
      this.#room = room;
    }
    this.#room.fault = fault;
    this.#again(AGAIN_MS);
  }

  #again(afterMs: number): void {
    if (this.#stopped || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // An attempt may be under way whose database was replaced meanwhile: two at a time would take the folder and the ports from each other.
      this.#turn = this.#turn.then(() => this.#begin());
    }, afterMs);
  }

  async #begin(): Promise<void> {
    if (this.#stopped) return;
    const before = this.#running;
    this.#running = undefined;
    try {
      await before?.stop();
    } catch (error) {
      // What it worked with is not there any more; that it cannot be closed well is no news.
      this.#log.warn({ error: error instanceof Error ? error.message : String(error) }, "could not close the stores");
    }
    await this.#attempt(false).catch((error: unknown) => {
      this.#log.fatal({ err: error }, "the collector cannot go on");
      process.exitCode = 1;
      process.kill(process.pid, "SIGTERM");
    });
  }

  /** What waiting may mend; undefined for everything else, which ends the start with a line for a person. */
  #passing(error: unknown): CollectorProblem | undefined {
    const isOfStore =
      error instanceof StateStoreError ||
      error instanceof StoreFileError ||
      // A connection to PostgreSQL that ends in the middle of a start says so in words, and has no code.
      isStoreAway(error) ||
      (error instanceof Error && "code" in error);
    if (!isOfStore) return undefined;
    // Ports, names and rights of this user are a matter of the configuration.
    if (error instanceof Error && "code" in error && /^E(ADDR|ACCES|PERM|NOENT|NOTDIR|EXIST)/.test(String(error.code)))
      return undefined;
    const fault = storeProblem(error, this.#place());
    return PASSING.has(fault.code) ? fault : undefined;
  }

  #place(): { store: "state"; place: string } {
    return { store: "state", place: statePlace(this.#config.state.url, this.#config.dataDir) };
  }
}
