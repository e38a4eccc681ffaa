import type { Floor, FloorDrawing, MeasuredError } from "@probewarden/contract";
import { calibrationOf, type Calibration, type Wall } from "@probewarden/place";
import { readFits, type KeptFit } from "../store/calibrations.ts";
import { readDrawings } from "../store/drawings.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { straightPieces } from "../venues/calibration/fit-floor.ts";
import { stateOf } from "../venues/calibration/fit-state.ts";
import { isOnFloor } from "../venues/floor-size.ts";
import { readFloors } from "../venues/read-venues.ts";
import type { PlacedSensor } from "./buildings.ts";

/** What calibration taught of a floor, and the error that was measured with places held out. */
export interface CalibratedFloor {
  calibration: Calibration;
  error: MeasuredError;
}

/** A venue's plans, and its sensors whose place is known. */
export interface VenueAround {
  floors: Floor[];
  sensors: PlacedSensor[];
  /** Walls that are drawn, by floor. */
  walls: ReadonlyMap<string, readonly Wall[]>;
  /** What calibration taught, by floor, where it still holds. */
  calibrations: ReadonlyMap<string, CalibratedFloor>;
}

/** Venues as they are now, each read once however many of its suspects are placed: for one round, for somebody may move a sensor. */
export class VenuesAround {
  readonly #state: StateReader;
  readonly #read = new Map<string, Promise<VenueAround>>();

  constructor(state: StateReader) {
    this.#state = state;
  }

  of(venueId: string): Promise<VenueAround> {
    const known = this.#read.get(venueId) ?? readAround(this.#state, venueId);
    this.#read.set(venueId, known);
    return known;
  }
}

async function readAround({ db }: StateReader, venueId: string): Promise<VenueAround> {
  const venue = await db.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
  const rows = await db
    .selectFrom("sensors")
    .select(["sensor_id", "floor_id", "x", "y"])
    .where("venue_id", "=", venueId)
    .where("retired_at", "is", null)
    .execute();
  const floors = readFloors(venue?.floors ?? "[]");
  const sensors = rows.flatMap(({ sensor_id: sensorId, floor_id: floorId, x, y }): PlacedSensor[] => {
    if (floorId === null || x === null || y === null) return [];
    const floor = floors.find((known) => known.floorId === floorId);
    // Beside its floor, as after that became smaller, its place is a mistake, and would draw every suspect out of the building.
    return floor !== undefined && !isOnFloor(floor, { x, y }) ? [] : [{ sensorId, floorId, position: { x, y } }];
  });
  const drawings = await readDrawings(db, venueId);
  const calibrations = await calibrationsIn(db, venueId, { floors, sensors, drawings });
  return { floors, sensors, walls: wallsIn(drawings), calibrations };
}

/** The straight pieces of the walls that people drew, by floor. */
const wallsIn = (drawings: ReadonlyMap<string, FloorDrawing>): Map<string, Wall[]> =>
  new Map([...drawings].map(([floorId, { walls }]) => [floorId, straightPieces(walls)]));

/** What calibration taught of each floor, where it still holds for the floor as it is. */
async function calibrationsIn(
  db: StateReader["db"],
  venueId: string,
  { floors, sensors, drawings }: Pick<VenueAround, "floors" | "sensors"> & { drawings: Map<string, FloorDrawing> },
): Promise<Map<string, CalibratedFloor>> {
  const fits = (await readFits(db, venueId)).get(venueId) ?? new Map<string, KeptFit>();
  return new Map(
    floors.flatMap((floor): [string, CalibratedFloor][] => {
      const fit = fits.get(floor.floorId);
      if (fit === undefined) return [];
      const hanging = sensors
        .filter(({ floorId }) => floorId === floor.floorId)
        .map(({ sensorId, position: { x, y } }) => ({ sensorId, x, y }));
      const walls = drawings.get(floor.floorId)?.walls ?? [];
      return stateOf(fit, floor, walls, hanging) === "in-use"
        ? [[floor.floorId, { calibration: calibrationOf(fit.bands), error: fit.error }]]
        : [];
    }),
  );
}
