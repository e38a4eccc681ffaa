import type { Sensor, Venue } from "@probewarden/contract";
import { expect, test } from "vitest";
import { stoppedGaps } from "./stopped-gaps.ts";

const venue: Venue = {
  venueId: "mall",
  name: "Mall",
  timeZone: "Asia/Shanghai",
  floors: [{ floorId: "b1", name: "B1", widthMetres: 40, heightMetres: 10 }],
};
const sensor = (name: string, state: Sensor["state"], x: number): Sensor => ({
  sensorId: name,
  venueId: "mall",
  floorId: "b1",
  name,
  position: { x, y: 5 },
  hearingRadiusMetres: 12,
  state,
  reasons: [],
  clockWrong: false,
  simulatedLevels: false,
  contractMismatch: false,
});

test("a sensor that was stopped is named with the floor and the area that nobody hears because of it", () => {
  const gaps = stoppedGaps([venue], [sensor("west", "hearing", 10), sensor("east", "stopped", 30)]);
  expect(gaps).toMatchObject([{ floorName: "B1", sensorNames: ["east"] }]);
  expect(gaps[0]?.squareMetres).toBeGreaterThan(150);
});

test("a floor of another venue with the same identifier has no part in it", () => {
  const gaps = stoppedGaps([{ ...venue, venueId: "other" }, venue], [sensor("east", "stopped", 30)]);
  expect(gaps.map(({ venueId }) => venueId)).toEqual(["mall"]);
});

test("one whose place others hear too leaves no gap, nor does one that is offline", () => {
  expect(stoppedGaps([venue], [sensor("west", "hearing", 10), sensor("beside", "stopped", 10)])).toEqual([]);
  expect(stoppedGaps([venue], [sensor("west", "hearing", 10), sensor("east", "offline", 30)])).toEqual([]);
});
