import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openState, StateStoreError, type StateStore } from "./open-state.ts";
import { describeStates, type TestStatePlace } from "./test-states.ts";

describeStates("state in %s", (start, name) => {
  let place: TestStatePlace;
  let state: StateStore;
  const venue = (venue_id: string) => ({
    venue_id,
    name: "Mall 明",
    time_zone: "Asia/Shanghai",
    floors: "[]",
    networks: "[]",
  });

  beforeAll(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
  });
  afterAll(async () => {
    await state.close();
    await place.stop();
  });

  test("what can be seen has another version after each commit, of whoever, and not before it", async () => {
    const write = (at: number) => ({ at, by: "a", action: "a", subject: "s" });
    const seen = new Set([await state.reading.version()]);
    for (let at = 1; at <= 5; at += 1) {
      await state.db.insertInto("audit").values(write(at)).execute();
      seen.add(await state.reading.version());
    }
    const other = await openState(place.url, place.dir);
    await other.transaction((trx) => trx.insertInto("audit").values(write(6)).execute());
    await other.close();
    seen.add(await state.reading.version());
    expect(seen.size).toBe(7);
    // What others do in the same server may change it there without a row of ours being another, which costs one reading.
    if (name === "SQLite") expect(seen).toContain(await state.reading.version());
    await state.db.deleteFrom("audit").execute();
  });

  test("instants come back as numbers, text octet for octet", async () => {
    await state.db.insertInto("venues").values(venue("mall")).execute();
    const entry = { at: 1_795_000_000_123, by: '{"a":"\\u0000明"}', action: "a", subject: "s" };
    await state.db.insertInto("audit").values(entry).execute();
    expect(await state.db.selectFrom("audit").select(["at", "by", "action", "subject"]).execute()).toEqual([entry]);
    expect((await state.db.selectFrom("venues").selectAll().execute())[0]?.name).toBe("Mall 明");
  });

  test("a transaction that fails leaves nothing", async () => {
    const failing = state.transaction(async (trx) => {
      await trx.insertInto("venues").values(venue("gone")).execute();
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await state.db.selectFrom("venues").select("venue_id").where("venue_id", "=", "gone").execute()).toEqual([]);
  });

  test("a screen's question waits for no transaction, and sees what was committed and nothing else", async () => {
    const seen = async (): Promise<string[]> =>
      (await state.reading.db.selectFrom("venues").select("venue_id").where("name", "=", "Read").execute()).map(
        (row) => row.venue_id,
      );
    const read = (venue_id: string) => ({ ...venue(venue_id), name: "Read" });
    await state.db.insertInto("venues").values(read("read-before")).execute();
    expect(await seen()).toEqual(["read-before"]);
    let goOn: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    let running: Promise<void> = Promise.resolve();
    await new Promise<void>((written) => {
      running = state.transaction(async (trx) => {
        await trx.insertInto("venues").values(read("read-meanwhile")).execute();
        written();
        await held;
      });
    });
    expect(await seen()).toEqual(["read-before"]);
    goOn();
    await running;
    expect((await seen()).toSorted((a, b) => a.localeCompare(b))).toEqual(["read-before", "read-meanwhile"]);
    await state.db.deleteFrom("venues").where("name", "=", "Read").execute();
    expect(await seen()).toEqual([]);
  });

  test("generated ids rise", async () => {
    const row = { at: 1, by: "a", action: "b", subject: "c" };
    const first = await state.db.insertInto("audit").values(row).returning("id").executeTakeFirstOrThrow();
    const second = await state.db.insertInto("audit").values(row).returning("id").executeTakeFirstOrThrow();
    expect(second.id).toBeGreaterThan(first.id);
  });

  test("opened again, it holds what was there and runs no migration twice", async () => {
    await state.close();
    state = await openState(place.url, place.dir);
    expect(await state.db.selectFrom("venues").select("venue_id").execute()).toEqual([{ venue_id: "mall" }]);
  });

  if (name === "SQLite")
    test("what is there for reading writes nothing, and keeps nothing from being settled", async () => {
      await expect(state.reading.db.insertInto("venues").values(venue("by-reader")).execute()).rejects.toThrow(
        /readonly/,
      );
      await state.reading.db.selectFrom("venues").selectAll().execute();
      await state.settleErased();
      expect(statSync(join(place.dir, "state.db-wal")).size).toBe(0);
    });

  if (name === "SQLite")
    test("its file is its owner's alone", () => {
      expect(statSync(join(place.dir, "state.db")).mode & 0o777).toBe(0o600);
      expect(statSync(join(place.dir, "state.db-wal")).mode & 0o777).toBe(0o600);
    });
});

test("a state store that cannot be opened says where and why", async () => {
  await expect(openState("sqlite:/dev/null/state.db", "/tmp")).rejects.toThrow(StateStoreError);
  await expect(openState("postgres://user:secret@127.0.0.1:1/db", "/tmp")).rejects.toThrow(
    /^postgres:\/\/user@127.0.0.1:1\/db: cannot open/,
  );
});

test.each([
  "postgres://user:secret@127.0.0.1:1/db",
  "postgres://user:a:secret@127.0.0.1:1/db",
  "postgres://user@127.0.0.1:1/db?password=secret",
  "postgres://user:secret/slash@127.0.0.1:1/db",
  "mysql://user:secret@127.0.0.1:1/db",
])("what it says of %s holds no password", async (url) => {
  const failure: unknown = await openState(url, "/tmp").catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(StateStoreError);
  expect(String(failure)).not.toContain("secret");
});
