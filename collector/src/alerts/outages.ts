import { randomBytes } from "node:crypto";
import { spellOctets, type OutageKind, type Sensor } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { judgeOutages, type DeafSince, type OpenOutage, type OutageChanges } from "./judge-outages.ts";
import { venuesInMaintenance } from "./maintenance.ts";
import type { Notifier } from "./notify/notifier.ts";

export interface OutagesParts {
  state: StateStore;
  notifier: Notifier;
  now: () => number;
  /** Called with each outage that opened or is over. */
  changed: (outageId: string) => void;
}

/** Opens and ends the outages that people are told of. */
export class Outages {
  readonly #parts: OutagesParts;

  constructor(parts: OutagesParts) {
    this.#parts = parts;
  }

  /** Looks at all sensors. `hearsSince`: since when the collector itself could hear them; `deafSince`: since when those have heard nothing that do not. */
  async look(sensors: readonly Sensor[], hearsSince: number, deafSince: DeafSince = new Map()): Promise<void> {
    // Boxes that somebody works on may be away: nothing of their venue is told or over until it has been done.
    const quiet = await venuesInMaintenance(this.#parts.state.db, this.#parts.now());
    const isTold = ({ venueId }: { venueId: string | null }): boolean => venueId === null || !quiet.has(venueId);
    await this.#change((known, now) =>
      judgeOutages(sensors.filter(isTold), known.filter(isTold), now, hearsSince, deafSince),
    );
  }

  /** Notices do not get through, or do again. */
  async noticesFail(fail: boolean): Promise<void> {
    await this.#change((known) => {
      const open = known.filter(({ kind }) => kind === "notices-fail");
      if (!fail) return { open: [], over: open.map(({ outageId }) => ({ outageId, reason: "returned" })) };
      return { open: open.length > 0 ? [] : [{ kind: "notices-fail", venueId: null, sensors: [] }], over: [] };
    });
  }

  async #change(judge: (known: OpenOutage[], now: number) => OutageChanges): Promise<void> {
    const { state, notifier, changed } = this.#parts;
    const now = this.#parts.now();
    // Before the transaction: SQLite has one connection, and the transaction holds it.
    const isWanted = await notifier.wanted();
    // In a turn of its own, under a name that no venue has: while the lead passes from one collector to another, both may look.
    const ids = await state.inVenue("", async (trx) => {
      const { open, over } = judge(await readOpen(trx), now);
      for (const { outageId, reason } of over)
        await trx
          .updateTable("outages")
          .set({ state: "closed", closed_at: now, over_at: now, reason })
          .where("outage_id", "=", outageId)
          .execute();
      const opened = open.map((one) => ({ ...one, outageId: `outage-${spellOctets(randomBytes(8))}` }));
      for (const { outageId, kind, venueId, sensors } of opened)
        await trx
          .insertInto("outages")
          .values({
            outage_id: outageId,
            kind,
            venue_id: venueId,
            sensors: JSON.stringify(sensors),
            state: "open",
            opened_at: now,
            closed_at: null,
            closed_by: null,
            reason: null,
            // That notices fail is told by the channels that do not; see `spread`.
            delivery: isWanted ? "waiting" : "none",
            over_at: null,
          })
          .execute();
      return [...over, ...opened].map(({ outageId }) => outageId);
    });
    for (const outageId of ids) changed(outageId);
    if (ids.length > 0 && isWanted) notifier.alertOpened();
  }
}

async function readOpen(trx: Transaction<StateTables>): Promise<OpenOutage[]> {
  const rows = await trx.selectFrom("outages").selectAll().where("over_at", "is", null).execute();
  return rows.map(({ outage_id, kind, venue_id, sensors }) => ({
    outageId: outage_id,
    kind: kind as OutageKind,
    venueId: venue_id,
    sensors: JSON.parse(sensors) as string[],
  }));
}
