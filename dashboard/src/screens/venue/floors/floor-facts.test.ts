import type { Camera, FloorDrawing, Place, Suspect, SuspectSpan, SuspectTimeline, Venue } from "@probewarden/contract";
import { expect, test } from "vitest";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { Emitter } from "../../../components/emitters.ts";
import { foundNow, foundThen, venueFacts } from "./floor-facts.ts";

const venue: Venue = {
  venueId: "mall",
  name: "Mall",
  timeZone: "Asia/Shanghai",
  floors: ["b1", "f1"].map((floorId) => ({ floorId, name: floorId, widthMetres: 10, heightMetres: 10 })),
};
const suspect = (suspectId: string, floorId: string | undefined, over: Partial<Suspect> = {}): Suspect =>
  ({
    suspectId,
    venueId: "mall",
    band: "suspected",
    ...(floorId === undefined ? {} : { place: { floorId, position: { x: 1, y: 1 }, radiusMetres: 2 } }),
    ...over,
  }) as unknown as Suspect;
const emitter = (...suspects: [Suspect, ...Suspect[]]): Emitter => ({
  id: suspects[0].suspectId,
  lead: suspects[0],
  suspects,
});
const settled = { decision: { decision: "authorised", reason: "", by: "", at: "" } } as const;
const none = { found: [], sensors: [], cameras: [], drawings: new Map<string, FloorDrawing>() };

test("a transmitter stands on the floor on which any of its suspects is placed, once; what somebody has settled comes last and counts apart", () => {
  const { floors, unplaced } = venueFacts(venue, {
    ...none,
    found: foundNow([
      emitter(suspect("authorised", "b1", { ...settled, band: "strong" })),
      emitter(suspect("two", undefined, { band: "strong" }), suspect("two-more", "b1")),
      emitter(suspect("watched", "b1", { band: "watch" })),
      emitter(suspect("nowhere", undefined)),
      emitter(suspect("torn-down", "gone")),
    ]),
  });
  expect(floors.map(({ floorId, bands, settled: done }) => [floorId, bands, done])).toEqual([
    ["b1", { strong: 1, suspected: 0, watch: 1 }, 1],
    ["f1", { strong: 0, suspected: 0, watch: 0 }, 0],
  ]);
  expect(floors[0]?.found.map(({ id }) => id)).toEqual(["two", "watched", "authorised"]);
  expect(unplaced).toBe(2);
});

test("sensors and cameras count on their own floor, and cameras in a private zone apart", () => {
  const sensor = (floorId: string, state: ShownSensor["state"]): ShownSensor =>
    ({ venueId: "mall", floorId, state }) as unknown as ShownSensor;
  const camera = (cameraId: string): Camera => ({ cameraId, venueId: "mall" }) as unknown as Camera;
  const drawing: FloorDrawing = {
    walls: [],
    zones: [
      {
        kind: "toilet",
        corners: [
          [0, 0],
          [4, 0],
          [4, 4],
          [0, 4],
        ],
      },
    ],
    cameras: [
      { cameraId: "inside", position: { x: 2, y: 2 } },
      { cameraId: "outside", position: { x: 8, y: 8 } },
      { cameraId: "forgotten", position: { x: 8, y: 2 } },
    ],
  };
  const { floors } = venueFacts(venue, {
    ...none,
    sensors: [sensor("b1", "hearing"), sensor("b1", "deaf"), sensor("f1", "offline")],
    cameras: [camera("inside"), camera("outside")],
    drawings: new Map([["b1", drawing]]),
  });
  expect(
    floors.map(({ hearing, sensors, cameras, inside }) => [hearing, sensors.length, cameras.length, inside]),
  ).toEqual([
    [1, 2, 2, 1],
    [0, 1, 0, 0],
  ]);
});

test("of a moment before stand those that were known then, where they were thought to be then", () => {
  const place = { floorId: "f1", position: { x: 1, y: 1 }, radiusMetres: 2 } as Place;
  const span = { band: "strong", settled: false } as SuspectSpan;
  const known = { timeline: { suspectId: "then" } as SuspectTimeline, span, place, others: [] };
  const { floors } = venueFacts(venue, { ...none, found: foundThen([known]) });
  expect(floors.map(({ floorId, bands, found }) => [floorId, bands.strong, found.map((one) => one.suspectId)])).toEqual(
    [
      ["b1", 0, []],
      ["f1", 1, ["then"]],
    ],
  );
});
