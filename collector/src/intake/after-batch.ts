import { eraseLevels } from "../suspects/erase-levels.ts";
import { placeSuspect } from "../suspects/placement.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { Downlink } from "./downlink.ts";
import type { Accepted, Changes } from "./store-batch.ts";

/**
 * Something that changed, for the live stream and the alerts. `alert-candidate`: a suspect that is suspected, or that has ended;
 * `taken-back`: a suspect that lost an address, which must be told to nobody any more.
 */
export type IngestEvent = { kind: "suspect" | "sensor" | "camera" | "alert-candidate" | "taken-back"; id: string };

/** Milliseconds between two rounds of placing suspects and sending watch lists; and between two renewals of the lists. */
const ROUND_MS = 1000;
const RENEW_MS = 600_000;
/** Milliseconds after which sensors hear what a command changed beside the running collector. */
const CONFIGURE_MS = 30_000;
/** Milliseconds after which levels that could not be erased are tried again. */
const ERASE_MS = 60_000;
/** Suspects placed in one round, so that a flood of them leaves room for ingest. */
const PLACES_PER_ROUND = 32;

/** What follows a stored batch and may take its time: events, places, watch lists. It is off the road to the acknowledgement. */
export class AfterBatch {
  readonly #state: StateStore;
  readonly #series: SeriesStore;
  readonly #downlink: Downlink;
  readonly #tell: (event: IngestEvent) => void;
  readonly #failed: (what: string, error: unknown) => void;
  readonly #now: () => number;
  readonly #unplaced = new Set<string>();
  readonly #venues = new Set<string>();
  /** Venues whose sensors have yet to hear a list without what was taken back. */
  readonly #withdrawn = new Set<string>();
  #renewedAt = 0;
  #configuredAt = 0;
  #erasedAt = 0;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: {
    state: StateStore;
    series: SeriesStore;
    downlink: Downlink;
    tell: (event: IngestEvent) => void;
    failed: (what: string, error: unknown) => void;
    now: () => number;
  }) {
    this.#state = parts.state;
    this.#series = parts.series;
    this.#downlink = parts.downlink;
    this.#tell = parts.tell;
    this.#failed = parts.failed;
    this.#now = parts.now;
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#running ??= this.#round().finally(() => {
        this.#running = undefined;
      });
    }, ROUND_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running;
    await this.#sending;
  }

  /** Tells of the changes at once, and remembers what is to be placed. */
  async take(changes: Changes, accepted: readonly Accepted[]): Promise<void> {
    for (const id of changes.takenBack) this.#tell({ kind: "taken-back", id });
    for (const id of [...changes.suspects, ...changes.merged]) this.#tell({ kind: "suspect", id });
    for (const id of changes.sensors) this.#tell({ kind: "sensor", id });
    for (const id of changes.cameras) this.#tell({ kind: "camera", id });
    for (const id of await this.#alertCandidates(changes.suspects)) this.#tell({ kind: "alert-candidate", id });
    for (const id of [...changes.suspects, ...changes.heard]) this.#unplaced.add(id);
    for (const { message, sensor } of accepted) if (message.kind === "finding") this.#venues.add(sensor.venueId);
    if (changes.toErase > 0) this.#erasedAt = 0;
    if (changes.takenBack.size === 0) return;
    for (const { message, sensor } of accepted)
      if (message.kind === "finding" && message.body.takenBack) this.#withdrawn.add(sensor.venueId);
    this.#erasedAt = 0;
    await this.#state.settleErased();
    this.#sending = this.#sendWithdrawn();
  }

  async #alertCandidates(suspectIds: ReadonlySet<string>): Promise<string[]> {
    if (suspectIds.size === 0) return [];
    const rows = await this.#state.db
      .selectFrom("suspects")
      .select(["suspect_id", "state", "band"])
      .where("suspect_id", "in", [...suspectIds])
      .execute();
    return rows.filter((row) => row.state === "ended" || row.band !== "watch").map((row) => row.suspect_id);
  }

  async #round(): Promise<void> {
    const suspects = [...this.#unplaced].slice(0, PLACES_PER_ROUND);
    for (const id of suspects) {
      this.#unplaced.delete(id);
      try {
        if (await placeSuspect(this.#state, this.#series, id, this.#now())) this.#tell({ kind: "suspect", id });
      } catch (error) {
        this.#failed("place a suspect", error);
      }
    }
    if (this.#now() - this.#configuredAt > CONFIGURE_MS) await this.#configure();
    if (this.#now() - this.#erasedAt > ERASE_MS) await this.#erase();
    await this.#sendWithdrawn();
    await this.#sendLists();
  }

  /** An address that was taken back stands in no list any more; the sensors must hear the list all the same, at once and until they have. */
  async #sendWithdrawn(): Promise<void> {
    const venues = [...this.#withdrawn];
    if (venues.length === 0) return;
    try {
      await this.#downlink.refreshWatchLists(venues, true);
      for (const venueId of venues) this.#withdrawn.delete(venueId);
    } catch (error) {
      this.#failed("send a watch list", error);
    }
  }

  async #sendLists(): Promise<void> {
    const renew = this.#now() - this.#renewedAt > RENEW_MS;
    const venues = [...this.#venues];
    if (!renew && venues.length === 0) return;
    this.#venues.clear();
    try {
      await this.#downlink.refreshWatchLists(renew ? undefined : venues);
      if (renew) this.#renewedAt = this.#now();
    } catch (error) {
      this.#failed("send a watch list", error);
    }
  }

  /** What a crash or a series store that was away left to erase is erased now. */
  async #erase(): Promise<void> {
    this.#erasedAt = this.#now();
    try {
      if ((await eraseLevels(this.#state, this.#series, this.#now())) > 0) await this.#state.settleErased();
    } catch (error) {
      this.#failed("erase levels that were taken back", error);
    }
  }

  async #configure(): Promise<void> {
    this.#configuredAt = this.#now();
    try {
      await this.#downlink.refreshConfigs();
    } catch (error) {
      this.#failed("send the venues' networks", error);
    }
  }
}
