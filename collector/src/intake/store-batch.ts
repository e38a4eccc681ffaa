import type { FindingMessage, Message } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { correctionMs, majorOf } from "../sensors/sensor-state.ts";
import { judgeFinding } from "../suspects/suspects.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { ClockOffsets } from "./clock-offset.ts";
import { heardBoot } from "./forget-ranges.ts";
import type { Read } from "./read-message.ts";
import { includes, readRanges, withNumbers, writeRanges, type Range } from "./received-ranges.ts";

/** A message of a known sensor; `clockOffsetMs`: what to take from its time stamps. */
export type Accepted = Extract<Read, { type: "message" }> & { clockOffsetMs: number };
export type StatusRead = Extract<Read, { type: "status" }>;

/** What a batch changed, for whoever shows or tells. */
export interface Changes {
  suspects: Set<string>;
  /** Suspects that went into another one. */
  merged: Set<string>;
  sensors: Set<string>;
  cameras: Set<string>;
  stored: number;
  duplicates: number;
}

/** Writes the accepted messages of a batch into the state, each once, inside the caller's transaction. */
export async function storeBatch(
  trx: Transaction<StateTables>,
  accepted: readonly Accepted[],
  statuses: readonly StatusRead[],
  clocks: ClockOffsets,
): Promise<Changes> {
  const changes: Changes = {
    suspects: new Set(),
    merged: new Set(),
    sensors: new Set(),
    cameras: new Set(),
    stored: 0,
    duplicates: 0,
  };
  const fresh = await onlyNew(trx, accepted);
  changes.stored = fresh.length;
  changes.duplicates = accepted.length - fresh.length;
  await writeLog(trx, fresh);
  await touchSensors(trx, accepted);
  for (const status of statuses) await writeStatus(trx, status, changes);
  for (const entry of fresh) if (entry.message.kind === "health") await writeHealth(trx, entry, clocks, changes);
  for (const entry of latestPer(fresh, "camera", (message) => message.kind === "camera" && message.body.cameraId))
    await writeCamera(trx, entry, changes);
  for (const entry of latestPer(
    fresh,
    "finding",
    (message) => message.kind === "finding" && `${message.sensorId} ${message.body.findingId}`,
  ))
    await judge(trx, entry, changes);
  return changes;
}

/** The messages that were not stored before, and their sequence numbers marked as stored. */
async function onlyNew(trx: Transaction<StateTables>, accepted: readonly Accepted[]): Promise<Accepted[]> {
  const boots = new Map<string, Accepted[]>();
  for (const entry of accepted) {
    const key = `${entry.message.sensorId} ${entry.message.bootId}`;
    boots.set(key, [...(boots.get(key) ?? []), entry]);
  }
  const fresh: Accepted[] = [];
  for (const entries of boots.values()) {
    const first = entries[0];
    if (first === undefined) continue;
    const { sensorId, bootId } = first.message;
    const boot = { sensorId, bootId };
    await heardBoot(trx, boot, Math.max(...entries.map(({ received }) => received.receivedAt)));
    const numbers = entries.map(({ message }) => message.seq);
    const before: Range[] = await readRanges(trx, boot, Math.min(...numbers), Math.max(...numbers));
    const seen = new Set<number>();
    for (const entry of entries) {
      const { seq } = entry.message;
      if (seen.has(seq) || includes(before, seq)) continue;
      seen.add(seq);
      fresh.push(entry);
    }
    if (seen.size > 0) await writeRanges(trx, boot, before, withNumbers(before, [...seen]));
  }
  return fresh;
}

/** Rows of one insert; PostgreSQL and SQLite both bound the parameters of a statement. */
const ROWS_PER_INSERT = 256;

