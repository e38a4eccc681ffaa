import { randomBytes } from "node:crypto";
import { bandOf, spellOctets, type Band, type Finding } from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import { isNewer, type MessageOrder } from "../sensors/message-order.ts";
import type { Placing } from "../sensors/sensor-clock.ts";
import type { StateTables } from "../store/state/tables.ts";
import { couldSettle, decisionColumns, readDecision, reopenedBy, whyReopened, type DecidedOn } from "./decide.ts";
import { namedBy, nameTransmitters } from "./finding-transmitters.ts";
import { noteHearings } from "./hearings.ts";
import { mergeSuspects } from "./merge-suspects.ts";
import { placedFinding } from "./placed-finding.ts";
import { MAX_TRANSMITTERS, OPEN_STATES, storeFinding, storeTransmitters } from "./store-finding.ts";
import { noteTargets, suspectsHitting } from "./suspect-targets.ts";
import { takeBack } from "./take-back.ts";

/** A finding with who sent it, and which of the sensor's messages it is. */
export interface JudgedFinding extends Placing {
  venueId: string;
  order: MessageOrder;
  finding: Finding;
  /** Addresses that earlier messages about it named, which came together with this one. */
  named?: readonly string[];
}

/** What a finding changed: the suspect that it belongs to, suspects that went into it, and suspects that lost an address. */
export interface Judgement {
  suspectId: string;
  merged: string[];
  takenBack: Set<string>;
}

/**
 * Fuses one finding into the venue's suspects, inside the caller's transaction: findings of several sensors that share a transmitter
 * and a suspicion are one suspect. A message older than what is known of the finding changes nothing (undefined), except that what it
 * takes back is taken back. Whether the suspect is there is told afterwards, by `settleStates`.
 */
export async function judgeFinding(
  trx: Transaction<StateTables>,
  judged: JudgedFinding,
): Promise<Judgement | undefined> {
  const { order, venueId, receivedAt } = judged;
  const { sensorId } = order;
  const { findingId } = judged.finding;
  const known = await trx
    .selectFrom("findings")
    .select(["suspect_id", "boot_id", "seq", "state", "band", "codes", "noted_at"])
    .where("sensor_id", "=", sensorId)
    .where("finding_id", "=", findingId)
    .executeTakeFirst();
  if (known !== undefined && !(await isNewer(trx, order, known))) return overtaken(trx, judged, known.suspect_id);

  const ever = await nameTransmitters(trx, { sensorId, findingId }, venueId, [
    ...judged.finding.transmitters,
    ...(judged.named ?? []),
  ]);
  const placed = placedFinding(judged.finding, judged);
  const finding = { ...placed, transmitters: placed.transmitters.filter((transmitter) => ever.has(transmitter)) };
  const candidates = new Set(known === undefined ? [] : [known.suspect_id]);
  for (const suspectId of await suspectsOf(trx, venueId, finding)) candidates.add(suspectId);
  const { suspectId, merged } = await mergeSuspects(trx, [...candidates], receivedAt);
  const id = suspectId ?? spellOctets(randomBytes(8));
  if (suspectId === undefined) await insertSuspect(trx, id, venueId, finding);
  const before = known === undefined ? undefined : { ...known, notedAt: known.noted_at };
  await storeFinding(trx, id, judged, finding, before);
  await storeTransmitters(trx, id, venueId, finding);
  await noteHearings(trx, [{ suspectId: id, sensorId, heardAt: Date.parse(finding.lastHeardAt) }]);
  await updateSuspect(trx, id, finding, { receivedAt, joins: known === undefined });
  const gone = finding.takenBack === true ? without(ever, finding.transmitters) : new Set<string>();
  const takenBack = await takeBack(trx, { venueId, sensorId, suspectId: id, at: receivedAt }, gone);
  return { suspectId: id, merged, takenBack };
}

function without(addresses: ReadonlySet<string>, named: readonly string[]): Set<string> {
  const left = new Set(addresses);
  for (const address of named) left.delete(address);
  return left;
}

/** A message that was overtaken by a later one of its finding still takes back what the later one does not name. */
async function overtaken(
  trx: Transaction<StateTables>,
  { finding, order, venueId, receivedAt }: JudgedFinding,
  suspectId: string,
): Promise<Judgement | undefined> {
  if (finding.takenBack !== true) return undefined;
  const key = { sensorId: order.sensorId, findingId: finding.findingId };
  const { body } = await trx
    .selectFrom("findings")
    .select("body")
    .where("sensor_id", "=", key.sensorId)
    .where("finding_id", "=", key.findingId)
    .executeTakeFirstOrThrow();
  const gone = without(await namedBy(trx, key), (JSON.parse(body) as Finding).transmitters);
  const by = { venueId, sensorId: key.sensorId, suspectId, at: receivedAt };
  return { suspectId, merged: [], takenBack: await takeBack(trx, by, gone) };
}

