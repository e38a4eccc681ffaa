import type { Floor, Place, Position } from "@probewarden/contract";
import { placeInBuilding, regionsOf, type ChannelLooks, type Posterior, type Wall } from "@probewarden/place";
import { Buildings, type NumberedFloor, type PlacedSensor } from "./buildings.ts";
import { halfRadius, toldRegion } from "./told-region.ts";
import type { CalibratedFloor } from "./venue-around.ts";

export type { PlacedSensor } from "./buildings.ts";

/** What a place is told with: the plans, all sensors that stand on them, and the place told before. */
export interface Surroundings {
  floors: readonly Floor[];
  sensors: readonly PlacedSensor[];
  before?: Place | undefined;
  /** Walls that are drawn, by floor. */
  walls?: ReadonlyMap<string, readonly Wall[]> | undefined;
  /** What calibration taught, by floor. */
  calibrations?: ReadonlyMap<string, CalibratedFloor> | undefined;
}

/** A half region above this (m²) is no place on a floor: all that is said is whose hearing it is in. */
const NEAR_SENSOR_METRES2 = 200;
/** Another sensor must be nearer by this much to be named instead of the one named before: a place wanders from minute to minute. */
const RENAME_METRES = 4;
/** How far a level is uncertain, in dB: a louder sensor must be louder by more to be named instead. */
const UNCERTAIN_DB = 6;
/** Another floor must be likelier by this factor to be named instead of the one named before. */
const RENAME_FLOOR = 4;
/** Sensors and storeys of one place at most: of a larger venue those that hear it, and what is next to them. */
const MOST_SENSORS = 64;
const SHARES = [0.5, 0.95];

/**
 * Where a suspect is, as a posterior over all floors: the likeliest floor, the point and the regions on it. undefined when no sensor with a
 * place hears it.
 */
export function locate(
  channels: readonly ChannelLooks[],
  around: Surroundings,
  buildings: Buildings = new Buildings(),
): Place | undefined {
  const { floors, before } = around;
  const loudness = loudestLevels(channels);
  const hearing = around.sensors.filter(({ sensorId }) => loudness.has(sensorId));
  const loudest = loudestOf(hearing, loudness, before);
  if (loudest === undefined) return undefined;
  const { storeys, sensors } = nearby(floors, around.sensors, hearing);
  if (storeys.length === 0 || !sensors.some(({ sensorId }) => loudness.has(sensorId))) return undefined;
  // The tables of a large venue are another suspect's at once: they are made for whoever says anything, and no further.
  const speaking =
    sensors.length < MOST_SENSORS ? sensors : sensors.filter(({ sensorId }) => looked(channels, sensorId));
  const building = buildings.of(storeys, speaking, around.walls);
  const {
    floors: ranked,
    floorId,
    posterior,
  } = placeInBuilding(building, channels, {
    calibrations: new Map([...(around.calibrations ?? [])].map(([id, { calibration }]) => [id, calibration])),
    stay: before === undefined ? undefined : { floorId: before.floorId, factor: RENAME_FLOOR },
  });
  const probability = ranked.find((floor) => floor.floorId === floorId)?.probability ?? 1;
  const error = around.calibrations?.get(floorId)?.error;
  const place = toldPlace({ floorId, probability }, posterior, { sensors, loudest, before });
  return error === undefined ? place : { ...place, floorError: error };
}

function toldPlace(
  { floorId, probability }: { floorId: string; probability: number },
  posterior: Posterior,
  { sensors, loudest, before }: { sensors: readonly PlacedSensor[]; loudest: PlacedSensor; before: Place | undefined },
): Place {
  const position = { x: round(posterior.point.x), y: round(posterior.point.y) };
  const regions = regionsOf(posterior, SHARES);
  const isWide = (regions[0]?.areaMetres2 ?? 0) > NEAR_SENSOR_METRES2;
  const onFloor = sensors.filter((sensor) => sensor.floorId === floorId);
  const nearest = isWide && loudest.floorId === floorId ? loudest : nearestOf(onFloor, position, before);
  return {
    floorId,
    position,
    radiusMetres: round(Math.max(posterior.stepMetres, halfRadius(posterior))),
    method: isWide ? "nearest-sensor" : "grid",
    nearestSensorId: (nearest ?? loudest).sensorId,
    floorProbability: Math.round(probability * 100) / 100,
    regions: regions.map(({ share, mask, areaMetres2 }) => toldRegion(posterior, share, mask, areaMetres2)),
  };
}

