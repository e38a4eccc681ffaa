import { safeCell } from "@probewarden/cli";
import { afterEach, beforeEach, expect, test } from "vitest";
import { keepDrawing } from "../store/drawings.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, putSuspect, type AppFixture } from "./app-fixture.ts";
import { describedRoutes } from "./test-described-routes.ts";
import { putManyRows } from "./test-many-rows.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putSuspect(fixture, "box-one");
});
afterEach(() => fixture.close());

test("a cell is never a formula, shows every character, and keeps numbers as numbers", () => {
  for (const text of ["=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\uff1dHYPERLINK()", "|cmd"])
    expect(safeCell(text)).toBe(`'${text}`);
  expect(safeCell("\t=1")).toBe("\\u0009=1");
  expect(safeCell("\u001b[2Jdoor\u202e")).toBe("\\u001b[2Jdoor\\u202e");
  expect([safeCell(-60), safeCell(undefined), safeCell("三号门")]).toEqual([-60, "", "三号门"]);
});

test("lists are files for other programs, and a hostile name stays one harmless cell", async () => {
  const name = '=HYPERLINK("http://evil.example")\r\n"x",y';
  const row = makeSensorRow("north", { name, floor_id: "ground", x: 3, y: 4 });
  await fixture.state.db.insertInto("sensors").values(row).execute();
  const { headers, body } = await fixture.app.inject({ url: "/api/sensors.csv" });
  expect(headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(headers["content-disposition"]).toBe('attachment; filename="sensors.csv"');
  expect(body.split("\r\n")).toHaveLength(3);
  expect(body).toContain(String.raw`"'=HYPERLINK(""http://evil.example"")\u000d\u000a""x"",y"`);
  for (const path of ["suspects", "cameras", "alerts", "outages", "newcomers"])
    expect((await fixture.app.inject({ url: `/api/${path}.csv?venueId=mall` })).statusCode).toBe(200);

  const deletion = { at: 1, kind: "levels", rows: 12, until: 0, rule: "age" };
  await fixture.state.db.insertInto("deletions").values(deletion).execute();
  expect((await fixture.app.inject({ url: "/api/deletions.csv" })).body.trim()).toMatch(
    /at,kind,rows,until,rule\r\n1970-01-01T00:00:00\.001Z,levels,12,1970-01-01T00:00:00\.000Z,age$/,
  );

  const map = await fixture.app.inject({ url: "/api/sensors.geojson" });
  expect(map.headers["content-type"]).toContain("application/geo+json");
  expect(map.json()).toMatchObject({
    type: "FeatureCollection",
    crs: { properties: { name: "urn:probewarden:crs:floor-metres" } },
    features: [{ id: "north", geometry: { type: "Point", coordinates: [3, 4] }, properties: { floorId: "ground" } }],
  });
  expect((await fixture.app.inject({ url: "/api/suspects.geojson" })).json()).toMatchObject({ features: [] });
});

test("venues are a file too, and their map is one that any program shows: longitude first, on the earth", async () => {
  const at = { latitude: 31.2304, longitude: 121.4737, district: "黄浦区" };
  await fixture.state.db
    .insertInto("venues")
    .values([
      { ...makeVenueRow({ venue_id: "known" }), name: '=cmd|"x"!A1', ...at },
      { ...makeVenueRow({ venue_id: "unknown" }), name: "@SUM(A1)" },
    ])
    .execute();
  const { headers, body } = await fixture.app.inject({ url: "/api/venues.csv" });
  expect(headers["content-disposition"]).toBe('attachment; filename="venues.csv"');
  const rows = body.replace("\ufeff", "").trim().split("\r\n");
  expect(rows[0]).toBe("venueId,name,timeZone,district,latitudeDegrees,longitudeDegrees,floors");
  expect(rows).toContainEqual(expect.stringMatching(/^known,"'=cmd\|""x""!A1",[\w/]+,黄浦区,31.2304,121.4737,/));
  expect(rows).toContainEqual(expect.stringMatching(/^unknown,'@SUM\(A1\),[\w/]+,,,,/));
  const map = await fixture.app.inject({ url: "/api/venues.geojson" });
  expect(map.headers["content-type"]).toContain("application/geo+json");
  expect(map.json()).toEqual({
    type: "FeatureCollection",
    features: [
      {
        type: "Feature",
        id: "known",
        geometry: { type: "Point", coordinates: [121.4737, 31.2304] },
        properties: { name: '=cmd|"x"!A1', timeZone: expect.any(String), district: "黄浦区" },
      },
    ],
  });
  const first = await fixture.app.inject({ url: "/api/venues.csv?limit=1" });
  expect(first.headers["link"]).toMatch(/^<\/api\/venues\.csv\?limit=1&after=[\w-]+>; rel="next"$/);
});

test("cameras are on the map where somebody drew them, each on the floor of its own venue", async () => {
  for (const table of ["suspects", "venues"] as const) await fixture.state.db.deleteFrom(table).execute();
  await putManyRows(fixture.state, 5);
  const { items } = (await fixture.app.inject({ url: "/api/cameras" })).json<{ items: { cameraId: string }[] }>();
  const [drawn = { cameraId: "" }] = items;
  const drawing = { walls: [], zones: [], cameras: [{ cameraId: drawn.cameraId, position: { x: 12.5, y: 3 } }] };
  await keepDrawing(fixture.state.db, { venueId: "mall", floorId: "ground" }, drawing, 0);
  const elsewhere = { ...drawing, cameras: items.map(({ cameraId }) => ({ cameraId, position: { x: 1, y: 1 } })) };
  await keepDrawing(fixture.state.db, { venueId: "another", floorId: "ground" }, elsewhere, 0);
  const map = await fixture.app.inject({ url: "/api/cameras.geojson?venueId=mall" });
  expect(map.json()).toMatchObject({
    crs: { properties: { name: "urn:probewarden:crs:floor-metres" } },
    features: [
      {
        id: drawn.cameraId,
        geometry: { coordinates: [12.5, 3] },
        properties: { venueId: "mall", floorId: "ground", address: "192.0.2.1" },
      },
    ],
  });
  expect(map.json<{ features: unknown[] }>().features).toHaveLength(1);
});

test("a file is asked for by the same filters as its list, and has the same rows", async () => {
  for (const [id, band] of [
    ["box-strong", "strong"],
    ["box-watch", "watch"],
  ] as const)
    await putSuspect(fixture, id, { band });
  await putSuspect(fixture, "box-over", { band: "strong", state: "ended" });
  await fixture.state.db
    .insertInto("sensors")
    .values([makeSensorRow("new")])
    .execute();
  // Looks at the record of who did what make it longer: it has tests of its own.
  const lists = (await describedRoutes(fixture.app)).filter(({ path }) => !path.startsWith("/api/audit"));
  const queryOf = (path: string): string[] =>
    (lists.find((route) => route.path === path && route.method === "GET")?.operation.parameters ?? [])
      .map(({ name }) => name)
      .toSorted();
  const files = lists.flatMap(({ path }) => (/\.(csv|geojson)$/.test(path) ? [path] : []));
  expect(files).toHaveLength(16);
  // Of every list that has pages.
  const pages = lists.flatMap(({ path, operation }) =>
    operation.parameters?.some(({ name }) => name === "after") === true && !/[.{]/.test(path) ? [path] : [],
  );
  for (const path of pages) expect(files).toContain(`${path}.csv`);
  for (const path of files) expect([path, queryOf(path)]).toEqual([path, queryOf(path.replace(/\.\w+$/, ""))]);

  const idsOf = async (query: string): Promise<string[]> => {
    const { body } = await fixture.app.inject({ url: `/api/suspects.csv?${query}` });
    return body
      .trim()
      .split("\r\n")
      .slice(1)
      .map((line) => line.split(",")[0] ?? "");
  };
  expect(await idsOf("band=strong&state=active")).toEqual(["box-strong"]);
  expect(await idsOf("state=ended")).toEqual(["box-over"]);
  expect((await fixture.app.inject({ url: "/api/sensors.csv?state=offline" })).body.trim().split("\r\n")).toHaveLength(
    1,
  );
  expect((await fixture.app.inject({ url: "/api/alerts.csv?state=asleep" })).statusCode).toBe(400);
});

test("an answer that did not change is not sent again", async () => {
  const first = await fixture.app.inject({ url: "/api/suspects" });
  const tag = String(first.headers["etag"]);
  const again = () => fixture.app.inject({ url: "/api/suspects", headers: { "if-none-match": tag } });
  expect([(await again()).statusCode, (await again()).body]).toEqual([304, ""]);
  await putSuspect(fixture, "box-two");
  expect((await again()).statusCode).toBe(200);
});

interface Page {
  items: { suspectId: string; band: string }[];
  next?: string;
}

test("pages follow each other to the end, each row once, and a cursor of nobody's is refused", async () => {
  for (let box = 0; box < 25; box += 1)
    await putSuspect(fixture, `box-n${box}`, { band: box % 2 ? "strong" : "watch" });
  const seen: string[] = [];
  const bands: string[] = [];
  for (let url: string | undefined = "/api/suspects?limit=10&venueId=mall"; url !== undefined;) {
    const page: Page = (await fixture.app.inject({ url })).json();
    seen.push(...page.items.map(({ suspectId }) => suspectId));
    bands.push(...page.items.map(({ band }) => band));
    url = page.next;
  }
  expect([seen.length, new Set(seen).size]).toEqual([26, 26]);
  expect([bands[0], bands.at(-1)]).toEqual(["strong", "watch"]);
  const refused = await fixture.app.inject({ url: "/api/suspects?after=nonsense" });
  expect([refused.statusCode, refused.json().code]).toEqual([400, "bad-cursor"]);
  const strong = await fixture.app.inject({ url: "/api/suspects?band=strong" });
  expect(strong.json().items).toHaveLength(12);
});