/** Suspects that the finding may belong to: by transmitter, or by target where the sender hides behind somebody else's address. */
async function suspectsOf(trx: Transaction<StateTables>, venueId: string, finding: Finding): Promise<string[]> {
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
  return suspectsHitting(trx, { venueId, suspicion: finding.suspicion }, finding.targets);
}

async function insertSuspect(
  trx: Transaction<StateTables>,
  suspectId: string,
  venueId: string,
  finding: Finding,
): Promise<void> {
  await trx
    .insertInto("suspects")
    .values({
      suspect_id: suspectId,
      venue_id: venueId,
      suspicion: finding.suspicion,
      state: "active",
      state_since: null,
      band: finding.band,
      score_db: finding.scoreDb,
      highest_db: finding.highestDb,
      first_heard_at: Date.parse(finding.firstHeardAt),
      last_heard_at: Date.parse(finding.lastHeardAt),
      transmitter_count: finding.transmitterCount,
      targets: "[]",
      place: null,
      decision: null,
      decided_on: null,
      reopened: null,
      taken_back: 0,
    })
    .execute();
}

/**
 * Score: the highest that a sensor holds now; when every sensor has ended it, the last score stays. A decision that does not cover what
 * this finding adds settles nothing from now on.
 */
async function updateSuspect(
  trx: Transaction<StateTables>,
  suspectId: string,
  finding: Finding,
  when: { receivedAt: number; joins: boolean },
): Promise<void> {
  const suspect = await trx
    .selectFrom("suspects")
    .selectAll()
    .where("suspect_id", "=", suspectId)
    .executeTakeFirstOrThrow();
  const open = await trx
    .selectFrom("findings")
    .select((select) => select.fn.max("score_db").as("score"))
    .where("suspect_id", "=", suspectId)
    .where("state", "in", OPEN_STATES)
    .executeTakeFirstOrThrow();
  // The highest of no rows is null, whatever its type says.
  const scoreDb = (open.score as number | null) ?? finding.scoreDb;
  const before = new Set(JSON.parse(suspect.targets) as string[]);
  const targets = [...new Set([...before, ...finding.targets])].slice(0, MAX_TRANSMITTERS);
  // A suspect that sank below `watch` keeps the lowest band until its sensors have ended it.
  const band = bandOf(scoreDb) ?? "watch";
  await trx
    .updateTable("suspects")
    .set({
      band,
      score_db: scoreDb,
      highest_db: Math.max(suspect.highest_db, finding.highestDb),
      first_heard_at: Math.min(suspect.first_heard_at, Date.parse(finding.firstHeardAt)),
      last_heard_at: Math.max(suspect.last_heard_at, Date.parse(finding.lastHeardAt)),
      transmitter_count: Math.max(suspect.transmitter_count, finding.transmitterCount),
      targets: JSON.stringify(targets),
      ...decisionColumns({
        decision: suspect.decision,
        reopened: stillReopened(suspect, finding, band, when),
      }),
    })
    .where("suspect_id", "=", suspectId)
    .execute();
  const { venue_id: venueId, suspicion } = suspect;
  await noteTargets(
    trx,
    { suspectId, venueId, suspicion },
    targets.filter((target) => !before.has(target)),
  );
}

/** Why the suspect's decision is open again after this finding; null when it covers what is there. */
function stillReopened(
  suspect: Selectable<StateTables["suspects"]>,
  finding: Finding,
  band: Band,
  { receivedAt, joins }: { receivedAt: number; joins: boolean },
): string | null {
  const { record, reopened } = readDecision(suspect);
  if (!couldSettle(record) || suspect.decided_on === null) return suspect.reopened;
  const reasons = whyReopened(JSON.parse(suspect.decided_on) as DecidedOn, {
    transmitters: finding.transmitters,
    families: finding.evidence.map(({ family }) => family),
    band,
    targets: finding.targets,
    takenBack: joins ? suspect.taken_back : 0,
  });
  return reasons.length === 0 ? suspect.reopened : JSON.stringify(reopenedBy(reopened, reasons, receivedAt));
}
