import { endOldWalks } from "../venues/calibration/walk.ts";
import { eraseLevels } from "../suspects/erase-levels.ts";
import { PlacedLately } from "../suspects/placed-lately.ts";
import { placeSuspects } from "../suspects/placement.ts";
import type { Places } from "../suspects/places.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { Downlink } from "./downlink.ts";
import { PlacingQueue } from "./placing-queue.ts";
import type { Accepted } from "./accepted.ts";
import type { Changes } from "./changes.ts";

/**
 * Something that changed, for the live stream and the alerts. `alert-candidate`: a suspect that is suspected, or that has ended;
 * `new-step`: a camera of which a step is proven that people were not told of; `taken-back`: a suspect that lost an address, which must be told to nobody any more.
 */
export type IngestEvent =
  | { kind: "suspect" | "sensor" | "camera" | "alert-candidate" | "new-step" | "taken-back"; id: string }
  | ForLead;

/**
 * For the collector that leads: a suspect to place (`place`); a venue whose watch list may have changed (`watch`), has changed by a person's
 * decision (`decided`), or must be heard without an address that was taken back (`withdrawn`); a sensor that was told something (`command`).
 */
export interface ForLead {
  kind: "place" | "watch" | "decided" | "withdrawn" | "command";
  id: string;
}

/** Milliseconds between two rounds of placing suspects and sending watch lists; and between two renewals of the lists. */
const ROUND_MS = 1000;
const RENEW_MS = 600_000;
/** Milliseconds after which sensors hear what a command changed beside the running collector. */
const CONFIGURE_MS = 30_000;
/** Milliseconds after which levels that could not be erased are tried again. */
const ERASE_MS = 60_000;
/** Venues that wait at most; what is more comes again with the next renewal. */
const MOST_WAITING = 20_000;
/** Who takes the lead places again what was heard within so many milliseconds, so many at most: who led before may have died before it had. */
const LATELY = { ms: 5 * 60_000, suspects: 1_000 };

/**
 * What follows a stored batch and may take its time: events, places, watch lists. It is off the road to the acknowledgement. Places and lists
 * are the work of the collector that leads, whoever stored the batch.
 */
export class AfterBatch {
  readonly #state: StateStore;
  readonly #series: SeriesStore;
  readonly #downlink: Downlink;
  readonly #tell: (event: IngestEvent) => void;
  readonly #leads: () => boolean;
  readonly #failed: (what: string, error: unknown) => void;
  readonly #now: () => number;
  readonly #placing = new PlacingQueue();
  readonly #placedLately = new PlacedLately();
  readonly #venues = new Set<string>();
  /** Venues whose sensors have yet to hear a list without what was taken back. */
  readonly #withdrawn = new Set<string>();
  #renewedAt = 0;
  #configuredAt = 0;
  #erasedAt = 0;
  /** What another one that led may have left undone is to be done. */
  #sweeps = false;
  readonly #places: Places;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(parts: {
    state: StateStore;
    series: SeriesStore;
    places: Places;
    downlink: Downlink;
    tell: (event: IngestEvent) => void;
    leads: () => boolean;
    failed: (what: string, error: unknown) => void;
    now: () => number;
  }) {
    this.#state = parts.state;
    this.#series = parts.series;
    this.#places = parts.places;
    this.#downlink = parts.downlink;
    this.#tell = parts.tell;
    this.#leads = parts.leads;
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
    for (const id of changes.newSteps) this.#tell({ kind: "new-step", id });
    for (const id of await this.#alertCandidates(changes.suspects)) this.#tell({ kind: "alert-candidate", id });
    for (const id of new Set([...changes.suspects, ...changes.heard])) this.forLead({ kind: "place", id });
    const findings = accepted.filter(({ message }) => message.kind === "finding");
    for (const id of new Set(findings.map(({ sensor }) => sensor.venueId))) this.forLead({ kind: "watch", id });
    if (changes.toErase > 0) this.#erasedAt = 0;
    if (changes.takenBack.size === 0 && changes.newcomersErased === 0) return;
    this.#erasedAt = 0;
    await this.#state.settleErased();
    const withdrawn = findings.filter(({ message }) => message.kind === "finding" && message.body.takenBack);
    for (const id of new Set(withdrawn.map(({ sensor }) => sensor.venueId))) this.forLead({ kind: "withdrawn", id });
  }

  /** Does it where this collector leads, and tells the one that does otherwise. */
  forLead(event: ForLead): void {
    if (this.#leads()) this.hear(event);
    else this.#tell(event);
  }

  /** Takes what is for the collector that leads, from here or from another; nothing happens on one that does not. */
  hear({ kind, id }: ForLead): void {
    if (!this.#leads()) return;
    if (kind === "place") {
      this.#placing.add(id);
      return;
    }
    if (kind === "watch") {
      if (this.#venues.size < MOST_WAITING) this.#venues.add(id);
      return;
    }
    if (kind === "command") {
      this.#sending = this.#downlink.sendCommands(id).catch((error: unknown) => this.#failed("send a command", error));
      return;
    }
    if (kind === "withdrawn") this.#withdrawn.add(id);
    this.#sending = kind === "withdrawn" ? this.#sendWithdrawn() : this.#sendDecided(id);
  }

  /** From now on this collector leads: lists, places and configurations are as if somebody had just died over them. */
  sweep(): void {
    this.#sweeps = true;
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
    if (this.#now() - this.#erasedAt > ERASE_MS) await this.#erase();
    if (!this.#leads()) return;
    if (this.#sweeps) await this.#sweep();
    await this.#place();
    if (this.#now() - this.#configuredAt > CONFIGURE_MS) await this.#configure();
    await this.#sendWithdrawn();
    await this.#sendLists();
  }

  async #place(): Promise<void> {
    const failed = (error: unknown): void => this.#failed("place a suspect", error);
    const lately = this.#placedLately;
    const parts = { state: this.#state, series: this.#series, places: this.#places, lately, failed };
    const changed = await placeSuspects(parts, this.#placing.round(), this.#now()).catch((error: unknown) => {
      failed(error);
      return [];
    });
    for (const id of changed) this.#tell({ kind: "suspect", id });
  }

  async #sweep(): Promise<void> {
    try {
      await this.#downlink.refreshConfigs(true);
      await this.#downlink.refreshWatchLists(undefined, true);
      const heard = await this.#state.db
        .selectFrom("suspects")
        .select("suspect_id")
        .where("state", "!=", "ended")
        .where("last_heard_at", ">", this.#now() - LATELY.ms)
        .orderBy("last_heard_at", "desc")
        .limit(LATELY.suspects)
        .execute();
      for (const { suspect_id: id } of heard) this.hear({ kind: "place", id });
      // Not before: a broker that is away is asked again.
      this.#sweeps = false;
    } catch (error) {
      this.#failed("take over from the collector that led", error);
    }
  }

  async #sendDecided(venueId: string): Promise<void> {
    try {
      await this.#downlink.refreshWatchLists([venueId]);
    } catch (error) {
      this.#failed("send a watch list", error);
    }
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
      const ended = await endOldWalks(this.#state, this.#now());
      if (ended.length > 0) await this.#downlink.refreshWatchLists(ended);
    } catch (error) {
      this.#failed("send the venues' networks", error);
    }
  }
}
