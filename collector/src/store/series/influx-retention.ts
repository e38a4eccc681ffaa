import type { InfluxDB } from "influx";
import { rollUpProbing } from "./influx-probing.ts";
import { MEASUREMENTS, POLICIES, instant, rollUpOf } from "./influx-points.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Keep {
  rawHours: number;
  fiveMinuteDays: number;
  hourDays: number;
}

/** Until `retain` has said better. */
const FIRST_KEEP: Keep = { rawHours: 48, fiveMinuteDays: 30, hourDays: 365 };

/** Makes the retention policies that are missing. */
export async function makePolicies(influx: InfluxDB, database: string): Promise<void> {
  const known = new Set((await influx.showRetentionPolicies(database)).map((policy) => policy.name));
  for (const policy of policiesFor(FIRST_KEEP))
    if (!known.has(policy.name)) await setPolicy(influx, database, "CREATE", policy);
  // Earlier versions wrote each sensor's health there, which nobody read.
  await influx.query("DROP MEASUREMENT health", { database });
}

interface Policy {
  name: string;
  hours: number;
}

/**
 * A policy lets go of whole shards and refuses what is older. The minutes of a sensor that was cut off come days late and must still be
 * taken, so their policy is the longest, and {@link retainInflux} takes them away.
 */
function policiesFor({ rawHours, fiveMinuteDays, hourDays }: Keep): Policy[] {
  return [
    { name: POLICIES["1m"], hours: Math.max(rawHours, fiveMinuteDays * 24, hourDays * 24) },
    { name: POLICIES["5m"], hours: fiveMinuteDays * 24 },
    { name: POLICIES["1h"], hours: hourDays * 24 },
  ];
}

/** Npm `influx` cannot name a shard's duration, and a server refuses to make a policy shorter than the shards that it began with. */
async function setPolicy(
  influx: InfluxDB,
  database: string,
  verb: "CREATE" | "ALTER",
  { name, hours }: Policy,
): Promise<void> {
  const shardHours = hours < 48 ? 1 : hours < 180 * 24 ? 24 : 7 * 24;
  const standing = name === POLICIES["1m"] ? " DEFAULT" : "";
  await influx.query(
    `${verb} RETENTION POLICY ${name} ON "${database}" DURATION ${hours}h REPLICATION 1 SHARD DURATION ${shardHours}h${standing}`,
  );
}

/**
 * Sets the policies to what the configuration keeps, rolls up the minutes whose time has passed, and deletes them and what is in the future.
 * Returns how many rows of minutes went; of roll-ups, which the server lets expire by itself, it does not say.
 */
export async function retainInflux(influx: InfluxDB, database: string, now: number, keep: Keep): Promise<number> {
  for (const policy of policiesFor(keep)) await setPolicy(influx, database, "ALTER", policy);
  // Whole hours, so that no span is ever rolled up from a part of its minutes.
  const before = Math.floor((now - keep.rawHours * HOUR_MS) / HOUR_MS) * HOUR_MS;
  await rollUp(influx, database, before, { ...keep, now });
  let gone = 0;
  for (const [measurement, field] of [
    [MEASUREMENTS.signal, "frames"],
    [MEASUREMENTS.census, "seconds"],
  ] as const)
    for (const span of [`time < ${instant(before)}`, `time > ${instant(now + DAY_MS)}`]) {
      const [counted] = await influx.query<{ rows: number }>(
        `SELECT count(${field}) AS rows FROM ${POLICIES["1m"]}.${measurement} WHERE ${span}`,
        { database },
      );
      gone += counted?.rows ?? 0;
      await influx.query(`DELETE FROM ${measurement} WHERE ${span}`, { database });
    }
  return gone;
}

/**
 * Rolls up all minutes before an instant: what a crash interrupted is done again with the same outcome, for the minutes go only after.
 * A span is kept where its policy still takes it.
 */
async function rollUp(
  influx: InfluxDB,
  database: string,
  before: number,
  { now, ...keep }: Keep & { now: number },
): Promise<void> {
  for (const { what, from, fields, tags } of SOURCES) {
    const first = await oldest(influx, database, from);
    for (const [step, days] of [
      ["5m", keep.fiveMinuteDays],
      ["1h", keep.hourDays],
    ] as const) {
      // An hour of margin, for a policy counts from the moment of the write and by the server's clock.
      const kept = Math.ceil((now - days * DAY_MS) / HOUR_MS) * HOUR_MS + HOUR_MS;
      // Day by day: after a long absence one statement over everything would be the server's whole memory.
      for (let day = Math.max(kept, first); day < before; day += DAY_MS) {
        const until = Math.min(before, day + DAY_MS);
        if (what === "listened") await rollUpProbing(influx, database, step, day, until);
        await influx.query(
          `SELECT ${fields} INTO ${rollUpOf(what, step)} FROM ${POLICIES["1m"]}.${from}
           WHERE time >= ${instant(day)} AND time < ${instant(until)} GROUP BY time(${step}), ${tags} fill(none)`,
          { database },
        );
      }
    }
  }
}

const SOURCES = [
  {
    what: "signal",
    from: MEASUREMENTS.signal,
    fields: "sum(frames) AS frames, sum(weighted) AS weighted, min(p10) AS p10, max(p90) AS p90",
    tags: "venue, sensor, transmitter",
  },
  { what: "listened", from: MEASUREMENTS.census, fields: "sum(seconds) AS seconds", tags: "venue, sensor" },
] as const;

/** The hour of a measurement's oldest minute; far ahead when there is none. */
async function oldest(influx: InfluxDB, database: string, measurement: string): Promise<number> {
  const [row] = await influx.query<{ time: Date }>(
    `SELECT * FROM ${POLICIES["1m"]}.${measurement} ORDER BY time ASC LIMIT 1`,
    { database, precision: "ms" },
  );
  return row === undefined ? Infinity : Math.floor(row.time.getTime() / HOUR_MS) * HOUR_MS;
}
