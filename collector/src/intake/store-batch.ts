import type { Message } from "@probewarden/contract";
import { storeCamera } from "../cameras/store-camera.ts";
import type { Transaction } from "kysely";
import { forgetUnnamedExcerpts, takeExcerpt } from "../excerpts/store-excerpt.ts";
import { storeAnswer } from "../fleet/store-answer.ts";
import { groupBy } from "../group-by.ts";
import { storeNewcomers } from "../newcomers/store-newcomers.ts";
import { isAfter } from "../sensors/message-order.ts";
import type { StateTables } from "../store/state/tables.ts";
import { eraseStrangers } from "../suspects/erase-levels.ts";
import { noteLevels, type LevelReport } from "../suspects/hearings.ts";
import { settleShares } from "../suspects/fair-share.ts";
import { noteSpans } from "../suspects/note-spans.ts";
import { settleStates } from "../suspects/settle-states.ts";
import { judgeFinding } from "../suspects/suspects.ts";
import type { Accepted } from "./accepted.ts";
import type { Changes, Fresh } from "./changes.ts";
import type { LatestReceived } from "./latest-received.ts";
import type { Remembered } from "./remembered.ts";
import { writeHealth, writeStatus, type StatusRead } from "./store-sensor-state.ts";
import { Turns } from "./turns.ts";

/** Writes the accepted messages of a batch into the state, each once, inside the caller's transaction. */
export async function storeBatch(
  trx: Transaction<StateTables>,
  accepted: readonly Accepted[],
  statuses: readonly StatusRead[],
  { clocks, latest }: Remembered,
  now: number,
): Promise<Changes> {
  const changes: Changes = {
    suspects: new Set(),
    merged: new Set(),
    heard: new Set(),
    takenBack: new Set(),
    toErase: 0,
    newcomersErased: 0,
    newcomersRefused: new Map(),
    excerptsRefused: [],
    sensors: new Set(),
    cameras: new Set(),
    newSteps: new Set(),
    stored: 0,
    duplicates: 0,
  };
  const turns = new Turns();
  const fresh = await onlyNew(trx, accepted, latest, turns);
  changes.stored = fresh.length;
  changes.duplicates = accepted.length - fresh.length;
  await touchSensors(trx, accepted);
  for (const status of statuses) await writeStatus(trx, status, changes);
  for (const reports of perSubject(fresh, "health", (message) => message.sensorId)) {
    await writeHealth(trx, reports, clocks, changes);
    await turns.next();
  }
  for (const [entry] of perSubject(
    fresh,
    "camera",
    (message) => message.kind === "camera" && `${message.sensorId} ${message.body.cameraId}`,
  )) {
    await writeCamera(trx, entry, changes);
    await turns.next();
  }
  for (const entries of perSubject(
    fresh,
    "finding",
    (message) => message.kind === "finding" && `${message.sensorId} ${message.body.findingId}`,
  )) {
    await judge(trx, entries, changes);
    await turns.next();
  }
  for (const { message, received } of fresh)
    if (await storeAnswer(trx, message, received.receivedAt)) changes.sensors.add(message.sensorId);
  for (const entry of fresh) await hearNewcomers(trx, entry, changes);
  // Behind the findings: it may name what they name, and no more.
  for (const entry of fresh) await takeExcerpt(trx, entry, changes.excerptsRefused);
  const { suspects: heard, strangers } = await noteLevels(trx, fresh.flatMap(levelsOf));
  changes.heard = heard;
  changes.toErase = await eraseStrangers(trx, strangers, now);
  for (const id of await suspectsOfAgain(trx, accepted, fresh)) changes.suspects.add(id);
  const moved = await settleStates(trx, new Set([...changes.suspects, ...changes.heard]), now);
  for (const id of [...moved, ...changes.takenBack]) changes.suspects.add(id);
  for (const [venueId, sensorIds] of sensorsThatJudge(fresh))
    for (const id of (await settleShares(trx, venueId, sensorIds)).moved) changes.suspects.add(id);
  await noteSpans(trx, changes.suspects, now);
  return changes;
}

/** The sensors of the findings of a batch, by venue. */
function sensorsThatJudge(fresh: readonly Fresh[]): Map<string, Set<string>> {
  const venues = new Map<string, Set<string>>();
  for (const { message, sensor } of fresh)
    if (message.kind === "finding")
      venues.set(sensor.venueId, (venues.get(sensor.venueId) ?? new Set()).add(sensor.sensorId));
  return venues;
}

const levelsOf = ({ message, sensor, received, clockOffsetMs }: Fresh): LevelReport[] =>
  message.kind === "signal"
    ? [{ ...sensor, rows: message.body.rows, receivedAt: received.receivedAt, clockOffsetMs }]
    : [];

/**
 * Suspects of findings that came again. Whoever stored them did not acknowledge them; it may have died before it told anybody, so they are
 * told again.
 */
async function suspectsOfAgain(
  trx: Transaction<StateTables>,
  accepted: readonly Accepted[],
  fresh: readonly Fresh[],
): Promise<string[]> {
  const news = new Set(fresh.map(({ received }) => received));
  const suspects: string[] = [];
  for (const { message, received } of accepted) {
    if (message.kind !== "finding" || news.has(received)) continue;
    const row = await trx
      .selectFrom("findings")
      .select("suspect_id")
      .where("sensor_id", "=", message.sensorId)
      .where("finding_id", "=", message.body.findingId)
      .executeTakeFirst();
    if (row !== undefined) suspects.push(row.suspect_id);
  }
  return suspects;
}

