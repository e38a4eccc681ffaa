import { deflateSync, crc32 } from "node:zlib";
import type { Venue } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await fixture.state.db.insertInto("venues").values(makeVenueRow()).execute();
});
afterEach(() => fixture.close());

function chunk(type: string, data: Buffer): Buffer {
  const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)];
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  head.writeUInt32BE(data.length);
  tail.writeUInt32BE(crc32(named));
  return Buffer.concat([head, named, tail]);
}

/** A grey PNG of so many pixels. */
function png(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.alloc(height * (width + 1)))),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const GROUND = { name: "Ground 一层", widthMetres: 48.5, heightMetres: 30 };
const put = (floorId: string, body: object, venueId = "mall") =>
  fixture.app.inject({
    method: "PUT",
    url: `/api/venues/${venueId}/floors/${floorId}`,
    headers: OWN_PAGE,
    payload: body,
  });

test("a venue without a plan gets a floor with one, and shows the very image", async () => {
  const image = png(40, 25);
  const answer = await put("ground", { ...GROUND, plan: image.toString("base64") });
  expect(answer.statusCode).toBe(200);
  const [floor] = answer.json<Venue>().floors;
  expect(floor).toMatchObject({ floorId: "ground", ...GROUND });
  const shown = await fixture.app.inject({ url: floor?.planUrl ?? "", headers: { host: "localhost" } });
  expect(shown.headers["content-type"]).toBe("image/png");
  expect(shown.rawPayload.equals(image)).toBe(true);
  const audited = await fixture.state.db.selectFrom("audit").select(["action", "subject", "by"]).execute();
  expect(audited).toEqual([{ action: "floor-added", subject: "mall ground", by: "demo" }]);
});

test("a floor that is there changes in its place and keeps its plan; a new one goes behind it", async () => {
  await put("ground", { ...GROUND, plan: png(40, 25).toString("base64") });
  await put("upper", { ...GROUND, name: "Upper" });
  const { floors } = (await put("ground", { ...GROUND, widthMetres: 60 })).json<Venue>();
  expect(floors.map(({ floorId, widthMetres, planUrl }) => [floorId, widthMetres, planUrl !== undefined])).toEqual([
    ["ground", 60, true],
    ["upper", 48.5, false],
  ]);
});

test.each([
  [
    "an SVG, which could hold more than a drawing",
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'),
  ],
  ["a PNG that is cut short", png(40, 25).subarray(0, -6)],
  ["a PNG with something behind its end", Buffer.concat([png(40, 25), Buffer.from("PK")])],
  ["a strip", png(900, 2)],
  ["something else", Buffer.from("GIF89a")],
  ["nothing", Buffer.alloc(0)],
])("%s is no plan, and nothing of the floor is kept", async (_, image) => {
  const answer = await put("ground", { ...GROUND, plan: image.toString("base64") });
  expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, "bad-plan"]);
  const list = await fixture.app.inject({ url: "/api/venues", headers: { host: "localhost" } });
  expect(list.json<{ items: Venue[] }>().items[0]?.floors).toEqual([]);
});

test("a size that no floor has, another page's request and an unknown venue are refused", async () => {
  expect((await put("ground", { ...GROUND, widthMetres: 0 })).statusCode).toBe(400);
  expect((await put("ground", GROUND, "elsewhere")).json()).toMatchObject({ code: "not-found" });
  const foreign = await fixture.app.inject({
    method: "PUT",
    url: "/api/venues/mall/floors/ground",
    headers: { host: "localhost", origin: "http://evil.example" },
    payload: GROUND,
  });
  expect(foreign.statusCode).toBe(403);
});

test("a venue has no more floors than its list may hold", async () => {
  const floors = Array.from({ length: 64 }, (_, level) => ({ floorId: `f-${level}`, ...GROUND }));
  await fixture.state.db
    .updateTable("venues")
    .set({ floors: JSON.stringify(floors) })
    .execute();
  expect((await put("one-more", GROUND)).json()).toMatchObject({ code: "too-many-floors", status: 409 });
  expect((await put("f-3", { ...GROUND, name: "Third" })).statusCode).toBe(200);
});

const place = (body: object, venueId = "mall") =>
  fixture.app.inject({ method: "PUT", url: `/api/venues/${venueId}/place`, headers: OWN_PAGE, payload: body });

test("where a venue is is said in the place of what was said before, and by whom", async () => {
  const location = { latitudeDegrees: 43.9333, longitudeDegrees: 116.0667 };
  expect((await place({ location, district: "锡林浩特市" })).json()).toMatchObject({
    location,
    district: "锡林浩特市",
  });
  const without = (await place({ district: "锡林浩特市" })).json<Venue>();
  expect([without.location, without.district]).toEqual([undefined, "锡林浩特市"]);
  expect((await place({})).json<Venue>().district).toBeUndefined();
  const audited = await fixture.state.db.selectFrom("audit").select(["action", "subject", "by"]).execute();
  expect(audited).toEqual(Array.from({ length: 3 }, () => ({ action: "venue-placed", subject: "mall", by: "demo" })));
});

test.each([
  [{ location: { latitudeDegrees: 91, longitudeDegrees: 0 } }],
  [{ location: { latitudeDegrees: 31 } }],
  [{ district: "x".repeat(65) }],
])("%j is nowhere on earth", async (body) => {
  expect((await place(body)).statusCode).toBe(400);
  expect((await place({}, "elsewhere")).statusCode).toBe(404);
});
