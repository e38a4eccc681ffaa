import { CONTRACT_MAJOR, type SensorAddress } from "@probewarden/contract";
import type Database from "libsql";
import { readMeta, writeMeta } from "./outbox-meta.ts";

/** Messages that can never be accepted and are kept for a person; beyond these the oldest go, findings and cameras last. */
const MOST_MESSAGES = 1000;
/** What is decided by the sensor's own name, venue and version, and decided anew when they change. */
const OURS = ["other-contract", "other-sensor", "other-venue"];

/** Messages that lie set aside, and why the latest of them does. */
export interface SetAside {
  messages: number;
  bytes: number;
  cause: string;
}

/**
 * What waits and was made under another name, in another venue or in another major version can never be accepted: each is set aside with
 * its reason, and comes back when the sensor is again what it was. Done once for each change, for it reads the whole outbox. Findings that
 * had not ended are forgotten with the name that they were told under: what is still there is found again. `prune` counts what went.
 */
export function sortMessages(database: Database.Database, sensor: SensorAddress): void {
  const identity = `${CONTRACT_MAJOR}/${sensor.venueId}/${sensor.sensorId}`;
  const known = readMeta(database, "identity");
  if (known === identity) return;
  // Payloads are written by this program alone, in this order.
  const contract = `{"v":${CONTRACT_MAJOR},`;
  const name = `${contract}"sensorId":${JSON.stringify(sensor.sensorId)},`;
  const why = `CASE
    WHEN substr(payload, 1, ${contract.length}) <> ? THEN 'other-contract'
    WHEN substr(payload, 1, ${name.length}) <> ? THEN 'other-sensor'
    WHEN venue IS NOT NULL AND venue <> ? THEN 'other-venue' END`;
  const values = [contract, name, sensor.venueId];
  const ours = OURS.map((reason) => `'${reason}'`).join(", ");
  database
    .transaction(() => {
      database.prepare(`UPDATE message SET aside = ${why} WHERE aside IN (${ours})`).run(...values);
      database
        .prepare(`UPDATE message SET aside = ${why} WHERE aside IS NULL AND ${why} IS NOT NULL`)
        .run(...values, ...values);
      if (known !== undefined) database.exec("DELETE FROM open_finding; DELETE FROM ended_finding");
      writeMeta(database, "identity", identity);
    })
    .immediate();
}

/** The collector does not take these messages of a boot: they are kept, and not sent again. Returns the ids of their rows. */
export function refuseMessages(
  database: Database.Database,
  boot: string,
  refused: readonly { seq: number; reason: string }[],
): number[] {
  const setAside = database.prepare<[string, string, number]>(
    "UPDATE message SET aside = ? WHERE boot = ? AND seq = ? AND aside IS NULL RETURNING id",
  );
  // One commit for all: a burst of refusals must not cost an SD card a wait for each.
  return database
    .transaction(() =>
      refused.flatMap(({ seq, reason }) => (setAside.all(reason, boot, seq) as { id: number }[]).map(({ id }) => id)),
    )
    .immediate();
}

/** Lets the oldest go beyond the bound; returns how many went. */
export function pruneSetAside(database: Database.Database): number {
  return database
    .prepare(
      `DELETE FROM message WHERE id IN (
         SELECT id FROM message WHERE aside > ''
         ORDER BY CASE kind WHEN 'finding' THEN 0 WHEN 'camera' THEN 1 ELSE 2 END, id DESC LIMIT -1 OFFSET ?)`,
    )
    .run(MOST_MESSAGES).changes;
}

/** What lies set aside. */
export function setAsideIn(database: Database.Database): SetAside {
  const [sum] = database
    .prepare("SELECT count(*) AS messages, coalesce(sum(bytes), 0) AS bytes FROM message WHERE aside > ''")
    .all() as Omit<SetAside, "cause">[];
  const [latest] = database
    .prepare("SELECT aside AS cause FROM message WHERE aside > '' ORDER BY id DESC LIMIT 1")
    .all() as Pick<SetAside, "cause">[];
  return { messages: sum?.messages ?? 0, bytes: sum?.bytes ?? 0, cause: latest?.cause ?? "unknown" };
}

/** A person has seen them: they are forgotten. Returns how many messages that were. */
export function forgetSetAside(database: Database.Database): number {
  return database.prepare("DELETE FROM message WHERE aside > ''").run().changes;
}
