import type { Floor, Position } from "@probewarden/contract";
import { surveyBuilding, type Building, type Wall } from "@probewarden/place";

/** A sensor whose place is known. */
export interface PlacedSensor {
  sensorId: string;
  floorId: string;
  position: Position;
}

/** A floor with its number in the venue. */
export interface NumberedFloor extends Floor {
  level: number;
}

/** Buildings whose tables are kept: some venues, or parts of one. Each has at most some tens of megabytes. */
const MOST_BUILDINGS = 4;

/** Tables of the buildings that were looked at last; anew when a floor, a wall or a sensor is another. */
export class Buildings {
  readonly #known = new Map<string, Building>();

  get size(): number {
    return this.#known.size;
  }

  /** `walls`: those that are drawn, by floor; where none are the numbers for bare floors hold. */
  of(
    storeys: readonly NumberedFloor[],
    sensors: readonly PlacedSensor[],
    walls: ReadonlyMap<string, readonly Wall[]> = new Map(),
  ): Building {
    const made = storeys.map(({ floorId, level, widthMetres, heightMetres }) => ({
      floorId,
      level,
      floor: { widthMetres, heightMetres, walls: walls.get(floorId) ?? [] },
      sensors: sensors
        .filter((sensor) => sensor.floorId === floorId)
        .map(({ sensorId: id, position: { x, y } }) => ({ id, x, y })),
    }));
    const key = JSON.stringify(made);
    const building = this.#known.get(key) ?? surveyBuilding(made);
    // The one that was asked for last is the last to go.
    this.#known.delete(key);
    this.#known.set(key, building);
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= MOST_BUILDINGS) break;
      this.#known.delete(oldest);
    }
    return building;
  }
}
