import { connect } from "node:net";
import { once } from "node:events";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeVenueRow } from "../store/state/test-rows.ts";
import { makeApp, OWN_PAGE, type AppFixture } from "./app-fixture.ts";
import * as packing from "./packing.ts";
import { describedRoutes } from "./test-described-routes.ts";
import { putManyRows } from "./test-many-rows.ts";

vi.mock(import("./packing.ts"), async (original) => {
  const real = await original();
  return { ...real, pack: vi.fn(real.pack) };
});
const packed = vi.mocked(packing.pack);

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp({ demo: true });
  await putManyRows(fixture.state, 50);
  packed.mockClear();
});
afterEach(() => fixture.close());

const ask = (url: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") =>
  fixture.app.inject({ method, url, headers: { host: "localhost", ...headers } });
const UNPACK = { br: brotliDecompressSync, gzip: gunzipSync };

test("a list is sent as small as whoever asks can read it, with a tag of its own in each coding", async () => {
  const plain = await ask("/api/suspects");
  expect([plain.headers["content-encoding"], plain.headers["vary"]]).toEqual([undefined, "accept-encoding"]);
  for (const [accepted, coding] of [
    ["gzip, deflate, br, zstd", "br"],
    ["gzip, deflate", "gzip"],
    ["br;q=0, gzip;q=0.5", "gzip"],
    ["*", "br"],
  ] as const) {
    const answer = await ask("/api/suspects", { "accept-encoding": accepted });
    expect([accepted, answer.headers["content-encoding"]]).toEqual([accepted, coding]);
    expect(UNPACK[coding](answer.rawPayload).toString()).toBe(plain.body);
    expect(answer.rawPayload.length).toBeLessThan(plain.rawPayload.length / 4);
    expect(answer.headers["content-length"]).toBe(String(answer.rawPayload.length));
    expect(answer.headers["content-type"]).toBe(plain.headers["content-type"]);
    expect(answer.headers["vary"]).toBe("accept-encoding");
    expect(answer.headers["etag"]).toBe(String(plain.headers["etag"]).replace(/"$/, `-${coding}"`));
  }
});

test("who reads no coding of ours, or would rather have none, gets the answer as it is", async () => {
  for (const accepted of ["", "identity", "zstd", "br;q=0.5, identity", "gzip;q=0", "\u00ff,,;;q=,"]) {
    const answer = await ask("/api/suspects", { "accept-encoding": accepted });
    expect([accepted, answer.statusCode, answer.headers["content-encoding"]]).toEqual([accepted, 200, undefined]);
    expect(answer.json()).toHaveProperty("items");
  }
  const small = await ask("/api/session", { "accept-encoding": "br" });
  expect(small.headers["content-encoding"]).toBeUndefined();
});

test("a kept list is packed once in each coding for all who ask, and not at all for who has it", async () => {
  const all = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      ask("/api/alerts", { "accept-encoding": index % 2 === 0 ? "br" : "gzip" }),
    ),
  );
  expect(all.every(({ statusCode }) => statusCode === 200)).toBe(true);
  expect(packed.mock.calls.map(([, coding]) => coding).toSorted()).toEqual(["br", "gzip"]);
  packed.mockClear();
  fixture.clock.now += 60_000;
  for (const answer of all.slice(0, 2)) {
    const coding = String(answer.headers["content-encoding"]);
    const tag = String(answer.headers["etag"]);
    const again = await ask("/api/alerts", { "accept-encoding": coding, "if-none-match": tag });
    expect([again.statusCode, again.body, again.headers["etag"], again.headers["vary"]]).toEqual([
      304,
      "",
      tag,
      "accept-encoding",
    ]);
    expect(again.headers["content-encoding"]).toBeUndefined();
    const other = await ask("/api/alerts", { "if-none-match": tag });
    expect([other.statusCode, other.headers["content-encoding"]]).toEqual([200, undefined]);
  }
  expect(packed).not.toHaveBeenCalled();
});

test("HEAD says of a list what GET does, in every coding", async () => {
  for (const accepted of ["br", "gzip", "identity"]) {
    const get = await ask("/api/suspects", { "accept-encoding": accepted });
    const head = await ask("/api/suspects", { "accept-encoding": accepted }, "HEAD");
    expect([head.statusCode, head.body]).toEqual([200, ""]);
    for (const name of ["content-encoding", "content-length", "content-type", "etag", "vary"])
      expect([accepted, name, head.headers[name]]).toEqual([accepted, name, get.headers[name]]);
  }
});

test("whatever is read and is large is packed: every route that answers in more than a kilobyte of text", async () => {
  const described = await describedRoutes(fixture.app);
  const reads = described.filter(
    ({ method, path }) => /^get$/i.test(method) && !path.includes("{") && path !== "/api/stream",
  );
  let large = 0;
  for (const { path } of [...reads, { path: "/api/openapi.json" }, { path: "/metrics" }]) {
    const plain = await ask(path);
    if (plain.rawPayload.length < 1_024 || plain.statusCode !== 200) continue;
    large += 1;
    const answer = await ask(path, { "accept-encoding": "gzip" });
    expect([path, answer.headers["content-encoding"]]).toEqual([path, "gzip"]);
    expect(gunzipSync(answer.rawPayload).length, path).toBeGreaterThanOrEqual(1_024);
    const tag = String(answer.headers["etag"]);
    const again = await ask(path, { "accept-encoding": "gzip", "if-none-match": tag });
    // The figures change from one second to the next, and who looks at files and at the record of who did what makes that longer.
    if (path !== "/metrics" && !path.startsWith("/api/audit")) expect([path, again.statusCode]).toEqual([path, 304]);
  }
  expect(large).toBeGreaterThan(8);
});

test("a version that was read in a coding may be named when it is changed", async () => {
  const floors = JSON.stringify([{ floorId: "ground", name: "Ground", widthMetres: 60, heightMetres: 40 }]);
  await fixture.state.db
    .insertInto("venues")
    .values({ ...makeVenueRow({ venue_id: "drawn" }), floors })
    .execute();
  const url = "/api/venues/drawn/floors/ground/drawing";
  const walls = Array.from({ length: 40 }, (_, index) => ({
    points: [
      [index, 0],
      [index, 9],
    ],
    lossDb: 8,
  }));
  const put = async (tag: string, count = 40): Promise<number> => {
    const payload = { walls: walls.slice(0, count), zones: [], cameras: [] };
    const answer = await fixture.app.inject({ method: "PUT", url, headers: { ...OWN_PAGE, "if-match": tag }, payload });
    return answer.statusCode;
  };
  expect(await put(String((await ask(url, { "accept-encoding": "br" })).headers["etag"]))).toBe(200);
  const large = await ask(url, { "accept-encoding": "br" });
  expect(large.headers["content-encoding"]).toBe("br");
  const tag = String(large.headers["etag"]);
  expect(tag).toMatch(/-br"$/);
  expect(await put(tag, 30)).toBe(200);
  expect(await put(tag, 20)).toBe(412);
});

test("the live stream is not packed, and each change goes out when it happens", async () => {
  await fixture.app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = fixture.app.server.address() as { port: number };
  const socket = connect(port, "127.0.0.1");
  socket.setEncoding("utf8");
  socket.write("GET /api/stream HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip, br\r\n\r\n");
  let heard = "";
  const hear = async (word: string): Promise<void> => {
    while (!heard.includes(word)) heard += String((await once(socket, "data"))[0]);
  };
  await hear("retry: 2000");
  fixture.suspectChanged("a-box");
  await hear("a-box");
  expect(heard).not.toMatch(/content-encoding/i);
  socket.destroy();
});
