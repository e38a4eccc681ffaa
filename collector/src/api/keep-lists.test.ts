import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import Fastify from "fastify";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, OWN_PAGE, putSuspect, type AppFixture } from "./app-fixture.ts";
import type { App } from "./app-parts.ts";
import { KEPT, keepLists } from "./keep-lists.ts";
import { describedRoutes } from "./test-described-routes.ts";
import { putManyRows } from "./test-many-rows.ts";

/** The lists of the API that answer out of the record alone. */
const LISTS = ["suspects", "sensors", "cameras", "newcomers", "alerts", "outages", "venues", "deletions"];
const SOURCE = fileURLToPath(new URL("../../", import.meta.url));

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
});
afterEach(() => fixture.close());

const ask = (url: string, headers: Record<string, string> = {}) =>
  fixture.app.inject({ url, headers: { host: "localhost", ...headers } });
const itemsOf = async (list: string): Promise<Record<string, unknown>[]> =>
  (await ask(`/api/${list}`)).json<{ items: Record<string, unknown>[] }>().items;

test("every list has a tag; who names it is told that nothing changed, and no row is read for that", async () => {
  await putManyRows(fixture.state, 10);
  const described = await describedRoutes(fixture.app);
  for (const list of LISTS) {
    const path = `/api/${list}`;
    expect(described.map((route) => route.path)).toContain(path);
    const first = await ask(path);
    const tag = String(first.headers["etag"]);
    const read = vi.spyOn(fixture.state.reading.db, "selectFrom");
    for (const named of [tag, `W/${tag}`]) {
      const again = await ask(path, { "if-none-match": named });
      expect([path, again.statusCode, again.body, again.headers["etag"]]).toEqual([path, 304, "", tag]);
    }
    const whole = await ask(path, { "if-none-match": '"another"' });
    expect([whole.statusCode, whole.body, whole.headers["content-type"]]).toEqual([
      200,
      first.body,
      first.headers["content-type"],
    ]);
    expect(read, path).not.toHaveBeenCalled();
    read.mockRestore();
  }
});

test("rows that are spelt one by one are those of the whole list, each as it is now", async () => {
  await putManyRows(fixture.state, 3);
  const one = async (id: unknown) =>
    (await ask(`/api/suspects/${String(id)}`)).json<{ suspect: Record<string, unknown> }>().suspect;
  for (const scoreDb of [7, 8, 8]) {
    await fixture.state.db.updateTable("suspects").set({ score_db: scoreDb }).execute();
    const list = (await ask("/api/suspects?limit=2")).json<{ items: Record<string, unknown>[]; next: string }>();
    expect(Object.keys(list)).toEqual(["items", "more", "next"]);
    expect(list.items).toHaveLength(2);
    for (const item of list.items) expect(item).toEqual(await one(item["suspectId"]));
    expect(list.items[0]?.["scoreDb"]).toBe(scoreDb);
    expect((await ask(list.next)).json<{ items: unknown[] }>().items).toHaveLength(1);
  }
  expect((await ask("/api/suspects?band=watch&state=ended")).body).toBe('{"items":[]}');
});

test("two hundred who ask for a list at once have it read once", async () => {
  await putManyRows(fixture.state, 10);
  const read = vi.spyOn(fixture.state.reading.db, "selectFrom");
  await ask("/api/alerts");
  const once = read.mock.calls.length;
  await fixture.state.db.deleteFrom("alerts").where("alert_id", "=", "alert-00001").execute();
  read.mockClear();
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask("/api/alerts")));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  expect(answers[0]?.json<{ items: unknown[] }>().items).toHaveLength(9);
  expect(read).toHaveBeenCalledTimes(once);
});

test("what this collector writes, by a person's decision or by a sensor's message, is in the next answer", async () => {
  await putSuspect(fixture, "box");
  expect(await itemsOf("suspects")).toMatchObject([{ state: "active" }]);
  const decided = await fixture.app.inject({
    method: "POST",
    url: "/api/suspects/box/decision",
    headers: OWN_PAGE,
    payload: { decision: "authorised", reason: "ours" },
  });
  expect(decided.statusCode).toBe(200);
  expect(await itemsOf("suspects")).toMatchObject([{ decision: { decision: "authorised" } }]);
  for (const band of ["strong", "watch", "strong", "suspected"]) {
    await fixture.state.transaction((trx) => trx.updateTable("suspects").set({ band }).execute());
    expect(await itemsOf("suspects")).toMatchObject([{ band }]);
  }
});

test("whoever hears of a change by the live stream and reads then, reads it", async () => {
  await putSuspect(fixture, "box", { band: "watch" });
  await itemsOf("suspects");
  const heard = new Promise<Record<string, unknown>[]>((resolve, reject) =>
    fixture.stream.listen(() => void itemsOf("suspects").then(resolve, reject)),
  );
  await putSuspect(fixture, "box", { band: "strong" });
  fixture.suspectChanged("box");
  expect(await heard).toMatchObject([{ band: "strong" }]);
});

test("what a command writes beside the collector is in the next answer, and nobody told of it", async () => {
  await fixture.state.db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "mall" }))
    .execute();
  expect(await itemsOf("venues")).toHaveLength(1);
  const write = `new (require("libsql"))(process.argv[1]).exec("DELETE FROM venues")`;
  const file = `${fixture.config.dataDir}/state.db`;
  await promisify(execFile)(process.execPath, ["-e", write, file], { cwd: SOURCE });
  expect(await itemsOf("venues")).toHaveLength(0);
});

test("what only time changes is told within a second", async () => {
  await fixture.state.db
    .insertInto("venues")
    .values(makeVenueRow({ venue_id: "mall" }))
    .execute();
  const row = makeSensorRow("gate", { status: "online", last_message_at: fixture.clock.now });
  await fixture.state.db.insertInto("sensors").values(row).execute();
  const [sensor] = await itemsOf("sensors");
  expect(sensor?.["state"]).not.toBe("offline");
  fixture.clock.now += 24 * 3_600_000;
  expect(await itemsOf("sensors")).toMatchObject([{ state: "offline" }]);
});

test("an answer that is kept opens nothing: who is not signed in is refused, and a lying cursor too, each time", async () => {
  await putSuspect(fixture, "box");
  expect((await ask("/api/suspects")).statusCode).toBe(200);
  const stranger = await fixture.app.inject({
    url: "/api/suspects",
    headers: { host: "localhost" },
    remoteAddress: "192.0.2.1",
  });
  expect([stranger.statusCode, stranger.body.includes("box")]).toEqual([401, false]);
  for (const _ of [1, 2])
    expect((await ask("/api/suspects?after=x")).json()).toMatchObject({ status: 400, code: "bad-cursor" });
});

test("who may see different things never has the answer of another", async () => {
  const app = Fastify() as unknown as App;
  app.decorateRequest("identity", undefined);
  app.addHook("onRequest", async (request) => {
    request.identity = { name: String(request.headers["x-name"]), roles: ["inspector"], scope: { all: true } };
  });
  keepLists(app, fixture, (identity) => identity?.name ?? "");
  let made = 0;
  app.get("/api/things", { config: KEPT }, async (request) => {
    made += 1;
    return { for: request.identity?.name };
  });
  const askAs = async (name: string): Promise<unknown> =>
    (await app.inject({ url: "/api/things", headers: { "x-name": name } })).json<{ for: unknown }>().for;
  const names = ["north", "south", "north", "south", "/api/things", ""];
  expect(await Promise.all(names.map(askAs))).toEqual(names);
  for (const name of names) expect(await askAs(name)).toBe(name);
  expect(made).toBe(4);
  await app.close();
});
