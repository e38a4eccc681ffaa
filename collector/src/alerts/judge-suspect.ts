import type { AlertRaise } from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import { expireDecision, readDecision } from "../suspects/decide.ts";
import { holdSuspects } from "../suspects/hold-suspects.ts";
import type { StateTables } from "../store/state/tables.ts";
import { needOf, type MachineStep } from "./alert-life.ts";
import { lifeOf, writeHappening, writeStep, type AlertRow } from "./alert-rows.ts";
import { decidedStep } from "./decided-step.ts";
import { grownBeyond, presentEvidence, seenWith } from "./growth.ts";
import { readKind } from "./kind-of-box.ts";
import { mayOpen, TOLD_BANDS, type MayOpen } from "./opening-budget.ts";

type SuspectRow = Selectable<StateTables["suspects"]>;

/** Alerts of one suspect that are looked at; more than one there is only after suspects were merged. */
const MOST_LOOKED_AT = 64;

/** What came of a look at a suspect. */
export interface Judged {
  /** Alerts that changed. */
  changed: string[];
  /** One of them is open again, and people are to be told. */
  told: boolean;
  /** One should be open, and there is no room. */
  held: boolean;
  /** An alert is to open, for there never was one. */
  open: { suspect: SuspectRow; may: MayOpen; kind: string | null } | undefined;
}

/** Brings the alerts of a suspect to where its state, its evidence and the decision about it ask them to be. In the venue's turn. */
export async function judgeSuspect(
  trx: Transaction<StateTables>,
  suspectId: string,
  at: { now: number; delivery: string },
): Promise<Judged> {
  const [suspect] = await holdSuspects(trx, [suspectId]);
  const judged: Judged = { changed: [], told: false, held: false, open: undefined };
  if (suspect === undefined) return judged;
  const rows = await trx
    .selectFrom("alerts")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .where("camera_id", "is", null)
    .orderBy("state", "desc")
    .orderBy("raised_at", "desc")
    .limit(MOST_LOOKED_AT)
    .execute();
  await new Look(trx, suspect, at, judged).at(rows);
  return judged;
}

/** One look at one suspect: every change is noted in what came of it. */
class Look {
  readonly #trx: Transaction<StateTables>;
  #suspect: SuspectRow;
  readonly #at: { now: number; delivery: string };
  readonly #judged: Judged;

  constructor(
    trx: Transaction<StateTables>,
    suspect: SuspectRow,
    at: { now: number; delivery: string },
    judged: Judged,
  ) {
    this.#trx = trx;
    this.#suspect = suspect;
    this.#at = at;
    this.#judged = judged;
  }

