import { setImmediate as nextTurn } from "node:timers/promises";
import type { Resident, Sensor, SensorReasonCode, SensorRefusal, Scope } from "@probewarden/contract";
import type { SeriesStore } from "../store/series/series-store.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";
import type { StateTables } from "../store/state/tables.ts";
import type { Selectable } from "kysely";
import { HEARING_RADIUS_METRES } from "./hearing-radius.ts";
import { CLOCK_WRONG_MS } from "./sensor-clock.ts";
import { isWellTurn, turnOf, turnsOf } from "./sensor-turn.ts";
import { factsOf, sensorState } from "./sensor-state.ts";
import { readRefusals, reasonsOf } from "./store-refusals.ts";

/** A resident is shown when a minute of the last quarter of an hour has its level. */
const RESIDENT_WINDOW_MS = 15 * 60_000;

/** Which sensors to read. Absent: all. */
export interface SensorFilter {
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  sensorId?: string;
  sensorIds?: readonly string[];
  /** In this state, as it was at the last look at all sensors and is now. */
  state?: Sensor["state"];
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  /** At most so many rows; absent: all, for who looks at every one. */
  limit?: number;
}

const MANY: SensorReasonCode = "reports-many-suspects";
const LIST = "sensors";
const ORDER = [
  ["turn", "rank"],
  ["name", "text"],
  ["sensor_id", "text"],
] as const satisfies Order;

/** Sensors that are read at once; each has kilobytes of health. */
const AT_ONCE = 128;

/**
 * Sensors that are not retired, as the API shows them: what needs a person first (`sensor-turn.ts`), within it by name. Some at a time, with a
 * turn for whoever waits in between.
 */
export async function readSensors(
  state: StateReader,
  filter: Omit<SensorFilter, "after" | "limit">,
  now: number,
): Promise<Sensor[]> {
  if (filter.sensorIds?.length === 0) return [];
  const ids = (await rowsOf(state, filter).select("sensor_id").execute()).map((row) => row.sensor_id);
  const sensors: Sensor[] = [];
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    if (at > 0) await nextTurn();
    const some = { ...filter, sensorIds: ids.slice(at, at + AT_ONCE) };
    sensors.push(...(await readSensorPage(state, some, now)).items);
  }
  return sensors;
}

/** The rows that a filter lets through, in their order. */
function rowsOf(state: StateReader, filter: SensorFilter) {
  let query = state.db
    .selectFrom("sensors")
    .where("retired_at", "is", null)
    .orderBy("turn")
    .orderBy("name")
    .orderBy("sensor_id");
  if (filter.venueId !== undefined) query = query.where("venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "venue_id"));
  if (filter.sensorId !== undefined) query = query.where("sensor_id", "=", filter.sensorId);
  if (filter.sensorIds !== undefined) query = query.where("sensor_id", "in", filter.sensorIds);
  if (filter.state !== undefined) query = query.where("turn", "in", turnsOf(filter.state));
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "asc"));
  return query;
}

/**
 * The same, with the cursor of the next page.
 * @throws CursorError
 */
export async function readSensorPage(state: StateReader, filter: SensorFilter, now: number): Promise<Page<Sensor>> {
  if (filter.sensorIds?.length === 0) return { items: [], next: undefined };
  const limit = filter.limit ?? Number.POSITIVE_INFINITY;
  let query = rowsOf(state, filter).selectAll();
  if (filter.limit !== undefined) query = query.limit(filter.limit + 1);
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [row.turn, row.name, row.sensor_id]);
  const refusals = await readRefusals(
    state,
    items.map((row) => row.sensor_id),
    now,
  );
  const sensors = items.map((row) => asSensor(row, refusals.get(row.sensor_id) ?? [], now));
  return { items: filter.state === undefined ? sensors : sensors.filter(({ state: is }) => is === filter.state), next };
}

function asSensor(row: Selectable<StateTables["sensors"]>, refused: readonly SensorRefusal[], now: number): Sensor {
  const facts = factsOf(row);
  const { health } = facts;
  const { reasons, ...state } = sensorState(facts, now);
  const isFlooded = row.suspects_beyond > 0;
  const told = [...new Set([...(isFlooded ? [MANY] : []), ...reasons, ...reasonsOf(refused)])].slice(0, 16);
  const isWell = isWellTurn(row.turn) && isWellTurn(turnOf({ state: state.state, reasons: told }));
  return {
    sensorId: row.sensor_id,
    venueId: row.venue_id,
    name: row.name,
    hearingRadiusMetres: HEARING_RADIUS_METRES,
    simulatedLevels: health?.simulatedLevels ?? false,
    ...state,
    reasons: told,
    ...(isWell && row.turn_at !== null
      ? { wellSince: new Date(Math.max(Number(row.turn_at), Number(row.status_at ?? 0))).toISOString() }
      : {}),
    ...(isFlooded ? { suspectsBeyond: row.suspects_beyond } : {}),
    ...(row.newcomers_waiting > 0 ? { newcomersWaiting: row.newcomers_waiting } : {}),
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
