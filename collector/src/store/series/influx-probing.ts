import type { InfluxDB, IPoint } from "influx";
import { MEASUREMENTS, POLICIES, identifierTag, instant, rollUpOf } from "./influx-points.ts";
import { probingOfMinute } from "./probing-minute.ts";
import { STEP_MS } from "./series-step.ts";
import type { ProbingStep } from "./series-store.ts";

/** Which sensors, and when. */
interface Asked {
  venueId: string;
  sensorIds: readonly string[];
  fromMs: number;
  toMs: number;
  stepMs: number;
}

interface MinuteRow {
  time: Date;
  venue: string;
  sensor: string;
  seconds: number | null;
  requests: number | null;
  most: number | null;
  least: number | null;
}
interface RollUpRow {
  time: Date;
  sensor: string;
  seconds: number | null;
  minutes: number | null;
  requests: number | null;
  devices: number | null;
}

/** What was heard of phones in the minutes of a span, as far as it may be known. InfluxQL has no way to say "one to four is the middle", so it is said here. */
const minutesOf = (where: string, fromMs: number, toMs: number): string =>
  `SELECT sum(seconds) AS seconds, sum(probe_requests) AS requests, max(stations) AS most, min(stations) AS least
   FROM ${POLICIES["1m"]}.${MEASUREMENTS.census} WHERE ${where}time >= ${instant(fromMs)} AND time < ${instant(toMs)}
   GROUP BY venue, sensor, time(60s) fill(none)`;

/** Minutes in which a sensor listened, added up in steps, by the sensor and the step. */
function addUp(rows: readonly MinuteRow[], stepMs: number): Map<string, Required<ProbingStep> & { venueId: string }> {
  const steps = new Map<string, Required<ProbingStep> & { venueId: string }>();
  for (const { time, venue, sensor, seconds, requests, most, least } of rows) {
    if (!((seconds ?? 0) > 0)) continue;
    const atMs = Math.floor(time.getTime() / stepMs) * stepMs;
    const key = `${venue} ${sensor} ${atMs}`;
    const step = steps.get(key) ?? {
      venueId: venue,
      sensorId: sensor,
      atMs,
      minutes: 0,
      load: { requests: 0, devices: 0 },
    };
    const minute = probingOfMinute({ requests: requests ?? 0, most: most ?? 0, least: least ?? 0 });
    step.minutes += 1;
    step.load.requests += minute.requests;
    step.load.devices += minute.devices;
    steps.set(key, step);
  }
  return steps;
}

/** Probing load of sensors in steps: out of the minutes where they are still there, else out of the roll-up, as everywhere. */
export async function readProbing(influx: InfluxDB, database: string, asked: Asked): Promise<ProbingStep[]> {
  const { venueId, sensorIds, fromMs, toMs, stepMs } = asked;
  if (sensorIds.length === 0) return [];
  // Both sides are checked: an identifier has no sign that means anything in a pattern.
  const where = `venue = '${identifierTag(venueId)}' AND sensor =~ /^(${sensorIds.map(identifierTag).join("|")})$/ AND `;
  const minutes = await influx.query<MinuteRow>(minutesOf(where, fromMs, toMs), { database, precision: "ms" });
  const steps = new Map<string, ProbingStep>(
    stepMs < STEP_MS["5m"] ? [] : await rolledUp(influx, database, asked, where),
  );
  for (const { venueId: _, ...step } of addUp(minutes, stepMs).values())
    steps.set(`${step.sensorId} ${step.atMs}`, step);
  return [...steps.values()].toSorted((a, b) =>
    a.sensorId === b.sensorId ? a.atMs - b.atMs : a.sensorId < b.sensorId ? -1 : 1,
  );
}

async function rolledUp(
  influx: InfluxDB,
  database: string,
  { fromMs, toMs, stepMs }: Asked,
  where: string,
): Promise<[string, ProbingStep][]> {
  const rows = stepMs < STEP_MS["1h"] ? "5m" : "1h";
  const found = await influx.query<RollUpRow>(
    `SELECT sum(seconds) AS seconds, sum(minutes) AS minutes, sum(requests) AS requests, sum(devices) AS devices
     FROM ${rollUpOf("listened", rows)} WHERE ${where}time >= ${instant(fromMs)} AND time < ${instant(toMs)}
     GROUP BY sensor, time(${stepMs / 1000}s) fill(none)`,
    { database, precision: "ms" },
  );
  return found.flatMap(({ time, sensor, seconds, minutes, requests, devices }): [string, ProbingStep][] => {
    const heard = minutes ?? Math.max(Number((seconds ?? 0) > 0), Math.round((seconds ?? 0) / 60));
    if (heard === 0) return [];
    const load = requests === null || devices === null ? {} : { load: { requests, devices } };
    const atMs = time.getTime();
    return [[`${sensor} ${atMs}`, { sensorId: sensor, atMs, minutes: heard, ...load }]];
  });
}

/** Minutes of all sensors that are read at a time. */
const PIECE_MS = 3_600_000;
const MOST_POINTS = 5_000;

/** Adds the probing load to the roll-up of what was listened, for the minutes of a span that begins and ends with an hour. */
export async function rollUpProbing(
  influx: InfluxDB,
  database: string,
  step: "5m" | "1h",
  fromMs: number,
  toMs: number,
): Promise<void> {
  for (let at = fromMs; at < toMs; at += PIECE_MS) {
    const minutes = await influx.query<MinuteRow>(minutesOf("", at, Math.min(toMs, at + PIECE_MS)), {
      database,
      precision: "ms",
    });
    const points = [...addUp(minutes, STEP_MS[step]).values()].map(
      ({ venueId, sensorId, atMs, minutes: heard, load }): IPoint => ({
        measurement: `listened_${step}`,
        tags: { venue: identifierTag(venueId), sensor: identifierTag(sensorId) },
        fields: { minutes: heard, ...load },
        timestamp: atMs,
      }),
    );
    for (let first = 0; first < points.length; first += MOST_POINTS)
      await influx.writePoints(points.slice(first, first + MOST_POINTS), {
        precision: "ms",
        retentionPolicy: POLICIES[step],
        database,
      });
  }
}
