import type { Resident, Sensor, SensorRefusal } from "@probewarden/contract";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { Selectable } from "kysely";
import { HEARING_RADIUS_METRES } from "./hearing-radius.ts";
import { CLOCK_WRONG_MS } from "./sensor-clock.ts";
import { factsOf, sensorState } from "./sensor-state.ts";
import { readRefusals, reasonsOf } from "./store-refusals.ts";

/** A resident is shown when a minute of the last quarter of an hour has its level. */
const RESIDENT_WINDOW_MS = 15 * 60_000;

/** Sensors that are not retired, as the API shows them, by name. */
export async function readSensors(
  state: StateStore,
  filter: { venueId?: string; sensorId?: string },
  now: number,
): Promise<Sensor[]> {
  let query = state.db.selectFrom("sensors").selectAll().where("retired_at", "is", null).orderBy("name");
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.sensorId !== undefined) query = query.where("sensor_id", "=", filter.sensorId);
  const refusals = await readRefusals(state, filter.sensorId, now);
  return (await query.execute()).map((row) => asSensor(row, refusals.get(row.sensor_id) ?? [], now));
}

function asSensor(row: Selectable<StateTables["sensors"]>, refused: readonly SensorRefusal[], now: number): Sensor {
  const facts = factsOf(row);
  const { health } = facts;
  const { reasons, ...state } = sensorState(facts, now);
  return {
    sensorId: row.sensor_id,
    venueId: row.venue_id,
    name: row.name,
    hearingRadiusMetres: HEARING_RADIUS_METRES,
    simulatedLevels: health?.simulatedLevels ?? false,
    ...state,
    reasons: [...new Set([...reasons, ...reasonsOf(refused)])].slice(0, 16),
    ...(refused.length === 0 ? {} : { refused: [...refused] }),
    ...(row.floor_id === null ? {} : { floorId: row.floor_id }),
    ...(row.x === null || row.y === null ? {} : { position: { x: row.x, y: row.y } }),
    ...(row.last_message_at === null ? {} : { lastHeardAt: new Date(row.last_message_at).toISOString() }),
    ...(row.clock_offset_ms === null ? {} : { clockOffsetSeconds: row.clock_offset_ms / 1000 }),
    ...(row.contract_version === null ? {} : { contractVersion: row.contract_version }),
    ...(health === undefined ? {} : { health }),
  };
}

/** Access points that the sensor heard in the last quarter of an hour, loudest first. */
export async function readResidents(
  series: SeriesStore,
  venueId: string,
  sensorId: string,
  now: number,
): Promise<Resident[]> {
  const rows = await series.residents(venueId, sensorId, now - RESIDENT_WINDOW_MS, now + CLOCK_WRONG_MS, 500);
  return rows.map((row) => ({
    transmitter: row.transmitter,
    role: row.role === "venue" ? "venue" : "resident",
    ...(row.name === undefined ? {} : { name: row.name }),
    channelMhz: row.channelMhz,
    medianDbm: row.medianDbm,
    lastHeardAt: row.minute,
  }));
}