/** The messages that were not stored before, and their sequence numbers marked as stored. */
async function onlyNew(
  trx: Transaction<StateTables>,
  accepted: readonly Accepted[],
  latest: LatestReceived,
  turns: Turns,
): Promise<Fresh[]> {
  const boots = groupBy(accepted, ({ message: { sensorId, bootId } }) => `${sensorId} ${bootId}`);
  const fresh: Fresh[] = [];
  for (const entries of boots.values()) {
    const first = entries[0];
    if (first === undefined) continue;
    const boot = { sensorId: first.message.sensorId, bootId: first.message.bootId };
    const numbers = new Map(entries.toReversed().map((entry) => [entry.message.seq, entry]));
    const heardAt = Math.max(...entries.map(({ received }) => received.receivedAt));
    const { ordinal, news } = await latest.mark(trx, boot, [...numbers.keys()], heardAt);
    for (const entry of entries)
      if (news.has(entry.message.seq) && numbers.get(entry.message.seq) === entry)
        fresh.push({ ...entry, order: { ...boot, seq: entry.message.seq, ordinal } });
    await turns.next();
  }
  return fresh;
}

/**
 * When the sensors were last heard: the latest instant of the batch for all of them, which is at most the batch's wait late for one.
 */
async function touchSensors(trx: Transaction<StateTables>, accepted: readonly Accepted[]): Promise<void> {
  const sensorIds = [...new Set(accepted.map(({ sensor }) => sensor.sensorId))];
  if (sensorIds.length === 0) return;
  const { numUpdatedRows } = await trx
    .updateTable("sensors")
    .set({ last_message_at: Math.max(...accepted.map(({ received }) => received.receivedAt)) })
    .where("sensor_id", "in", sensorIds)
    .executeTakeFirst();
  // A venue may have been removed since the batch was looked at: nothing of it may be stored behind that.
  if (numUpdatedRows < BigInt(sensorIds.length))
    throw new Error(`one of ${sensorIds.join(", ")} was removed while its messages were on the way`);
}

async function writeCamera(
  trx: Transaction<StateTables>,
  { message, sensor, received, order }: Fresh,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "camera") return;
  const { cameraId } = message.body;
  const stored = await storeCamera(trx, { finding: message.body, sensor, receivedAt: received.receivedAt, order });
  if (stored === undefined) return;
  changes.cameras.add(cameraId);
  if (stored.hasNewStep) changes.newSteps.add(cameraId);
}

async function hearNewcomers(
  trx: Transaction<StateTables>,
  { message, sensor, received, order, clockOffsetMs }: Fresh,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "newcomer") return;
  const { receivedAt } = received;
  const report = { venueId: sensor.venueId, order, receivedAt, clockOffsetMs, body: message.body };
  const { erased, noRoom } = await storeNewcomers(trx, report);
  changes.newcomersErased += erased;
  const { sensorId } = sensor;
  if (noRoom > 0) changes.newcomersRefused.set(sensorId, (changes.newcomersRefused.get(sensorId) ?? 0) + noRoom);
}

/** Judges what a batch says of one finding once: its latest message, with what the ones before it named and took back. */
async function judge(
  trx: Transaction<StateTables>,
  [{ message, sensor, received, order, clockOffsetMs }, ...earlier]: [Fresh, ...Fresh[]],
  changes: Changes,
): Promise<void> {
  if (message.kind !== "finding") return;
  const before = earlier.flatMap((entry) => (entry.message.kind === "finding" ? [entry.message.body] : []));
  const judgement = await judgeFinding(trx, {
    venueId: sensor.venueId,
    order,
    receivedAt: received.receivedAt,
    clockOffsetMs,
    finding: before.some((finding) => finding.takenBack) ? { ...message.body, takenBack: true } : message.body,
    named: before.flatMap((finding) => finding.transmitters),
  });
  if ([message.body, ...before].some(({ takenBack }) => takenBack === true))
    await forgetUnnamedExcerpts(trx, sensor.venueId, sensor.sensorId, message.body.findingId);
  if (judgement === undefined) return;
  changes.suspects.add(judgement.suspectId);
  for (const suspectId of judgement.takenBack) changes.takenBack.add(suspectId);
  for (const suspectId of judgement.merged) {
    changes.suspects.delete(suspectId);
    changes.merged.add(suspectId);
  }
}

/** The messages about each subject of a kind, the latest of its sensor first, then those before it. */
function perSubject(
  fresh: readonly Fresh[],
  kind: Message["kind"],
  subjectOf: (message: Message) => string | false,
): [Fresh, ...Fresh[]][] {
  const subjects = new Map<string, [Fresh, ...Fresh[]]>();
  for (const entry of fresh) {
    if (entry.message.kind !== kind) continue;
    const subject = subjectOf(entry.message);
    if (subject === false) continue;
    const known = subjects.get(subject);
    if (known === undefined) subjects.set(subject, [entry]);
    else if (known[0].order.sensorId === entry.order.sensorId && isAfter(known[0].order, entry.order))
      known.push(entry);
    else subjects.set(subject, [entry, ...known]);
  }
  return [...subjects.values()];
}
