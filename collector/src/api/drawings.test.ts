import type { FloorDrawing, Sensor } from "@probewarden/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
const GROUND = { floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 };
beforeAll(async () => {
  fixture = await makeApp({ demo: true });
  const floors = [GROUND, { ...GROUND, floorId: "upper", name: "Upper" }];
  await fixture.state.db
    .insertInto("venues")
    .values({ ...makeVenueRow(), floors: JSON.stringify(floors) })
    .execute();
});
afterAll(() => fixture.close());
beforeEach(async () => {
  for (const table of ["documents", "audit", "sensors"] as const) await fixture.state.db.deleteFrom(table).execute();
});

const EMPTY: FloorDrawing = { walls: [], zones: [], cameras: [] };
const wall = (...points: [number, number][]) => ({ points, lossDb: 8 });
const zone = (...corners: [number, number][]) => ({ kind: "toilet" as const, corners });
const ROOM = zone([2, 2], [6, 2], [6, 5], [2, 5]);
const DRAWN: FloorDrawing = {
  walls: [wall([10, 0], [10, 20], [30, 20])],
  zones: [{ ...ROOM, name: "卫生间" }],
  cameras: [{ cameraId: "camera-one", position: { x: 3, y: 3 } }],
};

const read = (floorId = "ground", venueId = "mall") =>
  fixture.app.inject({ url: `/api/venues/${venueId}/floors/${floorId}/drawing`, headers: { host: "localhost" } });
const tagOf = async (floorId = "ground") => String((await read(floorId)).headers["etag"]);
async function put(drawing: object, { floorId = "ground", tag }: { floorId?: string; tag?: string | null } = {}) {
  const ifMatch = tag === undefined ? await tagOf(floorId) : tag;
  return fixture.app.inject({
    method: "PUT",
    url: `/api/venues/mall/floors/${floorId}/drawing`,
    headers: { ...OWN_PAGE, ...(ifMatch === null ? {} : { "if-match": ifMatch }) },
    payload: drawing,
  });
}
const codeOf = (answer: { json: () => unknown }) => (answer.json() as { code: string }).code;
const audited = async () =>
  (await fixture.state.db.selectFrom("audit").select(["action", "subject", "by"]).execute()).map((row) => ({ ...row }));

describe("what is drawn on a floor", () => {
  test("is empty at first, comes back as it was drawn, and somebody is written down who did it", async () => {
    expect((await read()).json()).toEqual(EMPTY);
    const kept = await put(DRAWN);
    expect(kept.statusCode).toBe(200);
    const shown = await read();
    expect(shown.json()).toEqual(DRAWN);
    expect(shown.headers["etag"]).toBe(kept.headers["etag"]);
    expect(await audited()).toEqual([{ action: "floor-drawn", subject: "mall ground", by: "demo" }]);
    const again = await fixture.app.inject({
      url: "/api/venues/mall/floors/ground/drawing",
      headers: { host: "localhost", "if-none-match": String(shown.headers["etag"]) },
    });
    expect(again.statusCode).toBe(304);
  });

  test("of two people who drew at the same time the second is told, and overwrites nothing", async () => {
    const both = await tagOf();
    expect((await put(DRAWN, { tag: both })).statusCode).toBe(200);
    const late = await put({ ...EMPTY, zones: [ROOM] }, { tag: both });
    expect([late.statusCode, codeOf(late)]).toEqual([412, "changed-meanwhile"]);
    expect((await read()).json()).toEqual(DRAWN);
    expect(await audited()).toHaveLength(1);
    expect((await put(EMPTY, { tag: "*" })).statusCode).toBe(200);
  });

  test("of two that arrive at once one is kept", async () => {
    const tag = await tagOf();
    const answers = await Promise.all([put(DRAWN, { tag }), put({ ...DRAWN, zones: [] }, { tag })]);
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([200, 412]);
  });

  test("is not changed by who does not say what he has seen", async () => {
    for (const tag of [null, "", "*, nonsense", "nonsense"]) {
      const answer = await put(DRAWN, { tag });
      expect([tag, answer.statusCode]).toEqual([tag, tag === "*, nonsense" ? 200 : 428]);
      await put(EMPTY, { tag: "*" });
    }
  });

  test.each<[string, Partial<FloorDrawing>, RegExp]>([
    ["a wall beside the floor", { walls: [wall([10, 0], [61, 0])] }, /wall 1: it lies outside/],
    ["a wall of one point twice", { walls: [wall([1, 1], [1, 1])] }, /wall 1: two of its points are the same/],
    ["a zone beside the floor", { zones: [ROOM, zone([0, 0], [5, 0], [5, -1])] }, /zone 2: it lies outside/],
    [
      "a zone that crosses itself",
      { zones: [zone([0, 0], [9, 9], [9, 0], [0, 9])] },
      /zone 1: its edge crosses itself/,
    ],
    ["a zone without room", { zones: [zone([0, 0], [0.1, 0], [0, 0.1])] }, /too small/],
    [
      "a camera beside the floor",
      { cameras: [{ cameraId: "camera-one", position: { x: 3, y: 40.5 } }] },
      /camera-one: it lies outside/,
    ],
    [
      "a camera twice",
      { cameras: [1, 2].map((x) => ({ cameraId: "camera-one", position: { x, y: 1 } })) },
      /camera-one is there twice/,
    ],
    [
      "more pieces of wall than are computed with",
      {
        walls: Array.from({ length: 50 }, (_, y) =>
          wall(...Array.from({ length: 10 }, (__, x) => [x, y / 2] as [number, number])),
        ),
      },
      /450 straight pieces \(at most 400\)/,
    ],
  ])("%s is refused in words, and nothing is kept", async (_, part, words) => {
    const answer = await put({ ...EMPTY, ...part });
    expect([answer.statusCode, codeOf(answer)]).toEqual([400, "bad-drawing"]);
    expect(answer.json<{ detail: string }>().detail).toMatch(words);
    expect((await read()).json()).toEqual(EMPTY);
  });

  test.each<[string, object]>([
    [
      "a corner that is no number",
      {
        ...EMPTY,
        walls: [
          {
            points: [
              [0, 0],
              ["1", null],
            ],
            lossDb: 8,
          },
        ],
      },
    ],
    ["more walls than a floor may have", { ...EMPTY, walls: Array.from({ length: 201 }, () => wall([0, 0], [1, 1])) }],
    [
      "more corners than a zone may have",
      { ...EMPTY, zones: [zone(...Array.from({ length: 65 }, (_, x) => [x / 2, x % 2] as [number, number]))] },
    ],
    ["a zone of two corners", { ...EMPTY, zones: [zone([0, 0], [5, 5])] }],
    ["a loss that no wall has", { ...EMPTY, walls: [{ ...wall([0, 0], [1, 1]), lossDb: 400 }] }],
    ["a field that nobody knows", { ...EMPTY, doors: [] }],
  ])("%s does not pass the schema", async (_, drawing) => {
    expect(codeOf(await put(drawing))).toBe("bad-request");
  });

  test("names a floor that there is", async () => {
    expect(codeOf(await read("cellar"))).toBe("not-found");
    expect(codeOf(await read("ground", "elsewhere"))).toBe("not-found");
    expect(codeOf(await put(EMPTY, { floorId: "cellar", tag: "*" }))).toBe("not-found");
  });

  test("a camera hangs on one floor: placed on another it leaves the first, whose drawing is another then", async () => {
    await put(DRAWN);
    const before = await tagOf();
    await put({ ...EMPTY, cameras: DRAWN.cameras }, { floorId: "upper" });
    expect((await read()).json()).toEqual({ ...DRAWN, cameras: [] });
    expect(await tagOf()).not.toBe(before);
  });
});

