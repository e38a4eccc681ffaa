import type { Floor, FloorDrawing } from "@probewarden/contract";
import type { Wall } from "@probewarden/place";
import { readDrawings } from "../store/drawings.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isOnFloor } from "../venues/floor-size.ts";
import { readFloors } from "../venues/read-venues.ts";
import type { PlacedSensor } from "./buildings.ts";

/** A venue's plans, and its sensors whose place is known. */
export interface VenueAround {
  floors: Floor[];
  sensors: PlacedSensor[];
  /** Walls that are drawn, by floor. */
  walls: ReadonlyMap<string, readonly Wall[]>;
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
  return { floors, sensors, walls: wallsIn(await readDrawings(db, venueId)) };
}

/** The straight pieces of the walls that people drew, by floor. */
function wallsIn(drawings: ReadonlyMap<string, FloorDrawing>): Map<string, Wall[]> {
  return new Map(
    [...drawings].map(([floorId, { walls }]) => [
      floorId,
      walls.flatMap(({ points, lossDb }) =>
        points.slice(1).map(([x2, y2], at): Wall => {
          const [x1, y1] = points[at] ?? [x2, y2];
          return { x1, y1, x2, y2, lossDb };
        }),
      ),
    ]),
  );
}
