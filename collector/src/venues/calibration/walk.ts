import { LIMITS, type CalibrationWalk } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { audit } from "../../people/audit.ts";
import type { FloorName } from "../../store/drawings.ts";
import type { SeriesStore } from "../../store/series/series-store.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { keepWalk, readWalk, readWalks, removeWalks, type KeptPoint, type KeptWalk } from "../../store/walks.ts";
import { askToErase } from "../../suspects/erase-levels.ts";
import { isOnFloor } from "../floor-size.ts";
import { calibrateVenueFloor, readFloorAround, type CalibrationOutcome } from "./calibrate.ts";
import type { FloorAround } from "./fit-floor.ts";
import { calibrationPointsOf, hearPoints, walkPointOf, type HeardPoint } from "./walk-levels.ts";

/** How long sensors are asked to report what somebody carries: a floor takes half an hour. */
export const WALK_MS = 2 * 3_600_000;
/** A point lasts at most so long; levels of an access point are taken from as many minutes. */
export const MOST_POINT_MS = 15 * 60_000;
/** How long back the carried transmitter counts as heard now: the last full minute and its way here. */
const HEARD_NOW_MS = 4 * 60_000;

/** Who walks where, and when it is (epoch milliseconds). */
export interface Walker extends FloorName {
  by: string;
  at: number;
}

/** Why a walk or its point was not taken. `outside`: the floor's sides, in metres. */
export type WalkRefusal =
  | { outcome: "no-floor" | "no-walk" | "under-way" | "full" | "not-carried" | "too-long" }
  | { outcome: "outside"; widthMetres: number; heightMetres: number };

/** Begins a walk; begun again with the same transmitter it goes on. Sensors of the venue report what is carried until it ends, if it beacons. */
export async function startWalk(
  state: StateStore,
  { venueId, floorId, by, at }: Walker,
  carried: string | undefined,
): Promise<WalkRefusal | undefined> {
  return state.inVenue(venueId, async (trx): Promise<WalkRefusal | undefined> => {
    if ((await readFloorAround(trx, { venueId, floorId })) === undefined) return { outcome: "no-floor" };
    const before = await readWalk(trx, { venueId, floorId });
    if (before !== undefined && before.endsAt > at)
      return before.carried === carried ? undefined : { outcome: "under-way" };
    if (before !== undefined) await forget(trx, { venueId, floorId }, before, at);
    const walk = { ...(carried === undefined ? {} : { carried }), startedAt: at, endsAt: at + WALK_MS, by, points: [] };
    await keepWalk(trx, { venueId, floorId }, walk);
    await audit(trx, { at, by, action: "walk-begun", subject: `${venueId} ${floorId}` });
    return undefined;
  });
}

/** Keeps a point, or changes it: sent twice, it is there once. */
export async function putWalkPoint(
  state: StateStore,
  { venueId, floorId, at }: Walker,
  point: KeptPoint,
): Promise<WalkRefusal | undefined> {
  return state.inVenue(venueId, async (trx): Promise<WalkRefusal | undefined> => {
    const around = await readFloorAround(trx, { venueId, floorId });
    const walk = await readWalk(trx, { venueId, floorId });
    if (around === undefined) return { outcome: "no-floor" };
    if (walk === undefined || walk.endsAt <= at) return { outcome: "no-walk" };
    const { widthMetres, heightMetres } = around.floor;
    if (!isOnFloor(around.floor, point)) return { outcome: "outside", widthMetres, heightMetres };
    if (!(point.toMs > point.fromMs) || point.toMs - point.fromMs > MOST_POINT_MS) return { outcome: "too-long" };
    if (point.kind === "carried" && point.transmitter !== walk.carried) return { outcome: "not-carried" };
    const isKnown = walk.points.some(({ pointId }) => pointId === point.pointId);
    if (!isKnown && walk.points.length >= LIMITS.calibration.walkPoints) return { outcome: "full" };
    const points = isKnown
      ? walk.points.map((one) => (one.pointId === point.pointId ? point : one))
      : [...walk.points, point];
    await keepWalk(trx, { venueId, floorId }, { ...walk, points });
    return undefined;
  });
}

