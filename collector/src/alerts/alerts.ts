import { randomBytes } from "node:crypto";
import { spellOctets, type AlertStepOf } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { OneAtATime } from "../one-at-a-time.ts";
import type { StateTables } from "../store/state/tables.ts";
import { NEED_OF_ENDED } from "./alert-life.ts";
import { newAlert, noteOpened } from "./alert-rows.ts";
import type { AlertsParts } from "./alerts-parts.ts";
import { CameraAlerts } from "./camera-alerts.ts";
import { judgeSuspect, type Judged } from "./judge-suspect.ts";
import { countHeldBack, heldBack } from "./opening-budget.ts";
import type { SentFile } from "../store/decision-files.ts";
import { takeStep, type StepTaken } from "./take-step.ts";
import { wakeDue } from "./wake-due.ts";

/** How often alerts that were held back are tried again and what is due is looked at, and how many at a time: more than may open in that time. */
const RETRY_MS = 10_000;
const RETRIES = 40;

/**
 * The life of alerts ([docs/alerts.md]). One opens when a suspect first reaches `suspected`, keeps its id, and is settled by a person and nobody
 * else: when its suspect ends before anybody has seen it, it waits as *ended, not yet seen*. What was settled is open again, with the reason,
 * when the suspect comes back or its evidence grows, or when the decision about it no longer holds. What is authorised or dismissed opens none.
 * A camera's open with each new step (`camera-alerts.ts`). In a flood only so many open, and so many on one sensor's word; the others are held
 * back, counted and said, and open when there is room, what needs a person first.
 */
export class Alerts {
  readonly #parts: AlertsParts;
  /** One change at a time, so that two findings at once do not open two alerts. */
  readonly #queue = new OneAtATime();
  #heldBack = 0;
  readonly #cameras: CameraAlerts;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;

  constructor(parts: AlertsParts) {
    this.#parts = parts;
    this.#cameras = new CameraAlerts(parts);
  }

  /** Looks at everything once, and from then on regularly at what was held back and at what is due. */
  async start(): Promise<void> {
    await this.lookAtAll();
    this.#timer = setInterval(() => {
      this.#looking ??= this.lookAtDue()
        .catch(this.#parts.failed)
        .finally(() => {
          this.#looking = undefined;
        });
    }, RETRY_MS);
  }

  /** Looks at every suspect that an alert may open or change for: what changed while nobody told, or by who died over it, is told now. */
  async lookAtAll(): Promise<void> {
    const { db } = this.#parts.state;
    const alerted = await db
      .selectFrom("alerts")
      .innerJoin("suspects", "suspects.suspect_id", "alerts.suspect_id")
      .select("alerts.suspect_id")
      .distinct()
      .where("alerts.over_at", "is", null)
      .where("alerts.camera_id", "is", null)
      // Thousands may wait to be seen whose suspects are gone: nothing of them can have changed.
      .where((where) =>
        where.not(
          where.and([
            where("alerts.need", "in", NEED_OF_ENDED),
            where("suspects.state", "=", "ended"),
            where("suspects.settled", "=", 0),
          ]),
        ),
      )
      .execute();
    for (const { suspect_id } of alerted) await this.suspectChanged(suspect_id);
    await this.openHeldBack();
    await this.#wakeDue();
  }

  /** What is to be looked at again by its time, and what was held back. */
  async lookAtDue(): Promise<void> {
    await this.#wakeDue();
    if (this.heldBack > 0) await this.openHeldBack();
  }

  async #wakeDue(): Promise<void> {
    for (const suspectId of await wakeDue(this.#parts)) await this.suspectChanged(suspectId);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
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

  /** Opens the suspect's alert, or changes it, as its present state asks. */
  suspectChanged(suspectId: string): Promise<void> {
    return this.#queue.run(() => this.#judge(suspectId));
  }

  /** A person does something with an alert; whatever follows from it for others of the same suspect is done with it. */
  async take(alertId: string, step: AlertStepOf, by: string, file?: SentFile): Promise<StepTaken> {
    const taken = await this.#queue.run(() => takeStep(this.#parts, alertId, step, by, file));
    if (taken.outcome === "done") this.#parts.changed(alertId);
    const { suspectId } = taken.decided ?? {};
    if (suspectId !== undefined) await this.suspectChanged(suspectId);
    return taken;
  }

  async #judge(suspectId: string): Promise<void> {
    // Before the transaction: SQLite has one connection, and the transaction holds it.
    const delivery = (await this.#parts.notifier.wanted()) ? "waiting" : "none";
    const { state } = this.#parts;
    const now = this.#parts.now();
    const known = await state.db
      .selectFrom("suspects")
      .select("venue_id")
      .where("suspect_id", "=", suspectId)
      .executeTakeFirst();
    if (known === undefined) return;
    // In the venue's turn: two collectors that see the same suspect must not open two alerts.
    const { changed, told, held, opens } = await state.inVenue(known.venue_id, async (trx) => {
      const judged = await judgeSuspect(trx, suspectId, { now, delivery });
      if (judged.open === undefined) return { ...judged, opens: undefined };
      const alertId = await openAlert(trx, judged.open, { now, delivery });
      return { ...judged, opens: alertId };
    });
    // Counted exactly at the next look; until then more than none is enough to know.
    if (held) this.#heldBack = Math.max(1, this.#heldBack);
    for (const alertId of changed) this.#parts.changed(alertId);
    if (opens !== undefined) this.#parts.changed(opens);
    if ((opens !== undefined || told) && delivery === "waiting") this.#parts.notifier.alertOpened();
  }
}

async function openAlert(
  trx: Transaction<StateTables>,
  { suspect, may, kind }: NonNullable<Judged["open"]>,
  { now, delivery }: { now: number; delivery: string },
): Promise<string> {
  const alert_id = `alert-${spellOctets(randomBytes(8))}`;
  await trx
    .insertInto("alerts")
    .values({
      ...newAlert(now, suspect.band, suspect.suspicion),
      alert_id,
      venue_id: suspect.venue_id,
      suspect_id: suspect.suspect_id,
      delivery,
      sensor_id: may.sensorId,
      kind,
    })
    .execute();
  await noteOpened(trx, alert_id, now);
  return alert_id;
}
