import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { startDatabase, whyNoPostgres, type TestDatabase } from "../store/state/test-postgres.ts";
import type { Change } from "./change-feed.ts";
import { PostgresFeed } from "./postgres-feed.ts";
import { describeWith } from "../test-needs.ts";

const why = whyNoPostgres();
const PATIENT = { timeout: 20_000, interval: 20 };

describeWith(why, "what collectors tell each other", () => {
  let postgres: TestDatabase;
  let state: StateStore;
  let clock = 0;
  const feeds: PostgresFeed[] = [];

  beforeAll(async () => {
    postgres = await startDatabase();
    state = await openState(postgres.url, "/nowhere");
  });
  afterEach(async () => {
    for (const feed of feeds.splice(0)) await feed.stop();
  });
  afterAll(async () => {
    await state.close();
    await postgres.stop();
  });

  async function makeFeed(): Promise<{ feed: PostgresFeed; heard: string[] }> {
    const feed = new PostgresFeed({
      state,
      url: postgres.url,
      steady: () => clock,
      failed: (error) => {
        throw error;
      },
      hereMs: 30,
    });
    const heard: string[] = [];
    feed.listen(({ kind, id }: Change, isOwn) => heard.push(`${isOwn ? "own " : ""}${kind} ${id}`));
    await feed.start();
    feeds.push(feed);
    return { feed, heard };
  }

  test("is heard here at once, and by every other collector once", async () => {
    const [one, two, three] = [await makeFeed(), await makeFeed(), await makeFeed()];
    one.feed.tell({ kind: "suspect", id: "box-1" });
    one.feed.tell({ kind: "suspect", id: "box-1" });
    one.feed.tell({ kind: "taken-back", id: "box-1" });
    expect(one.heard).toEqual(["own suspect box-1", "own suspect box-1", "own taken-back box-1"]);
    for (const { heard } of [two, three])
      await vi.waitFor(() => expect(heard).toEqual(["suspect box-1", "taken-back box-1"]), PATIENT);
    expect(one.heard).toHaveLength(3);
  });

  test("arrives whole, however much changes at once, in notifications that PostgreSQL takes", async () => {
    const [one, two] = [await makeFeed(), await makeFeed()];
    const ids = Array.from({ length: 3_000 }, (_, index) => `box-明察-${index}`);
    for (const id of ids) one.feed.tell({ kind: "suspect", id });
    await vi.waitFor(() => expect(two.heard).toHaveLength(ids.length), PATIENT);
    expect(new Set(two.heard)).toEqual(new Set(ids.map((id) => `suspect ${id}`)));
  });

  test("is told as one resync when more changes than are kept", async () => {
    const [one, two] = [await makeFeed(), await makeFeed()];
    for (let index = 0; index < 10_001; index++) one.feed.tell({ kind: "suspect", id: `box-${index}` });
    expect(one.feed.waiting).toBe(1);
    await vi.waitFor(() => expect(two.heard).toEqual(["resync "]), PATIENT);
  });

  test("may have been missed while the listening connection was away, and that is told", async () => {
    const { heard } = await makeFeed();
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'probewarden-collector'`.execute(
      state.db,
    );
    await vi.waitFor(() => expect(heard).toEqual(["resync "]), PATIENT);
  });

  test("may be missing of a collector that died, and not of one that was stopped", async () => {
    const [one, two] = [await makeFeed(), await makeFeed()];
    const signs = [];
    // One that is there, and then says nothing any more: its process is dead.
    const client = { name: "a-third", say: (kind: string) => JSON.stringify({ from: "a-third", kind }) };
    await sql`select pg_notify('probewarden_changes', ${client.say("here")})`.execute(state.db);
    await sql`select pg_notify('probewarden_changes', ${'{"from":"a-third","kind":"suspect","ids":["box-7"]}'})`.execute(
      state.db,
    );
    await vi.waitFor(() => expect(one.heard).toEqual(["suspect box-7"]), PATIENT);
    signs.push(one.heard.length);
    await two.feed.stop();
    feeds.splice(feeds.indexOf(two.feed), 1);
    clock += 60_000;
    await vi.waitFor(() => expect(one.heard).toEqual(["suspect box-7", "resync "]), PATIENT);
  });

  test("keeps nobody from ending while PostgreSQL does not answer", async () => {
    const dir = mkdtempSync(join(tmpdir(), "hung-"));
    const folder = new URL(postgres.url.replace("@/", "@server/")).searchParams.get("host") ?? "";
    let hangs = false;
    const proxy = createServer((client) => {
      const server = connect(join(folder, ".s.PGSQL.5432"));
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        from.on("data", (octets) => hangs || to.write(octets));
        from.on("error", () => to.destroy());
        from.on("close", () => to.destroy());
      }
    });
    await new Promise<void>((resolve) => proxy.listen(join(dir, ".s.PGSQL.5432"), resolve));
    const url = `postgres://postgres@/postgres?host=${encodeURIComponent(dir)}`;
    const throughIt = await openState(url, "/nowhere");
    const feed = new PostgresFeed({ state: throughIt, url, steady: () => clock, failed: () => undefined });
    await feed.start();
    hangs = true;
    feed.tell({ kind: "suspect", id: "box-1" });
    const ended = feed.stop().then(() => "ended");
    expect(await Promise.race([ended, delay(20_000, "hangs")])).toBe("ended");
    hangs = false;
    proxy.close();
    rmSync(dir, { recursive: true });
  });

  test("is read with care: what is none of ours is passed over", async () => {
    const { heard } = await makeFeed();
    for (const payload of [
      "",
      "no JSON",
      "null",
      '{"from":"x","kind":"constructor","ids":["a"]}',
      '{"kind":"suspect"}',
    ])
      await sql`select pg_notify('probewarden_changes', ${payload})`.execute(state.db);
    await sql`select pg_notify('probewarden_changes', ${'{"from":"x","kind":"camera","ids":["c"]}'})`.execute(state.db);
    await vi.waitFor(() => expect(heard).toEqual(["camera c"]), PATIENT);
  });
});
