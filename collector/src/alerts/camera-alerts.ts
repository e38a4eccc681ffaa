import { randomBytes } from "node:crypto";
import {
  CAMERA_STEPS,
  spellOctets,
  type CameraCategory,
  type CameraFinding,
  type CameraStep,
} from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import { newSteps, stepsOf, withSteps, type NewStep, type Steps } from "../cameras/told-steps.ts";
import type { StateTables } from "../store/state/tables.ts";
import { lifeOf, newAlert, noteOpened, writeHappening } from "./alert-rows.ts";
import type { AlertsParts } from "./alerts-parts.ts";
import { mayOpenForCamera, type MayOpen } from "./opening-budget.ts";
import { OneAtATime } from "../one-at-a-time.ts";

/** How many cameras that were held back are looked at in one round: more than may open in that time. */
const RETRIES = 40;
/** From this step on the ladder says how a camera is set, and not only what it can do. */
const SET = CAMERA_STEPS.indexOf("configured");

type CameraRow = Selectable<StateTables["cameras"]>;

/**
 * Alerts of cameras. One opens when a step is proven of faces, bodies or gait that people were not told of, and names the one that needs a
 * person most; where there is one of the same category it is raised instead, and is open again where it was settled. It is settled by a person
 * or by a decision about the camera. What was told is told: only a new step raises it, and what was switched off and is on again is one. So many
 * open at once; the others are held back and open when there is room.
 */
export class CameraAlerts {
  readonly #parts: Pick<AlertsParts, "state" | "notifier" | "changed" | "now">;
  /** One change at a time, so that two visits at once do not open two alerts. */
  readonly #queue = new OneAtATime();
  #heldBack = 0;

  constructor(parts: Pick<AlertsParts, "state" | "notifier" | "changed" | "now">) {
    this.#parts = parts;
  }

  /** How many cameras should have an alert and have none, because too many opened at once. */
  get heldBack(): number {
    return this.#heldBack;
  }

  /** Opens what was held back as far as there is room, what needs a person first, and counts what is left. */
  async openHeldBack(): Promise<void> {
    const { db } = this.#parts.state;
    const rows = await db
      .selectFrom("cameras")
      .select("camera_id")
      .where("untold", "=", 1)
      .orderBy("need", "desc")
      .orderBy("camera_id")
      .limit(RETRIES)
      .execute();
    for (const { camera_id } of rows) await this.cameraChanged(camera_id);
    const { n } = await db
      .selectFrom("cameras")
      .select((select) => select.fn.countAll<number | string>().as("n"))
      .where("untold", "=", 1)
      .executeTakeFirstOrThrow();
    this.#heldBack = Number(n);
  }

  /** Opens an alert where a step of the camera is proven that people were not told of. */
  cameraChanged(cameraId: string): Promise<void> {
    return this.#queue.run(() => this.#judge(cameraId));
  }

  async #judge(cameraId: string): Promise<void> {
    // Before the transaction: SQLite has one connection, and the transaction holds it.
    const delivery = (await this.#parts.notifier.wanted()) ? "waiting" : "none";
    const { state } = this.#parts;
    const known = await state.db
      .selectFrom("cameras")
      .select("venue_id")
      .where("camera_id", "=", cameraId)
      .where("untold", "=", 1)
      .executeTakeFirst();
    if (known === undefined) return;
    const { changed, opened, heldBack } = await state.inVenue(known.venue_id, async (db) => {
      const nothing = { changed: [] as string[], opened: undefined, heldBack: false };
      const row = await db.selectFrom("cameras").selectAll().where("camera_id", "=", cameraId).executeTakeFirst();
      if (row === undefined) return nothing;
      const told = JSON.parse(row.told) as Steps;
      const now = stepsOf(JSON.parse(row.body) as CameraFinding);
      const [first, ...others] = newSteps(now, told);
      // Somebody told of it, or decided, meanwhile.
      if (first === undefined) {
        await db.updateTable("cameras").set({ untold: 0 }).where("camera_id", "=", cameraId).execute();
        return nothing;
      }
      const { venue_id: venueId, sensor_id: sensorId } = row;
      const may = await mayOpenForCamera(db, { venueId, sensorId }, this.#parts.now());
      if (may === undefined) return { ...nothing, heldBack: true };
      const known = await this.#raiseKnown(db, row, [first, ...others], delivery);
      const id = known.has(first.category) ? undefined : await this.#open(db, row, first, may, delivery);
      await db
        .updateTable("cameras")
        .set({ told: JSON.stringify(withSteps(told, now)), untold: 0 })
        .where("camera_id", "=", cameraId)
        .execute();
      const ids = [...known.values(), ...(id === undefined ? [] : [id])];
      return { changed: ids, opened: ids[0], heldBack: false };
    });
    // Counted exactly at the next look; until then more than none is enough to know.
    if (heldBack) this.#heldBack = Math.max(1, this.#heldBack);
    for (const alertId of changed) this.#parts.changed(alertId);
    if (opened !== undefined && delivery === "waiting") this.#parts.notifier.alertOpened();
  }

  /**
   * The camera's alerts about these categories say the new step from now on: one that nobody has seen says how far it went since people were
   * last told, one that was seen or settled is there again. Returns them by category.
   */
  async #raiseKnown(
    db: Transaction<StateTables>,
    camera: CameraRow,
    steps: readonly NewStep[],
    delivery: string,
  ): Promise<Map<CameraCategory, string>> {
    const known = new Map<CameraCategory, string>();
    for (const { category, from, step } of steps) {
      const row = await db
        .selectFrom("alerts")
        .selectAll()
        .where("camera_id", "=", camera.camera_id)
        .where("category", "=", category)
        .orderBy("raised_at", "desc")
        .limit(1)
        .executeTakeFirst();
      if (row === undefined) continue;
      const now = this.#parts.now();
      const says = { step, from_step: row.stage === "new" ? row.from_step : from, band: bandOf(step) };
      const again = { ...says, delivery, raised_at: now, spread_at: null };
      await db.updateTable("alerts").set(again).where("alert_id", "=", row.alert_id).execute();
      const isTakenBack = camera.decision === null && lifeOf(row).byDecision === true;
      const reasons = [isTakenBack ? ("decision-taken-back" as const) : ("higher-step" as const)];
      await writeHappening(db, row, { step: "raised", reasons, at: now }, again);
      known.set(category, row.alert_id);
    }
    return known;
  }

  async #open(
    db: Transaction<StateTables>,
    camera: CameraRow,
    { category, from, step }: NewStep,
    { sensorId }: MayOpen,
    delivery: string,
  ): Promise<string> {
    const alert_id = `alert-${spellOctets(randomBytes(8))}`;
    const now = this.#parts.now();
    await db
      .insertInto("alerts")
      .values({
        ...newAlert(now, bandOf(step), "camera"),
        alert_id,
        venue_id: camera.venue_id,
        suspect_id: "",
        camera_id: camera.camera_id,
        category,
        step,
        from_step: from,
        delivery,
        sensor_id: sensorId,
      })
      .execute();
    await noteOpened(db, alert_id, now);
    return alert_id;
  }
}

/** How grave it is: what a camera is set to do before what it only can. */
const bandOf = (step: CameraStep): string => (CAMERA_STEPS.indexOf(step) >= SET ? "strong" : "suspected");