describe("a sensor that is moved on the plan", () => {
  const place = (sensorId: string, body: object) =>
    fixture.app.inject({ method: "PUT", url: `/api/sensors/${sensorId}/place`, headers: OWN_PAGE, payload: body });
  const THERE = { floorId: "ground", position: { x: 12.5, y: 3 } };
  beforeEach(async () => {
    await fixture.state.db
      .insertInto("sensors")
      .values({ ...makeSensorRow("door"), venue_id: "mall", floor_id: null, x: null, y: null })
      .execute();
  });

  test("hangs there, is told so to every page, and goes back when its step is undone", async () => {
    const told: string[] = [];
    const stop = fixture.stream.listen(({ kind, data }) => void told.push(`${kind} ${data}`));
    const placed = await place("door", { ...THERE, before: null });
    expect(placed.json<Sensor>()).toMatchObject({ sensorId: "door", ...THERE });
    const moved = { floorId: "upper", position: { x: 1, y: 2 } };
    expect((await place("door", { ...moved, before: THERE })).json()).toMatchObject(moved);
    expect((await place("door", { ...THERE, before: moved })).json()).toMatchObject(THERE);
    expect((await audited()).map(({ action, subject }) => [action, subject])).toEqual([
      ["sensor-placed", "door ground"],
      ["sensor-placed", "door upper"],
      ["sensor-placed", "door ground"],
    ]);
    await fixture.stream.flush();
    stop();
    expect(new Set(told)).toEqual(new Set(['sensor {"sensorId":"door"}']));
  });

  test("is not moved by who saw it elsewhere", async () => {
    await place("door", { ...THERE, before: null });
    const late = await place("door", { floorId: "ground", position: { x: 50, y: 30 }, before: null });
    expect([late.statusCode, codeOf(late)]).toEqual([412, "changed-meanwhile"]);
    expect(await audited()).toHaveLength(1);
  });

  test("beside the floor, on none, or unknown is refused", async () => {
    const outside = await place("door", { floorId: "ground", position: { x: 60.5, y: 3 }, before: null });
    expect([outside.statusCode, codeOf(outside)]).toEqual([400, "outside-floor"]);
    expect(codeOf(await place("door", { ...THERE, floorId: "cellar", before: null }))).toBe("not-found");
    expect(codeOf(await place("window", { ...THERE, before: null }))).toBe("not-found");
    await fixture.state.db.updateTable("sensors").set({ retired_at: 1 }).execute();
    expect(codeOf(await place("door", { ...THERE, before: null }))).toBe("not-found");
  });
});
