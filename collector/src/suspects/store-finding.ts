import type { Finding } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { MessageOrder } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";
import { settleTargets } from "./suspect-targets.ts";
import { isWorthNoting, noteChange, type Noted } from "./note-change.ts";

/** Accused addresses kept per suspect; a box that changes its address for ever must not grow without end. */
export const MAX_TRANSMITTERS = 64;
/** States of a finding that has not ended; named one by one, for an index finds what is, and not what is not. */
export const OPEN_STATES = ["opened", "changed", "heard"] as const satisfies readonly Finding["state"][];

const sorted = (names: readonly string[]): string => JSON.stringify([...new Set(names)].toSorted());

/** Keeps the finding as its sensor judges it now, and a row of history where it is worth one. */
export async function storeFinding(
  trx: Transaction<StateTables>,
  suspectId: string,
  { order, venueId, receivedAt }: { order: MessageOrder; venueId: string; receivedAt: number },
  finding: Finding,
  before: Noted | undefined,
): Promise<void> {
  const codes = sorted(finding.evidence.map(({ code }) => code));
  const noted = isWorthNoting(before, { state: finding.state, band: finding.band, codes }, receivedAt);
  const now = {
    suspect_id: suspectId,
    state: finding.state,
    score_db: finding.scoreDb,
    highest_db: finding.highestDb,
    band: finding.band,
    last_heard_at: Date.parse(finding.lastHeardAt),
    rssi_dbm: finding.rssiDbm ?? null,
    body: JSON.stringify(finding),
    codes,
    families: sorted(finding.evidence.map(({ family }) => family)),
    boot_id: order.bootId,
    seq: order.seq,
    received_at: receivedAt,
    noted_at: noted ? receivedAt : (before?.notedAt ?? 0),
  };
  await trx
    .insertInto("findings")
    .values({
      sensor_id: order.sensorId,
      finding_id: finding.findingId,
      venue_id: venueId,
      suspicion: finding.suspicion,
      ...now,
    })
    .onConflict((conflict) => conflict.columns(["sensor_id", "finding_id"]).doUpdateSet(now))
    .execute();
  if (noted)
    await noteChange(trx, {
      suspect_id: suspectId,
      at: receivedAt,
      sensor_id: order.sensorId,
      finding_id: finding.findingId,
      state: finding.state === "ended" ? "ended" : "active",
      band: finding.band,
      score_db: finding.scoreDb,
      codes,
      place: null,
    });
}

/** Remembers which suspect the accused addresses belong to. */
export async function storeTransmitters(
  trx: Transaction<StateTables>,
  suspectId: string,
  venueId: string,
  finding: Finding,
): Promise<void> {
  if (finding.transmitters.length === 0) return;
  const rows = await trx
    .selectFrom("suspect_transmitters")
    .select("transmitter")
    .where("suspect_id", "=", suspectId)
    .execute();
  const known = new Set(rows.map((row) => row.transmitter));
  const fresh = finding.transmitters.filter((transmitter) => !known.has(transmitter));
  const kept = fresh.slice(0, Math.max(0, MAX_TRANSMITTERS - known.size));
  if (kept.length === 0) return;
  await trx
    .insertInto("suspect_transmitters")
    .values(
      kept.map((transmitter) => ({
        venue_id: venueId,
        suspicion: finding.suspicion,
        transmitter,
        suspect_id: suspectId,
      })),
    )
    .onConflict((conflict) => conflict.columns(["venue_id", "suspicion", "transmitter"]).doNothing())
    .execute();
  if (known.size === 0) await settleTargets(trx, [suspectId]);
}
