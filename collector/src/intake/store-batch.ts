import type { Message } from "@probewarden/contract";
import { storeCamera } from "../cameras/store-camera.ts";
import type { Transaction } from "kysely";
import { forgetUnnamedExcerpts, takeExcerpt, type RefusedExcerpt } from "../excerpts/store-excerpt.ts";
import { storeAnswer } from "../fleet/store-answer.ts";
import { groupBy } from "../group-by.ts";
import { storeNewcomers } from "../newcomers/store-newcomers.ts";
import { isAfter, isNewer, type MessageOrder } from "../sensors/message-order.ts";
import { majorOf } from "../sensors/sensor-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { eraseStrangers } from "../suspects/erase-levels.ts";
import { noteLevels, type LevelReport } from "../suspects/hearings.ts";
import { settleShares } from "../suspects/fair-share.ts";
import { noteSpans } from "../suspects/note-spans.ts";
import { settleStates } from "../suspects/settle-states.ts";
import { judgeFinding } from "../suspects/suspects.ts";
import type { Accepted } from "./accepted.ts";
import type { ClockOffsets } from "./clock-offset.ts";
import type { LatestReceived } from "./latest-received.ts";
import type { Read } from "./read-message.ts";
import type { Remembered } from "./remembered.ts";
import { Turns } from "./turns.ts";

/** By how much a collector may come late to a status that another has stored, in milliseconds. */
const LATE_MS = 60_000;

export type StatusRead = Extract<Read, { type: "status" }>;

/** What a batch changed, for whoever shows or tells. */
export interface Changes {
  suspects: Set<string>;
  /** Suspects that went into another one. */
  merged: Set<string>;
  /** Suspects whose level a sensor told. */
  heard: Set<string>;
  /** Suspects that lost an address, because it turned out to be a station's. */
  takenBack: Set<string>;
  /** Addresses whose levels are to be erased, because they were taken back while their levels were on the way. */
  toErase: number;
  /** Addresses that left the work list because they turned out to be a station's. */
  newcomersErased: number;
  /** Entries of the work list for which a sensor has no room, by sensor. */
  newcomersRefused: Map<string, number>;
  /** Excerpts of frames that were not kept, by sensor and reason. */
  excerptsRefused: RefusedExcerpt[];
  sensors: Set<string>;
  cameras: Set<string>;
  /** Cameras of which a step is proven that people were not told of. */
  newSteps: Set<string>;
  stored: number;
  duplicates: number;
}

/** A message that was not stored before, and where it stands among those of its sensor. */
type Fresh = Accepted & { order: MessageOrder };

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
  for (const [entry] of perSubject(fresh, "health", (message) => message.sensorId)) {
    await writeHealth(trx, entry, clocks, changes);
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

async function writeStatus(
  trx: Transaction<StateTables>,
  { sensor, status, major, received }: StatusRead,
  changes: Changes,
): Promise<void> {
  const state = status.state === "offline" && status.stopped === true ? "stopped" : status.state;
  // The broker keeps the last word of a version that the sensor no longer speaks; that it went is no news.
  if (status.state === "offline" && (await speaksAnother(trx, sensor.sensorId, major))) return;
  // A Will says that nothing came: it is no sign of life.
  const alive = status.state === "online" ? { last_message_at: received.receivedAt } : {};
  await trx
    .updateTable("sensors")
    .set({ contract_version: status.contractVersion, ...alive })
    .where("sensor_id", "=", sensor.sensorId)
    .execute();
  // The broker tells its retained status again at each connection of ours: since when it holds is what was heard first. And it tells every
  // collector: one that comes to it late must not put it over what another has heard since. A later time by more than that is a clock that was
  // set back.
  await trx
    .updateTable("sensors")
    .set({ status: state, status_at: received.receivedAt })
    .where("sensor_id", "=", sensor.sensorId)
    .where((where) => where.or([where("status", "is", null), where("status", "!=", state)]))
    .where((where) =>
      where.or([
        where("status_at", "is", null),
        where("status_at", "<=", received.receivedAt),
        where("status_at", ">", received.receivedAt + LATE_MS),
      ]),
    )
    .execute();
  changes.sensors.add(sensor.sensorId);
}

async function speaksAnother(trx: Transaction<StateTables>, sensorId: string, major: number): Promise<boolean> {
  const row = await trx
    .selectFrom("sensors")
    .select("contract_version")
    .where("sensor_id", "=", sensorId)
    .executeTakeFirst();
  const known = row?.contract_version ?? null;
  return known !== null && majorOf(known) !== major;
}

async function writeHealth(
  trx: Transaction<StateTables>,
  { message, received, order }: Fresh,
  clocks: ClockOffsets,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "health") return;
  const measured = clocks.measure(message, received.receivedAt);
  const offset = measured?.offset;
  const update = trx
    .updateTable("sensors")
    .set({
      health: JSON.stringify(message.body),
      health_boot: order.bootId,
      health_seq: order.seq,
      contract_version: message.body.contractVersion,
      ...(offset === undefined ? {} : { clock_offset_ms: Math.round(offset) }),
    })
    .where("sensor_id", "=", message.sensorId);
  // The usual one: it follows another of its boot.
  const { numUpdatedRows } = await update
    .where("health_boot", "=", order.bootId)
    .where("health_seq", "<", order.seq)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) {
    const known = await trx
      .selectFrom("sensors")
      .select(["health_boot as boot_id", "health_seq as seq"])
      .where("sensor_id", "=", message.sensorId)
      .executeTakeFirst();
    if (known === undefined || !(await isNewer(trx, order, known))) return;
    await update.execute();
  }
  if (measured !== undefined) clocks.keep(message.sensorId, measured);
  changes.sensors.add(message.sensorId);
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
