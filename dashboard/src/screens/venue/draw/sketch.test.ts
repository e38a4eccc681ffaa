import { expect, test } from "vitest";
import {
  beginning,
  crossedZones,
  placeIn,
  pointsIn,
  redo,
  step,
  undo,
  without,
  withOtherZone,
  withPlace,
  withPoint,
  withWall,
  withZone,
  type Sketch,
} from "./sketch.ts";

const EMPTY: Sketch = { walls: [], zones: [], cameras: [], sensors: {} };
const WALL = {
  points: [
    [0, 0],
    [4, 0],
  ] as [number, number][],
  lossDb: 8,
};
const ZONE = {
  kind: "toilet" as const,
  corners: [
    [0, 0],
    [4, 0],
    [4, 4],
    [0, 4],
  ] as [number, number][],
};

test("each step can be undone and done again, until another one is taken", () => {
  let history = step(beginning(EMPTY), withWall(EMPTY, WALL));
  history = step(history, withZone(history.now, ZONE));
  history = undo(history);
  expect(history.now).toEqual(withWall(EMPTY, WALL));
  expect(redo(history).now.zones).toEqual([ZONE]);
  history = step(history, without(history.now, { kind: "wall", index: 0 }));
  expect(redo(history)).toBe(history);
  for (let times = 0; times < 5; times += 1) history = undo(history);
  expect(history.now).toEqual(EMPTY);
});

test("no more steps are remembered than a page may hold", () => {
  let history = beginning(EMPTY);
  for (let at = 0; at < 1_000; at += 1)
    history = step(history, withPlace(history.now, { kind: "sensor", id: "door" }, { x: at, y: 0 }));
  expect(history.past.length).toBe(200);
  expect(undo(history).now.sensors["door"]).toEqual({ x: 998, y: 0 });
});

test("a point, a sensor and a camera go elsewhere, and nothing else does", () => {
  const drawn = withZone(withWall(EMPTY, WALL), ZONE);
  const moved = withPoint(drawn, { kind: "zone", index: 0 }, 2, [5, 5]);
  expect(pointsIn(moved, { kind: "zone", index: 0 })[2]).toEqual([5, 5]);
  expect(moved.walls).toEqual(drawn.walls);
  const camera = { kind: "camera" as const, id: "camera-one" };
  const placed = withPlace(withPlace(drawn, camera, { x: 1, y: 1 }), camera, { x: 2, y: 3 });
  expect(placed.cameras).toEqual([{ cameraId: "camera-one", position: { x: 2, y: 3 } }]);
  expect(placeIn(placed, camera)).toEqual({ x: 2, y: 3 });
  expect(without(placed, camera).cameras).toEqual([]);
});

test("a sensor cannot be deleted from a plan, and a room whose name is taken away has none", () => {
  const hung = withPlace(EMPTY, { kind: "sensor", id: "door" }, { x: 1, y: 1 });
  expect(without(hung, { kind: "sensor", id: "door" })).toBe(hung);
  const named = withZone(EMPTY, { ...ZONE, name: "卫生间" });
  expect(withOtherZone(named, 0, { name: " " }).zones).toEqual([ZONE]);
});

test("a zone that was dragged across itself is named", () => {
  const drawn = withZone(withZone(EMPTY, ZONE), ZONE);
  expect(crossedZones(drawn)).toEqual([]);
  expect(crossedZones(withPoint(drawn, { kind: "zone", index: 1 }, 0, [9, 2]))).toEqual([1]);
});
