import type { FloorDrawing } from "@probewarden/contract";
import { expect, test } from "vitest";
import { zoneOf } from "./drawn-inside.ts";

const room: FloorDrawing["zones"][number] = {
  kind: "toilet",
  corners: [
    [10, 10],
    [20, 10],
    [20, 20],
    [10, 20],
  ],
};
const floor = (x: number, zones = [room]): FloorDrawing => ({
  walls: [],
  zones,
  cameras: [{ cameraId: "one", position: { x, y: 15 } }],
});

test("a camera that somebody has placed in a private zone is known to be there, on whichever floor; another is not", () => {
  expect(zoneOf([floor(5), floor(15)], "one")).toBe(room);
  expect(zoneOf([floor(5)], "one")).toBeUndefined();
  expect(zoneOf([floor(15)], "two")).toBeUndefined();
  expect(zoneOf([floor(15, [])], "one")).toBeUndefined();
});
