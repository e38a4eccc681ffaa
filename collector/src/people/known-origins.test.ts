import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { KnownOrigins, MOST_ADDRESSES } from "./known-origins.ts";

let folder: string;
let state: StateStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-origins-"));
  state = await openState("sqlite:", folder);
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

test("addresses of an account are remembered up to a bound, as hashes, and two collectors agree on them", async () => {
  let now = 0;
  const origins = new KnownOrigins(state, () => now);
  for (; now <= MOST_ADDRESSES; now += 1) await origins.remember("li", `192.0.2.${now}`, undefined);
  const other = new KnownOrigins(state, () => now);
  expect(await other.recognise("li", "192.0.2.0", undefined)).toBeUndefined();
  expect(await other.recognise("li", "192.0.2.1", undefined)).toMatch(/^address /);
  expect(await other.recognise("wang", "192.0.2.1", undefined)).toBeUndefined();
  const rows = await state.db.selectFrom("known_origins").selectAll().execute();
  expect(rows).toHaveLength(MOST_ADDRESSES);
  expect(JSON.stringify(rows)).not.toContain("192.0.2");
});

test("a device keeps its name from one sign-in to the next", async () => {
  const origins = new KnownOrigins(state, () => 0);
  const first = await origins.remember("li", "192.0.2.1", undefined);
  const second = await origins.remember("li", "203.0.113.1", first);
  expect(second.split(".")[0]).toBe(first.split(".")[0]);
  expect((await origins.remember("wang", "192.0.2.1", first)).split(".")[0]).not.toBe(first.split(".")[0]);
});
