import { expect, test } from "vitest";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { byTurn, doneOf, stepsOf, wellMinutes } from "./steps.ts";

const sensor: ShownSensor = {
  sensorId: "door",
  venueId: "mall",
  name: "door",
  hearingRadiusMetres: 30,
  state: "never-seen",
  reasons: [],
  clockWrong: false,
  contractMismatch: false,
  simulatedLevels: false,
};
const setup = { sensorId: "door", venueId: "mall" };
const at = "2026-11-24T08:00:00.000Z";

test("of a box that nobody has touched every step is open", () => {
  const steps = stepsOf(sensor, undefined, []);
  expect(steps).toEqual({ claim: "open", place: "open", photo: "open", well: "open", heard: "open" });
  expect(doneOf(steps)).toBe(0);
});

test("a step is done when the collector knows of it, and waits while only the phone does", () => {
  const hung = { ...sensor, floorId: "ground", position: { x: 1, y: 2 }, state: "hearing" as const };
  const known = {
    ...setup,
    claimed: { by: "ana", at },
    photo: { url: "/api/x", by: "ana", at },
    heard: { levelDbm: -58, minute: at, by: "ana", at },
  };
  expect(doneOf(stepsOf(hung, known, []))).toBe(5);
  const waiting = [
    { kind: "photo" as const, of: "door" },
    { kind: "place" as const, of: "gate" },
  ];
  expect(stepsOf(hung, known, waiting)).toMatchObject({ photo: "waiting", place: "done" });
});

test.each([
  [{ state: "deaf" as const }, "trouble"],
  [{ state: "offline" as const }, "trouble"],
  [{ state: "hearing" as const, reasons: ["channel-refused"] }, "trouble"],
  [{ state: "hearing" as const, clockWrong: true }, "trouble"],
  [{ state: "hearing" as const }, "done"],
])("of a sensor that is %j the fourth step is %s", (change, state) => {
  expect(stepsOf({ ...sensor, ...change }, setup, []).well).toBe(state);
});

test("one's own unfinished sensors come first, finished ones last", () => {
  const row = (name: string, isMine: boolean, done: number) => ({ name, isMine, done });
  const rows = [row("a", true, 5), row("b", false, 1), row("d", true, 2), row("c", true, 4)];
  expect(byTurn(rows).map(({ name }) => name)).toEqual(["c", "d", "b", "a"]);
});

test.each([
  ["ten minutes and more are ten", "08:25", {}, 10],
  ["it counts to the latest message, whatever a phone's clock says", "08:04", {}, 4],
  ["a clock that was set back is no proof", "07:00", {}, 0],
  ["who is in trouble now has proved nothing", "08:25", { reasons: ["no-frames"] as const }, 0],
])("%s", (_, heard, over, minutes) => {
  const lastHeardAt = `2026-11-24T${heard}:00.000Z`;
  const well = { ...sensor, state: "hearing" as const, wellSince: at, lastHeardAt, reasons: [], ...over };
  expect(wellMinutes({ ...well, reasons: [...well.reasons] })).toBe(minutes);
});