/** The loudest level of each sensor that hears it, in dBm. */
function loudestLevels(channels: readonly ChannelLooks[]): Map<string, number> {
  const loudest = new Map<string, number>();
  for (const { sensors } of channels)
    for (const { sensorId, levelsDbm } of sensors)
      for (const level of levelsDbm)
        if (level !== null) loudest.set(sensorId, Math.max(loudest.get(sensorId) ?? -Infinity, level));
  return loudest;
}

const looked = (channels: readonly ChannelLooks[], sensorId: string): boolean =>
  channels.some(({ sensors }) => sensors.some((look) => look.sensorId === sensorId));

/** Storeys and sensors that have something to say of what these sensors hear. */
export function nearby(
  floors: readonly Floor[],
  sensors: readonly PlacedSensor[],
  hearing: readonly PlacedSensor[],
): { storeys: NumberedFloor[]; sensors: readonly PlacedSensor[] } {
  const storeys = storeysNear(floors, hearing);
  // A sensor may hang on a floor that was removed: what it hears says nothing of where.
  return { storeys, sensors: sensorsNear(sensors, hearing, storeys) };
}

/** Floors on which it is heard, and those above and below: two slabs away nothing is left to hear. Floors stand in their order in the venue. */
function storeysNear(floors: readonly Floor[], hearing: readonly PlacedSensor[]): NumberedFloor[] {
  const numbered = floors.map((floor, level) => ({ ...floor, level }));
  const heardOn = numbered.filter(({ floorId }) => hearing.some((sensor) => sensor.floorId === floorId));
  return numbered.filter(({ level }) => heardOn.some((floor) => Math.abs(floor.level - level) <= 1));
}

/** Sensors of these floors; where they are too many, those that hear it and those next to them. */
function sensorsNear(
  sensors: readonly PlacedSensor[],
  hearing: readonly PlacedSensor[],
  storeys: readonly NumberedFloor[],
): PlacedSensor[] {
  const here = sensors.filter(({ floorId }) => storeys.some((floor) => floor.floorId === floorId));
  if (here.length <= MOST_SENSORS) return here;
  // By hand: in a hall of a thousand sensors this is done thousands of times for one place.
  const squares = Float64Array.from(here, ({ position: { x, y } }) => {
    let least = Infinity;
    for (const { position } of hearing) least = Math.min(least, (position.x - x) ** 2 + (position.y - y) ** 2);
    return least;
  });
  const most = squares.toSorted()[MOST_SENSORS - 1] ?? Infinity;
  let atMost = MOST_SENSORS;
  for (const square of squares) if (square < most) atMost--;
  // Of those that are equally far away the first ones.
  return here.filter((_, at) => squares[at]! < most || (squares[at] === most && atMost-- > 0));
}

/** The loudest sensor; the one told before, while no other is louder by more than a level is uncertain. */
function loudestOf(
  hearing: readonly PlacedSensor[],
  loudness: ReadonlyMap<string, number>,
  before: Place | undefined,
): PlacedSensor | undefined {
  const levelAt = ({ sensorId }: PlacedSensor): number => loudness.get(sensorId) ?? -Infinity;
  const [loudest] = hearing.toSorted((a, b) => levelAt(b) - levelAt(a));
  const same = hearing.find(({ sensorId }) => sensorId === before?.nearestSensorId);
  return loudest && same && levelAt(loudest) - levelAt(same) <= UNCERTAIN_DB ? same : loudest;
}

/** The sensor nearest to a position; the one told before, while no other is clearly nearer. */
function nearestOf(
  sensors: readonly PlacedSensor[],
  { x, y }: Position,
  before: Place | undefined,
): PlacedSensor | undefined {
  const metresTo = ({ position }: PlacedSensor): number => Math.hypot(position.x - x, position.y - y);
  const nearest = sensors.toSorted((a, b) => metresTo(a) - metresTo(b))[0];
  const same = sensors.find(({ sensorId }) => sensorId === before?.nearestSensorId);
  const isKept = nearest && same && metresTo(same) - metresTo(nearest) < RENAME_METRES;
  return isKept ? same : nearest;
}

const round = (metres: number): number => Math.round(metres * 10) / 10;
