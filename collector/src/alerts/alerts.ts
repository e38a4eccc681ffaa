import { randomBytes } from "node:crypto";
import { spellOctets } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { readDecision } from "../suspects/decide.ts";
import { holdSuspects } from "../suspects/hold-suspects.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { AlertsParts } from "./alerts-parts.ts";
import { CameraAlerts } from "./camera-alerts.ts";
import { countHeldBack, heldBack, mayOpen, TOLD_BANDS, type MayOpen } from "./opening-budget.ts";
import { OneAtATime } from "../one-at-a-time.ts";

/** How often alerts that were held back are tried again, and how many at a time: more than may open in that time. */
const RETRY_MS = 10_000;
const RETRIES = 40;

/**
 * The life of alerts. One opens when a suspect first reaches `suspected`, and keeps its id until a person closes it or the
 * suspect ends. A person's close holds for this incident: the same suspect opens the next alert only after it had ended
 * and was heard again, or after a decision about it was taken back. What is authorised or dismissed opens none. That nobody can hear it any
 * more ends nothing. A camera's open with each new step (`camera-alerts.ts`). In a flood only so many open, and so many on one sensor's word; the others are held back, counted and said, and open when
 * there is room, what needs a person first.
 */
export class Alerts {
  readonly #parts: AlertsParts;
  /** One change at a time, so that two findings at once do not open two alerts. */
  readonly #queue = new OneAtATime();
  #heldBack = 0;
  readonly #cameras: CameraAlerts;
  #timer: NodeJS.Timeout | undefined;
  #retrying: Promise<void> | undefined;

  constructor(parts: AlertsParts) {
    this.#parts = parts;
    this.#cameras = new CameraAlerts(parts);
  }