  async at(given: readonly AlertRow[]): Promise<void> {
    const rows = await this.#expire(given);
    const { record, settled } = readDecision(this.#suspect);
    const hasEnded = this.#suspect.state === "ended";
    if (settled && record !== undefined) {
      for (const row of rows) {
        const decided = row.state === "open" ? await writeStep(this.#trx, row, decidedStep(record)) : row;
        if (decided !== row) this.#judged.changed.push(row.alert_id);
        // Whether it is there is known of what a decision settled; what a person closed without one stays over.
        if (hasEnded) await this.#happens(decided, { step: "ended" });
        else if (lifeOf(decided).byDecision) await this.#happens(decided, { step: "returned" });
      }
    } else if (hasEnded) {
      for (const row of rows) await this.#happens(row, { step: "ended" });
    } else if (rows.some(({ state }) => state === "open")) {
      for (const row of rows) if (row.state === "open") await this.#grow(row);
    } else await this.#openAgain(rows[0]);
  }

  /** An authorisation was good until an instant that is past: the decision settles nothing any more, and the alert is there again, whether or not the device is. */
  async #expire(rows: readonly AlertRow[]): Promise<AlertRow[]> {
    const after: AlertRow[] = [];
    for (const row of rows) {
      const { until } = lifeOf(row);
      if (row.stage !== "authorised" || until === undefined || until > this.#at.now) {
        after.push(row);
        continue;
      }
      if (readDecision(this.#suspect).settled)
        this.#suspect = { ...this.#suspect, ...(await expireDecision(this.#trx, this.#suspect, this.#at.now)) };
      after.push(await this.#happens(row, { step: "raised", reasons: ["expired"] }));
    }
    return after;
  }

  /** An open alert of a suspect that is there. */
  async #grow(given: AlertRow): Promise<void> {
    let row = await this.#happens(given, { step: "returned" });
    const present = await presentEvidence(this.#trx, this.#suspect);
    const reasons = grownBeyond(row.seen_on, present);
    if (reasons.length > 0)
      row = await this.#happens(row, { step: "raised", reasons }, { seen_on: seenWith(row.seen_on, present) });
    const kind = await readKind(this.#trx, this.#suspect, present.families);
    if (kind !== row.kind)
      await this.#trx.updateTable("alerts").set({ kind }).where("alert_id", "=", row.alert_id).execute();
    if (this.#suspect.band !== "strong" || row.band === "strong") return;
    // It stands before the others from now on.
    await this.#trx
      .updateTable("alerts")
      .set({ band: "strong", need: needOf(lifeOf(row), "strong") })
      .where("alert_id", "=", row.alert_id)
      .execute();
    this.#judged.changed.push(row.alert_id);
  }

  /** None is open: the latest that was settled is open again where there is a reason, the first one opens where there never was one; as far as there is room. */
  async #openAgain(row: AlertRow | undefined): Promise<void> {
    if (!TOLD_BANDS.includes(this.#suspect.band)) return;
    const present = await presentEvidence(this.#trx, this.#suspect);
    const reasons = row ? this.#whyAgain(row, grownBeyond(row.seen_on, present)) : [];
    if (row !== undefined && reasons.length === 0) return;
    const may = await mayOpen(this.#trx, this.#suspect, this.#at.now);
    if (may === undefined) {
      this.#judged.held = true;
      // It is looked for among those that wait for room.
      if (row !== undefined && row.over_at === null)
        await this.#trx
          .updateTable("alerts")
          .set({ over_at: this.#at.now })
          .where("alert_id", "=", row.alert_id)
          .execute();
      return;
    }
    const kind = await readKind(this.#trx, this.#suspect, present.families);
    if (row === undefined) {
      this.#judged.open = { suspect: this.#suspect, may, kind };
      return;
    }
    const also = {
      kind,
      sensor_id: may.sensorId,
      band: this.#suspect.band,
      seen_on: seenWith(row.seen_on, present),
    };
    const back = await this.#happens(row, { step: "returned" }, also);
    const others = reasons.filter((reason) => reason !== "came-back");
    await this.#happens(back, { step: "raised", reasons: others }, also);
  }

  #whyAgain(row: AlertRow, grown: readonly AlertRaise[]): AlertRaise[] {
    const life = lifeOf(row);
    // A decision stood over it and holds no more.
    if (life.byDecision) {
      const { reopened } = readDecision(this.#suspect);
      return reopened === undefined ? ["decision-taken-back"] : [...reopened.reasons];
    }
    const reasons: AlertRaise[] = [...(life.endedAt === undefined ? [] : ["came-back" as const]), ...grown];
    // It was made one with a suspect that was still waiting for its own: a close holds for what a person saw.
    return reasons.length > 0 || row.over_at === null ? reasons : ["merged-with-unsettled"];
  }

  async #happens(row: AlertRow, step: MachineStep, also: Partial<AlertRow> = {}): Promise<AlertRow> {
    const after = await writeHappening(
      this.#trx,
      row,
      { ...step, at: this.#at.now },
      { ...also, delivery: this.#at.delivery },
    );
    if (after === undefined) return row;
    this.#judged.changed.push(row.alert_id);
    if (row.state === "closed" && after.state === "open") this.#judged.told = true;
    return after;
  }
}