/** Takes a point back; one that is not there is taken back already. */
export async function removeWalkPoint(
  state: StateStore,
  { venueId, floorId }: FloorName,
  pointId: string,
): Promise<WalkRefusal | undefined> {
  return state.inVenue(venueId, async (trx): Promise<WalkRefusal | undefined> => {
    const walk = await readWalk(trx, { venueId, floorId });
    if (walk === undefined) return { outcome: "no-walk" };
    const points = walk.points.filter((point) => point.pointId !== pointId);
    await keepWalk(trx, { venueId, floorId }, { ...walk, points });
    return undefined;
  });
}

/** Ends a walk: sensors are asked no more, and every level of what was carried is erased. */
export async function endWalk(state: StateStore, { venueId, floorId, by, at }: Walker): Promise<void> {
  await state.inVenue(venueId, async (trx) => {
    const walk = await readWalk(trx, { venueId, floorId });
    if (walk === undefined) return;
    await forget(trx, { venueId, floorId }, walk, at);
    await audit(trx, { at, by, action: "walk-ended", subject: `${venueId} ${floorId}` });
  });
}

/** Forgets walks that nobody ended, with what was carried. Returns their venues. */
export async function endOldWalks(state: StateStore, now: number): Promise<string[]> {
  const old = (await readWalks(state.db)).filter(({ walk }) => walk.endsAt <= now);
  for (const { walk, ...floor } of old) await state.inVenue(floor.venueId, (trx) => forget(trx, floor, walk, now));
  return old.map(({ venueId }) => venueId);
}

/** The walk of a floor as its page shows it; undefined where none is under way. */
export async function readShownWalk(
  state: StateStore,
  series: SeriesStore,
  floor: FloorName,
  now: number,
): Promise<CalibrationWalk | undefined> {
  const walk = await readWalk(state.db, floor);
  const around = await readFloorAround(state.db, floor);
  if (walk === undefined || around === undefined || walk.endsAt <= now) return undefined;
  const { carried, startedAt, endsAt, by } = walk;
  const heard = await hear(series, floor, around, walk);
  const ids = new Set(around.sensors.map(({ sensorId }) => sensorId));
  const latest =
    carried === undefined ? [] : await series.latestLevels(floor.venueId, [carried], now - HEARD_NOW_MS, now + 60_000);
  return {
    ...(carried === undefined ? {} : { carried }),
    startedAt: new Date(startedAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    by,
    hearing: latest
      .filter(({ sensorId }) => ids.has(sensorId))
      .slice(0, LIMITS.calibration.sensors)
      .map(({ sensorId, medianDbm, minuteMs }) => ({
        sensorId,
        levelDbm: medianDbm,
        minute: new Date(minuteMs).toISOString(),
      })),
    points: heard.map((point) => walkPointOf(point, now)),
  };
}

/** Fits the floor to the walk; when that is kept the walk ends. */
export async function fitWalk(
  state: StateStore,
  series: SeriesStore,
  walker: Walker,
): Promise<{ made: CalibrationOutcome | { outcome: "no-walk" }; heard: HeardPoint[] }> {
  const walk = await readWalk(state.db, walker);
  const around = await readFloorAround(state.db, walker);
  if (around === undefined) return { made: { outcome: "no-floor" }, heard: [] };
  if (walk === undefined) return { made: { outcome: "no-walk" }, heard: [] };
  const heard = (await hear(series, walker, around, walk)).filter(({ levels }) => levels.length > 0);
  const made = await calibrateVenueFloor(state, { ...walker, points: calibrationPointsOf(heard) });
  if (made.outcome === "kept") await endWalk(state, walker);
  return { made, heard };
}

const hear = (series: SeriesStore, { venueId }: FloorName, { sensors }: FloorAround, { points }: KeptWalk) =>
  hearPoints(
    series,
    venueId,
    sensors.map(({ sensorId }) => sensorId),
    points,
  );

async function forget(
  trx: Transaction<StateTables>,
  { venueId, floorId }: FloorName,
  { carried }: KeptWalk,
  at: number,
): Promise<void> {
  await removeWalks(trx, venueId, floorId);
  if (carried === undefined) return;
  // A suspect's levels are its record's, whoever named its address.
  const suspect = await trx
    .selectFrom("suspect_transmitters")
    .select("transmitter")
    .where("venue_id", "=", venueId)
    .where("transmitter", "=", carried)
    .executeTakeFirst();
  if (suspect === undefined) await askToErase(trx, venueId, [carried], at);
}