  /** Looks at everything once, and from then on tries regularly what was held back. */
  async start(): Promise<void> {
    await this.lookAtAll();
    this.#timer = setInterval(() => {
      if (this.heldBack === 0) return;
      this.#retrying ??= this.openHeldBack()
        .catch(this.#parts.failed)
        .finally(() => {
          this.#retrying = undefined;
        });
    }, RETRY_MS);
  }

  /** Looks at every suspect that an alert may open or close for: what changed while nobody told, or by who died over it, is told now. */
  async lookAtAll(): Promise<void> {
    const { db } = this.#parts.state;
    const alerted = await db
      .selectFrom("alerts")
      .select("suspect_id")
      .distinct()
      .where("over_at", "is", null)
      .where("camera_id", "is", null)
      .execute();
    for (const { suspect_id } of alerted) await this.suspectChanged(suspect_id);
    await this.openHeldBack();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#retrying;
  }

  /** How many suspects and cameras should have an alert and have none, because too many opened at once. */
  get heldBack(): number {
    return this.#heldBack + this.#cameras.heldBack;
  }

  /** Opens what was held back as far as there is room, and counts what is left. */
  async openHeldBack(): Promise<void> {
    for (const suspectId of await heldBack(this.#parts.state, RETRIES)) await this.suspectChanged(suspectId);
    this.#heldBack = await countHeldBack(this.#parts.state);
    await this.#cameras.openHeldBack();
  }

  /** Opens an alert where a step of the camera is proven that people were not told of. */
  cameraChanged(cameraId: string): Promise<void> {
    return this.#cameras.cameraChanged(cameraId);
  }

  /** Opens or closes the suspect's alert as its present state asks. */
  suspectChanged(suspectId: string): Promise<void> {
    return this.#queue.run(() => this.#judge(suspectId));
  }

  async #judge(suspectId: string): Promise<void> {
    // Before the transaction: SQLite has one connection, and the transaction holds it.
    const delivery = (await this.#parts.notifier.wanted()) ? "waiting" : "none";
    const { state } = this.#parts;
    const known = await state.db
      .selectFrom("suspects")
      .select("venue_id")
      .where("suspect_id", "=", suspectId)
      .executeTakeFirst();
    if (known === undefined) return;
    // In the venue's turn: two collectors that see the same suspect must not open two alerts.
    const changed = await state.inVenue(known.venue_id, async (db) => {
      const [suspect] = await holdSuspects(db, [suspectId]);
      if (!suspect) return { finished: [], opened: undefined, heldBack: false };
      // More than one only after suspects were merged into one.
      const current = await db
        .selectFrom("alerts")
        .select("alert_id")
        .where("suspect_id", "=", suspectId)
        .where("over_at", "is", null)
        .execute();
      const alertIds = current.map((row) => row.alert_id);
      const { record, settled } = readDecision(suspect);
      const over =
        record !== undefined && settled
          ? record
          : suspect.state === "ended"
            ? { by: null, reason: "ended" }
            : undefined;
      if (alertIds.length > 0) {
        if (over !== undefined) await this.#finish(db, alertIds, over);
        else if (suspect.band === "strong") await rise(db, alertIds);
        return { finished: over === undefined ? [] : alertIds, opened: undefined, heldBack: false };
      }
      if (over !== undefined || !TOLD_BANDS.includes(suspect.band))
        return { finished: [], opened: undefined, heldBack: false };
      const may = await mayOpen(db, suspect, this.#parts.now());
      return {
        finished: [],
        opened: may && (await this.#open(db, suspect, may, delivery)),
        heldBack: may === undefined,
      };
    });
    // Counted exactly at the next look; until then more than none is enough to know.
    if (changed.heldBack) this.#heldBack = Math.max(1, this.#heldBack);
    for (const alertId of changed.finished) this.#parts.changed(alertId);
    if (changed.opened === undefined) return;
    this.#parts.changed(changed.opened);
    if (delivery === "waiting") this.#parts.notifier.alertOpened();
  }

  async #open(
    db: Transaction<StateTables>,
    suspect: { suspect_id: string; venue_id: string; band: string },
    { sensorId }: MayOpen,
    delivery: string,
  ): Promise<string> {
    const alert_id = `alert-${spellOctets(randomBytes(8))}`;
    await db
      .insertInto("alerts")
      .values({
        alert_id,
        venue_id: suspect.venue_id,
        suspect_id: suspect.suspect_id,
        state: "open",
        band: suspect.band,
        opened_at: this.#parts.now(),
        closed_at: null,
        closed_by: null,
        reason: null,
        delivery,
        over_at: null,
        sensor_id: sensorId,
      })
      .execute();
    return alert_id;
  }

  /** The incident is over; an alert that a person closed before keeps who and why. */
  async #finish(
    db: Transaction<StateTables>,
    alertIds: readonly string[],
    { by, reason }: { by: string | null; reason: string },
  ): Promise<void> {
    const now = this.#parts.now();
    await db.updateTable("alerts").set({ over_at: now }).where("alert_id", "in", alertIds).execute();
    await db
      .updateTable("alerts")
      .set({ state: "closed", closed_at: now, closed_by: by, reason })
      .where("alert_id", "in", alertIds)
      .where("state", "=", "open")
      .execute();
  }

  /** A person closes it. A camera's is over then: what was told is told, and only a new step opens another. False when it is not open, or there is none. */
  async close(alertId: string, by: string, reason: string): Promise<boolean> {
    const now = this.#parts.now();
    const { numUpdatedRows } = await this.#parts.state.db
      .updateTable("alerts")
      .set((alert) => ({
        state: "closed",
        closed_at: now,
        closed_by: by,
        reason,
        over_at: alert.case().when("camera_id", "is", null).then(alert.ref("over_at")).else(now).end(),
      }))
      .where("alert_id", "=", alertId)
      .where("state", "=", "open")
      .executeTakeFirst();
    if (numUpdatedRows === 0n) return false;
    this.#parts.changed(alertId);
    return true;
  }
}

/** Alerts whose suspect has become strong stand before the others from now on. */
async function rise(db: Transaction<StateTables>, alertIds: readonly string[]): Promise<void> {
  await db
    .updateTable("alerts")
    .set({ band: "strong" })
    .where("alert_id", "in", alertIds)
    .where("band", "!=", "strong")
    .execute();
}
