import type { Chance } from "./chance.ts";
import type { Scene } from "./scene.ts";

export type PlanKind = "shops" | "L" | "carpark";
export type SensorStyle = "spread" | "corridor" | "perimeter";

/** A made building: what really stands there. */
export interface Plan {
  widthMetres: number;
  heightMetres: number;
  walls: Scene["floor"]["walls"];
  outline?: [number, number][];
  /** Along which sensors may hang, and phones may walk. */
  corridors: { x1: number; y1: number; x2: number; y2: number }[];
}

const PARTITIONS_DB = [4, 5, 6, 8];
const FRONTS_DB = [3, 3, 3, 5, 5, 12];

/** A floor of one of three kinds: a street of shops, two such streets in an L, a car park of pillars with a lift shaft. */
export function makePlan(kind: PlanKind, chance: Chance): Plan {
  if (kind === "carpark") return carPark(chance);
  return kind === "shops" ? shops(chance) : shopsInAnL(chance);
}

function shops(chance: Chance): Plan {
  const [width, height] = [60, 40];
  const top = chance.between(15, 19);
  const bottom = top + chance.between(5, 8);
  const walls = [
    ...rowOfShops(chance, { from: 0, to: width, front: top, back: 0 }, false),
    ...rowOfShops(chance, { from: 0, to: width, front: bottom, back: height }, false),
    ...shaft(chance.between(5, width - 12), 0.1, 6, 5),
  ];
  return {
    widthMetres: width,
    heightMetres: height,
    walls,
    corridors: [{ x1: 2, y1: (top + bottom) / 2, x2: width - 2, y2: (top + bottom) / 2 }],
  };
}

function shopsInAnL(chance: Chance): Plan {
  const [width, height] = [120, 60];
  const wide = chance.between(34, 42);
  const tall = chance.between(24, 30);
  const top = chance.between(9, 12);
  const left = chance.between(13, 17);
  const walls = [
    { x1: wide, y1: tall, x2: width, y2: tall, lossDb: 12 },
    { x1: wide, y1: tall, x2: wide, y2: height, lossDb: 12 },
    ...rowOfShops(chance, { from: 0, to: width, front: top, back: 0 }, false),
    ...rowOfShops(chance, { from: wide, to: width, front: top + 6, back: tall }, false),
    ...rowOfShops(chance, { from: top + 10, to: height, front: left, back: 0 }, true),
    ...rowOfShops(chance, { from: tall, to: height, front: left + 6, back: wide }, true),
  ];
  const outline: [number, number][] = [
    [0, 0],
    [width, 0],
    [width, tall],
    [wide, tall],
    [wide, height],
    [0, height],
  ];
  return {
    widthMetres: width,
    heightMetres: height,
    walls,
    outline,
    corridors: [
      { x1: 2, y1: top + 3, x2: width - 2, y2: top + 3 },
      { x1: left + 3, y1: top + 3, x2: left + 3, y2: height - 2 },
    ],
  };
}

function carPark(chance: Chance): Plan {
  const side = 40;
  const walls = [];
  for (let x = 3.75; x < side - 2; x += 7.5)
    for (let y = 3.75; y < side - 2; y += 7.5) {
      const lossDb = chance.among([8, 10]);
      walls.push({ x1: x - 0.35, y1: y - 0.35, x2: x + 0.35, y2: y + 0.35, lossDb });
      walls.push({ x1: x - 0.35, y1: y + 0.35, x2: x + 0.35, y2: y - 0.35, lossDb });
    }
  walls.push(...shaft(chance.between(8, 24), chance.between(8, 26), 7, 5));
  return {
    widthMetres: side,
    heightMetres: side,
    walls,
    corridors: [
      { x1: 2, y1: 8, x2: side - 2, y2: 8 },
      { x1: 2, y1: 32, x2: side - 2, y2: 32 },
    ],
  };
}

/** Shops side by side: a front with a door each, and partitions to the back. */
function rowOfShops(
  chance: Chance,
  { from, to, front, back }: { from: number; to: number; front: number; back: number },
  isUpright: boolean,
): Plan["walls"] {
  const wall = (a1: number, b1: number, a2: number, b2: number, lossDb: number): Plan["walls"][number] =>
    isUpright ? { x1: b1, y1: a1, x2: b2, y2: a2, lossDb } : { x1: a1, y1: b1, x2: a2, y2: b2, lossDb };
  const walls = [];
  for (let at = from; at < to - 1;) {
    const end = Math.min(to, at + chance.between(6, 13));
    const frontDb = chance.among(FRONTS_DB);
    const door = chance.between(at, Math.max(at, end - 3));
    walls.push(wall(at, front, door, front, frontDb), wall(Math.min(end, door + 3), front, end, front, frontDb));
    if (end < to) walls.push(wall(end, front, end, back, chance.among(PARTITIONS_DB)));
    at = end;
  }
  return walls;
}

const shaft = (x: number, y: number, wide: number, tall: number): Plan["walls"] => [
  { x1: x, y1: y, x2: x + wide, y2: y, lossDb: 12 },
  { x1: x + wide, y1: y, x2: x + wide, y2: y + tall, lossDb: 12 },
  { x1: x + wide, y1: y + tall, x2: x, y2: y + tall, lossDb: 12 },
  { x1: x, y1: y + tall, x2: x, y2: y, lossDb: 12 },
];
