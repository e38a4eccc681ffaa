import type { InfluxDB } from "influx";
import { MEASUREMENTS, POLICIES, identifierTag, instant, rollUpOf, transmitterTag } from "./influx-points.ts";
import { hourOf, nearestSensors, PRESENCE_STEP_MS, presenceOf } from "./presence.ts";
import type { PresenceSteps } from "./series-store.ts";

interface Asked {
  venueId: string;
  transmitters: readonly string[];
  fromMs: number;
  toMs: number;
}
interface StepRow {
  time: Date;
  sensor: string;
  value: number | null;
}

/** As {@link SeriesReads.presence} has it: out of the minutes where they are still there, and out of the roll-ups. */
export async function readInfluxPresence(
  influx: InfluxDB,
  database: string,
  { venueId, transmitters, fromMs, toMs }: Asked,
): Promise<PresenceSteps> {
  if (transmitters.length === 0) return presenceOf([], [], []);
  const steps = async (from: string, sum: string, where: string): Promise<StepRow[]> => {
    const rows = await influx.query<StepRow>(
      `SELECT sum(${sum}) AS value FROM ${from}
       WHERE venue = '${identifierTag(venueId)}' AND ${where} AND time >= ${instant(hourOf(fromMs))} AND time < ${instant(toMs)}
       GROUP BY sensor, time(${PRESENCE_STEP_MS / 1000}s) fill(none)`,
      { database, precision: "ms" },
    );
    return rows.filter(({ value }) => (value ?? 0) > 0);
  };
  const both = async (what: "signal" | "listened", sum: string, where: string): Promise<StepRow[]> => [
    ...(await steps(`${POLICIES["1m"]}.${MEASUREMENTS[what === "signal" ? "signal" : "census"]}`, sum, where)),
    ...(await steps(rollUpOf(what, "5m"), sum, where)),
  ];
  // A tag is twelve hex digits, or an identifier without a sign that means anything in a pattern.
  const heard = await both("signal", "frames", `transmitter =~ /^(${transmitters.map(transmitterTag).join("|")})$/`);
  const hours = new Map<string, Set<number>>();
  for (const { sensor, time } of heard) {
    const own = hours.get(sensor) ?? new Set();
    hours.set(sensor, own.add(hourOf(time.getTime())));
  }
  const sensorIds = nearestSensors(new Map([...hours].map(([sensorId, own]) => [sensorId, own.size])));
  if (sensorIds.length === 0) return presenceOf([], [], []);
  const listened = await both("listened", "seconds", `sensor =~ /^(${sensorIds.map(identifierTag).join("|")})$/`);
  const near = new Set(sensorIds);
  const timesOf = (rows: StepRow[]): number[] => rows.map(({ time }) => time.getTime());
  return presenceOf(sensorIds, timesOf(heard.filter(({ sensor }) => near.has(sensor))), timesOf(listened));
}
