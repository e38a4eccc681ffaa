import { distanceDb, wallLoss, wallNumbers, wallsBetween } from "./between.ts";
import { HEIGHT_DIFFERENCE_METRES, STOREY_METRES, WALL_FACTOR_5GHZ } from "./figures.ts";
import { checkFloor, type PlaceFloor, type PlaceSensor } from "./floor.ts";
import { onFloorPrior } from "./prior.ts";

/** Cells that cover a floor, row by row from the upper left, with what lies between each and every sensor. Filled as cells are asked for. */
export interface Cells {
  stepMetres: number;
  columns: number;
  rows: number;
  /** Weight of a cell before anything was heard: the part of it that is on the floor, little outside the outline. */
  prior: Float64Array;
  /** 10·log10 of the distance in metres, by cell and sensor. */
  distanceDb: Float32Array;
  /** What the walls on the straight line take, in dB, by cell and sensor: at 2.4 GHz, and at 5 GHz and above. */
  wallsDb: Float32Array;
  wallsDb5GHz: Float32Array;
  isFilled: Uint8Array;
}

/** A floor, its sensors and the tables between them: made once, and anew when a sensor or a wall moves. */
export interface Survey {
  floor: PlaceFloor;
  walls: Float64Array;
  sensors: readonly PlaceSensor[];
  /** How many storeys above or below this floor each sensor hangs. */
  storeysAway: readonly number[];
  /** Fine cells, and coarse ones of twice their side, with which a search begins: larger ones lie on both sides of a wall. */
  fine: Cells;
  coarse: Cells;
  /** Whether what is drawn stands between sensors and cells at all: an outer wall alone tells nothing of what is inside. */
  hasWalls: boolean;
}

/** Finest step in metres: levels say nothing of less. */
const STEP_METRES = 1;
/** Most cells of a floor, and most pairs of a cell and a sensor (12 octets each, and a quarter of that again): above, cells are larger. */
export const MOST_CELLS = 60_000;
export const MOST_PAIRS = 3_000_000;
/** Share of lines from a cell to a sensor that a wall must cross for walls to count as drawn. */
const CROSSED_SHARE = 0.1;

/** Prepares a floor; `storeysAway`: of each sensor, 0 or absent where it hangs on this floor. Throws PlaceInputError for what cannot be computed with. */
export function surveyFloor(
  floor: PlaceFloor,
  sensors: readonly PlaceSensor[],
  storeysAway: readonly number[] = [],
  mostPairs: number = MOST_PAIRS,
): Survey {
  checkFloor(floor, sensors);
  const area = floor.widthMetres * floor.heightMetres;
  const most = Math.min(MOST_CELLS, Math.floor(mostPairs / Math.max(1, sensors.length)));
  const step = Math.max(STEP_METRES, Math.sqrt(area / most));
  const fine = emptyCells(floor, sensors.length, step);
  const coarse = emptyCells(floor, sensors.length, step * 2);
  const walls = wallNumbers(floor.walls);
  const away = sensors.map((_, index) => Math.abs(storeysAway[index] ?? 0));
  return { floor, walls, sensors, storeysAway: away, fine, coarse, hasWalls: areWallsDrawn(floor, walls, sensors) };
}

/** Fills the rows of the first `count` of `chosen` cells that nobody asked for yet. */
export function fillCells(
  cells: Cells,
  chosen: Int32Array,
  count: number,
  { walls, sensors, storeysAway }: Survey,
): void {
  for (let each = 0; each < count; each++) {
    const cell = chosen[each]!;
    if (cells.isFilled[cell] === 1) continue;
    cells.isFilled[cell] = 1;
    const { x, y } = centreOf(cells, cell);
    for (let index = 0, at = cell * sensors.length; index < sensors.length; index++, at++) {
      const sensor = sensors[index]!;
      const storeys = storeysAway[index]!;
      cells.distanceDb[at] = distanceDb(
        x - sensor.x,
        y - sensor.y,
        storeys === 0 ? HEIGHT_DIFFERENCE_METRES : storeys * STOREY_METRES,
      );
      // Of another storey's signal the slab is what counts, and the walls of neither floor are the whole way's.
      if (walls.length === 0 || storeys !== 0) continue;
      const drawn = wallsBetween(walls, x, y, sensor.x, sensor.y);
      cells.wallsDb[at] = wallLoss(drawn, 1);
      cells.wallsDb5GHz[at] = wallLoss(drawn, WALL_FACTOR_5GHZ);
    }
  }
}

/** Fills every cell: for whoever places many, and wants each to take the same time. */
export function fillAll(survey: Survey): void {
  for (const cells of [survey.coarse, survey.fine])
    fillCells(cells, Int32Array.from(cells.isFilled.keys()), cells.isFilled.length, survey);
}

/** Middle of a cell, in metres. */
export const centreOf = ({ stepMetres, columns }: Cells, cell: number): { x: number; y: number } => ({
  x: ((cell % columns) + 0.5) * stepMetres,
  y: (Math.floor(cell / columns) + 0.5) * stepMetres,
});

function emptyCells(floor: PlaceFloor, sensors: number, stepMetres: number): Cells {
  const columns = Math.ceil(floor.widthMetres / stepMetres);
  const rows = Math.ceil(floor.heightMetres / stepMetres);
  const count = columns * rows;
  return {
    stepMetres,
    columns,
    rows,
    prior: onFloorPrior(floor, stepMetres, columns, rows),
    distanceDb: new Float32Array(count * sensors),
    wallsDb: new Float32Array(count * sensors),
    wallsDb5GHz: new Float32Array(count * sensors),
    isFilled: new Uint8Array(count),
  };
}

/** Looks along the lines from some hundred points to every sensor. */
function areWallsDrawn(
  { widthMetres, heightMetres }: PlaceFloor,
  walls: Float64Array,
  sensors: readonly PlaceSensor[],
): boolean {
  if (walls.length === 0 || sensors.length === 0) return false;
  const POINTS = 12;
  let crossed = 0;
  for (let row = 0; row < POINTS; row++)
    for (let column = 0; column < POINTS; column++)
      for (const sensor of sensors) {
        const x = ((column + 0.5) / POINTS) * widthMetres;
        const y = ((row + 0.5) / POINTS) * heightMetres;
        if (wallsBetween(walls, x, y, sensor.x, sensor.y) > 0) crossed++;
      }
  return crossed >= CROSSED_SHARE * POINTS * POINTS * sensors.length;
}
