import { HOUR_MS, hourOf, nearestSensors, PRESENCE_STEP_MS, presenceOf } from "./presence.ts";
import type { PresenceSteps } from "./series-store.ts";

type Read = <Row>(sql: string, parameters: (string | number)[]) => Row[];

interface Asked {
  venueId: string;
  transmitters: readonly string[];
  fromMs: number;
  toMs: number;
}

/** Hours in which sensors of a venue heard transmitters. Parameters: venue, from, to (seconds), a JSON list of addresses. */
const HOURS = `
  SELECT s.id AS id, s.sensor AS sensor, count(DISTINCT h.ts) AS hours
  FROM json_each(?4) wanted CROSS JOIN transmitters t ON t.address = wanted.value
  CROSS JOIN signal_1h h ON h.transmitter = t.id AND h.ts >= ?2 AND h.ts < ?3
  CROSS JOIN sensors s ON s.id = h.sensor AND s.venue = ?1
  GROUP BY s.id`;

/**
 * Steps in which one sensor heard them: the hours say where to look, and each step is one look into the clustered key. Parameters: sensor,
 * from, to (seconds), a JSON list of addresses.
 */
const HEARD = `
  WITH RECURSIVE part (after) AS (VALUES (0) UNION ALL SELECT after + ${PRESENCE_STEP_MS / 1000} FROM part WHERE after + ${PRESENCE_STEP_MS / 1000} < ${HOUR_MS / 1000}),
  hour AS MATERIALIZED (
    SELECT t.id AS transmitter, h.ts AS ts
    FROM json_each(?4) wanted CROSS JOIN transmitters t ON t.address = wanted.value
    CROSS JOIN signal_1h h ON h.transmitter = t.id AND h.ts >= ?2 AND h.ts < ?3 AND h.sensor = ?1)
  SELECT DISTINCT l.ts AS ts FROM hour CROSS JOIN part
  CROSS JOIN signal_5m l ON l.sensor = ?1 AND l.ts = hour.ts + part.after AND l.transmitter = hour.transmitter
  WHERE l.ts < ?3`;

const LISTENED = "SELECT ts FROM listened_5m WHERE sensor = ?1 AND ts >= ?2 AND ts < ?3 AND seconds > 0";

/** As {@link SeriesReads.presence} has it, sensor by sensor; `turn` lets the thread do something else in between. */
export async function readSqlitePresence(
  read: Read,
  turn: () => Promise<void>,
  { venueId, transmitters, fromMs, toMs }: Asked,
): Promise<PresenceSteps> {
  const [from, to, addresses] = [hourOf(fromMs) / 1000, toMs / 1000, JSON.stringify(transmitters)];
  const rows = read<{ id: number; sensor: string; hours: number }>(HOURS, [venueId, from, to, addresses]);
  const sensorIds = nearestSensors(new Map(rows.map(({ sensor, hours }) => [sensor, hours])));
  const [heard, listened]: [number[], number[]] = [[], []];
  for (const sensorId of sensorIds) {
    await turn();
    const id = rows.find(({ sensor }) => sensor === sensorId)?.id ?? 0;
    heard.push(...read<{ ts: number }>(HEARD, [id, from, to, addresses]).map(({ ts }) => ts * 1000));
    listened.push(...read<{ ts: number }>(LISTENED, [id, from, to]).map(({ ts }) => ts * 1000));
  }
  return presenceOf(sensorIds, heard, listened);
}