async function writeLog(trx: Transaction<StateTables>, fresh: readonly Accepted[]): Promise<void> {
  const rows = fresh.flatMap(({ message, received }) =>
    message.kind === "finding"
      ? [
          {
            sensor_id: message.sensorId,
            boot_id: message.bootId,
            seq: message.seq,
            finding_id: message.body.findingId,
            at: Date.parse(message.at),
            received_at: received.receivedAt,
            body: JSON.stringify(message.body),
          },
        ]
      : [],
  );
  for (let at = 0; at < rows.length; at += ROWS_PER_INSERT) {
    await trx
      .insertInto("finding_log")
      .values(rows.slice(at, at + ROWS_PER_INSERT))
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
}

async function touchSensors(trx: Transaction<StateTables>, accepted: readonly Accepted[]): Promise<void> {
  const latest = new Map<string, number>();
  for (const { sensor, received } of accepted)
    latest.set(sensor.sensorId, Math.max(latest.get(sensor.sensorId) ?? 0, received.receivedAt));
  for (const [sensorId, at] of latest) {
    await trx.updateTable("sensors").set({ last_message_at: at }).where("sensor_id", "=", sensorId).execute();
  }
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
  // The broker tells its retained status again at each connection of ours: since when it holds is what was heard first.
  await trx
    .updateTable("sensors")
    .set({ status: state, status_at: received.receivedAt })
    .where("sensor_id", "=", sensor.sensorId)
    .where((where) => where.or([where("status", "is", null), where("status", "!=", state)]))
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
  { message, received }: Accepted,
  clocks: ClockOffsets,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "health") return;
  const offset = clocks.take(message, received.receivedAt);
  await trx
    .updateTable("sensors")
    .set({
      health: JSON.stringify(message.body),
      contract_version: message.body.contractVersion,
      ...(offset === undefined ? {} : { clock_offset_ms: Math.round(offset) }),
    })
    .where("sensor_id", "=", message.sensorId)
    .execute();
  changes.sensors.add(message.sensorId);
}

async function writeCamera(
  trx: Transaction<StateTables>,
  { message, sensor, received }: Accepted,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "camera") return;
  const visit = { sensor_id: sensor.sensorId, last_seen_at: received.receivedAt, body: JSON.stringify(message.body) };
  await trx
    .insertInto("cameras")
    .values({
      camera_id: message.body.cameraId,
      venue_id: sensor.venueId,
      first_seen_at: received.receivedAt,
      ...visit,
    })
    .onConflict((conflict) =>
      conflict.column("camera_id").doUpdateSet(visit).where("cameras.venue_id", "=", sensor.venueId),
    )
    .execute();
  changes.cameras.add(message.body.cameraId);
}

async function judge(
  trx: Transaction<StateTables>,
  { message, sensor, received }: Accepted,
  changes: Changes,
): Promise<void> {
  if (message.kind !== "finding") return;
  const row = await trx
    .selectFrom("sensors")
    .select("clock_offset_ms")
    .where("sensor_id", "=", sensor.sensorId)
    .executeTakeFirst();
  const judgement = await judgeFinding(trx, {
    ...sensor,
    sensorAt: Date.parse(message.at),
    receivedAt: received.receivedAt,
    clockOffsetMs: correctionMs(row?.clock_offset_ms),
    finding: (message satisfies FindingMessage).body,
  });
  if (judgement === undefined) return;
  changes.suspects.add(judgement.suspectId);
  for (const suspectId of judgement.merged) {
    changes.suspects.delete(suspectId);
    changes.merged.add(suspectId);
  }
}

/** The latest message about each subject of a kind: what a batch says of the same finding twice is judged once. */
function latestPer(
  fresh: readonly Accepted[],
  kind: Message["kind"],
  subjectOf: (message: Message) => string | false,
): Accepted[] {
  const latest = new Map<string, Accepted>();
  for (const entry of fresh) {
    if (entry.message.kind !== kind) continue;
    const subject = subjectOf(entry.message);
    if (subject === false) continue;
    const known = latest.get(subject);
    if (known === undefined || Date.parse(entry.message.at) >= Date.parse(known.message.at)) latest.set(subject, entry);
  }
  return [...latest.values()];
}
