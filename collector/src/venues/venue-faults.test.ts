import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { putSensor } from "./import-venue.ts";
import { readVenues } from "./read-venues.ts";
import { readVenueFaults, venueProblems } from "./venue-faults.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-venues-"));
let state: StateStore;
beforeAll(async () => {
  state = await openState("sqlite:", folder);
});
afterAll(async () => {
  await state.close();
  rmSync(folder, { recursive: true });
});

test("what an earlier version kept is told with the command that mends it, and a row that cannot be read hurts no other venue", async () => {
  const floor = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
  const venue = (venue_id: string, time_zone: string, floors: string): object => ({
    venue_id,
    name: venue_id,
    time_zone,
    floors,
    networks: "[]",
  });
  await state.db
    .insertInto("venues")
    .values([
      venue("a-good", "Asia/Shanghai", JSON.stringify([floor])),
      venue("b-zone", "Beijing", "[]"),
      venue("c-size", "UTC", JSON.stringify([{ ...floor, widthMetres: 60_000 }])),
      venue("d-broken", "UTC", "{"),
      venue("e-odd", "UTC", JSON.stringify([{ floorId: "x" }, null, { ...floor, widthMetres: "9" }, floor])),
    ] as never[])
    .execute();
  const door = { sensorId: "door", venueId: "a-good", name: "Door", floorId: "ground", x: 61, y: 3 };
  await putSensor(state, door, undefined, { by: "li", at: 1 });

  expect((await readVenues(state)).map(({ venueId, floors }) => [venueId, floors.length])).toEqual([
    ["a-good", 1],
    ["b-zone", 0],
    ["c-size", 1],
    ["d-broken", 0],
    ["e-odd", 1],
  ]);
  const faults = await readVenueFaults(state);
  expect(faults.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^door is at 61, 3, outside ground of a-good \(sensor place door/),
    expect.stringMatching(/^b-zone: its time zone "Beijing" is none.*venue add b-zone --time-zone/),
    expect.stringMatching(/^c-size: ground is 60000 × 40 m.*venue floor c-size ground/),
  ]);
  expect(venueProblems([...faults, ...faults]).map(({ code, facts }) => [code, facts])).toEqual([
    ["sensors-outside", { count: 2 }],
    ["time-zone-unknown", { count: 2 }],
    ["floor-size-wrong", { count: 2 }],
  ]);
});
