import { randomBytes } from "node:crypto";
import { bandOf, spellOctets, type Finding } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateTables } from "../store/state/tables.ts";
import { mergeSuspects } from "./merge-suspects.ts";

/** A finding with who sent it and when: `sensorAt` by the sensor's clock, corrected where it is known to be wrong; `receivedAt` by ours. */
export interface JudgedFinding {
  venueId: string;
  sensorId: string;
  sensorAt: number;
  receivedAt: number;
  /** What to take from the sensor's time stamps to have the collector's time, in milliseconds. */
  clockOffsetMs: number;
  finding: Finding;
}

/** What a finding changed: the suspect that it belongs to, and suspects that went into it. */
export interface Judgement {
  suspectId: string;
  merged: string[];
}

/** Accused addresses kept per suspect; a box that changes its address for ever must not grow without end. */
const MAX_TRANSMITTERS = 64;

/**
 * Fuses one finding into the venue's suspects, inside the caller's transaction: findings of several sensors that share a transmitter
 * and a suspicion are one suspect. A message older than what is known of the finding changes nothing (undefined).
 */
export async function judgeFinding(
  trx: Transaction<StateTables>,
  judged: JudgedFinding,
): Promise<Judgement | undefined> {
  const { finding, sensorId, venueId } = judged;
  const known = await trx
    .selectFrom("findings")
    .select(["suspect_id", "sensor_at"])
    .where("sensor_id", "=", sensorId)
    .where("finding_id", "=", finding.findingId)
    .executeTakeFirst();
  if (known !== undefined && known.sensor_at > judged.sensorAt) return undefined;

  const candidates = new Set(known === undefined ? [] : [known.suspect_id]);
  for (const suspectId of await suspectsOf(trx, judged)) candidates.add(suspectId);
  const { suspectId, merged } = await mergeSuspects(trx, [...candidates]);
  const id = suspectId ?? spellOctets(randomBytes(8));
  if (suspectId === undefined) await insertSuspect(trx, id, judged);
  await storeFinding(trx, id, judged);
  await storeTransmitters(trx, id, venueId, finding);
  await updateSuspect(trx, id, judged);
  return { suspectId: id, merged };
}

/** Suspects that the finding may belong to: by transmitter, or by target where the sender hides behind somebody else's address. */
async function suspectsOf(trx: Transaction<StateTables>, { venueId, finding }: JudgedFinding): Promise<string[]> {
  if (finding.transmitters.length > 0) {
    const rows = await trx
      .selectFrom("suspect_transmitters")
      .select("suspect_id")
      .distinct()
      .where("venue_id", "=", venueId)
      .where("suspicion", "=", finding.suspicion)
      .where("transmitter", "in", finding.transmitters)
      .execute();
    return rows.map((row) => row.suspect_id);
  }
  if (finding.targets.length === 0) return [];
  const rows = await trx
    .selectFrom("suspects")
    .select(["suspect_id", "targets"])
    .where("venue_id", "=", venueId)
    .where("suspicion", "=", finding.suspicion)
    .where("state", "=", "active")
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("suspect_transmitters as t")
            .select("t.transmitter")
            .whereRef("t.suspect_id", "=", "suspects.suspect_id"),
        ),
      ),
    )
    .execute();
  const hit = new Set(finding.targets);
  return rows
    .filter((row) => (JSON.parse(row.targets) as string[]).some((target) => hit.has(target)))
    .map((row) => row.suspect_id);
}

const heardAt = (text: string, { clockOffsetMs }: JudgedFinding): number => Date.parse(text) - clockOffsetMs;

async function insertSuspect(trx: Transaction<StateTables>, suspectId: string, judged: JudgedFinding): Promise<void> {
  const { finding, venueId } = judged;
  await trx
    .insertInto("suspects")
    .values({
      suspect_id: suspectId,
      venue_id: venueId,
      suspicion: finding.suspicion,
      state: "active",
      band: finding.band,
      score_db: finding.scoreDb,
      highest_db: finding.highestDb,
      first_heard_at: heardAt(finding.firstHeardAt, judged),
      last_heard_at: heardAt(finding.lastHeardAt, judged),
      transmitter_count: finding.transmitterCount,
      targets: "[]",
      place: null,
      decision: null,
    })
    .execute();
}

async function storeFinding(trx: Transaction<StateTables>, suspectId: string, judged: JudgedFinding): Promise<void> {
  const { finding } = judged;
  const now = {
    suspect_id: suspectId,
    state: finding.state,
    score_db: finding.scoreDb,
    highest_db: finding.highestDb,
    band: finding.band,
    last_heard_at: Date.parse(finding.lastHeardAt),
    rssi_dbm: finding.rssiDbm ?? null,
    body: JSON.stringify(finding),
    sensor_at: judged.sensorAt,
    received_at: judged.receivedAt,
  };
  await trx
    .insertInto("findings")
    .values({
      sensor_id: judged.sensorId,
      finding_id: finding.findingId,
      venue_id: judged.venueId,
      suspicion: finding.suspicion,
      ...now,
    })
    .onConflict((conflict) => conflict.columns(["sensor_id", "finding_id"]).doUpdateSet(now))
    .execute();
}

async function storeTransmitters(
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
}

/** Score: the highest that a sensor holds now. Ended: when every sensor has ended it; the last score then stays. */
async function updateSuspect(trx: Transaction<StateTables>, suspectId: string, judged: JudgedFinding): Promise<void> {
  const { finding } = judged;
  const suspect = await trx
    .selectFrom("suspects")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .executeTakeFirstOrThrow();
  const active = await trx
    .selectFrom("findings")
    .select((select) => [select.fn.max("score_db").as("score"), select.fn.countAll<number>().as("count")])
    .where("suspect_id", "=", suspectId)
    .where("state", "!=", "ended")
    .executeTakeFirstOrThrow();
  const ended = Number(active.count) === 0;
  const scoreDb = ended ? finding.scoreDb : active.score;
  const targets = new Set([...(JSON.parse(suspect.targets) as string[]), ...finding.targets]);
  await trx
    .updateTable("suspects")
    .set({
      state: ended ? "ended" : "active",
      // A suspect that sank below `watch` keeps the lowest band until its sensors have ended it.
      band: bandOf(scoreDb) ?? "watch",
      score_db: scoreDb,
      highest_db: Math.max(suspect.highest_db, finding.highestDb),
      first_heard_at: Math.min(suspect.first_heard_at, heardAt(finding.firstHeardAt, judged)),
      last_heard_at: Math.max(suspect.last_heard_at, heardAt(finding.lastHeardAt, judged)),
      transmitter_count: Math.max(suspect.transmitter_count, finding.transmitterCount),
      targets: JSON.stringify([...targets].slice(0, MAX_TRANSMITTERS)),
    })
    .where("suspect_id", "=", suspectId)
    .execute();
}
