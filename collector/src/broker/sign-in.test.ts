import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { hashPassword } from "../people/password.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { MOST_SLOW_HASHES, SIGN_INS } from "./broker-limits.ts";
import { SlowPasswords } from "./password.ts";
import { hashSecret, isSecretHash, makeSecret } from "./sensor-secret.ts";
import { SignIn } from "./sign-in.ts";

/** As sensors were stored before there was a cheap hash. */
const OLD_COST = { N: 2 ** 14, r: 8, p: 1 };
const SECRET = makeSecret();

let folder: string;
let state: StateStore;
let signIn: SignIn;
let wrong: string[];

const as = (name: string | undefined, password?: string) =>
  signIn.signIn(name, password === undefined ? undefined : Buffer.from(password), (id) => wrong.push(id));
const add = (sensorId: string, password_hash: string | null) =>
  state.db.insertInto("sensors").values(makeSensorRow(sensorId, { password_hash })).execute();
const hashOf = async (sensorId: string) =>
  (await state.db.selectFrom("sensors").select("password_hash").where("sensor_id", "=", sensorId).executeTakeFirst())
    ?.password_hash ?? "";

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sign-in-"));
  state = await openState("sqlite:", folder);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  signIn = new SignIn(state, false);
  wrong = [];
});
afterEach(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a sensor is known by its secret; a wrong one is told of under its name, and a name that nobody has is not", async () => {
  await add("north", hashSecret(SECRET));
  expect(await as("north", SECRET)).toEqual({
    sensorId: "north",
    venueId: "mall",
    credential: await hashOf("north"),
  });
  expect([await as("north", makeSecret()), await as("north"), await as("ghost", SECRET), await as(undefined)]).toEqual([
    "wrong",
    "wrong",
    "wrong",
    "wrong",
  ]);
  expect(wrong).toEqual(["north", "north"]);
});

test("an old scrypt hash opens still, and is replaced by a cheap one at the first good sign-in; at a wrong one it stays", async () => {
  const old = await hashPassword(SECRET, OLD_COST);
  await add("north", old);
  expect(await as("north", "wrong")).toBe("wrong");
  expect(await hashOf("north")).toBe(old);
  const first = await as("north", SECRET);
  expect(isSecretHash(await hashOf("north"))).toBe(true);
  expect(first).toMatchObject({ sensorId: "north", credential: await hashOf("north") });
  expect(await as("north", SECRET)).toEqual(first);
  expect(await as("north", "wrong")).toBe("wrong");
});

test("a password that a person chose keeps its slow hash", async () => {
  const chosen = await hashPassword("right", OLD_COST);
  await add("north", chosen);
  expect(await as("north", "right")).toMatchObject({ sensorId: "north", credential: chosen });
  expect(await hashOf("north")).toBe(chosen);
});

test("a sensor without a password, one that was removed, and a password as long as a book get nowhere", async () => {
  await add("north", null);
  await add("gone", hashSecret(SECRET));
  await state.db.updateTable("sensors").set({ retired_at: 1 }).where("sensor_id", "=", "gone").execute();
  expect([await as("north", ""), await as("gone", SECRET), await as("north", "x".repeat(100_000))]).toEqual([
    "wrong",
    "wrong",
    "wrong",
  ]);
});

test("who signs in again and again is asked to come later, and others are not", async () => {
  await add("north", hashSecret(SECRET));
  await add("south", hashSecret(SECRET));
  for (let time = 0; time < SIGN_INS.points; time++) expect(await as("north", SECRET)).toMatchObject({});
  expect(await as("north", SECRET)).toBe("later");
  expect(await as("south", SECRET)).toMatchObject({ sensorId: "south" });
});

test("slow hashes are looked at one at a time, each sensor has one place, and the line has an end", async () => {
  let running = 0;
  let most = 0;
  const go: (() => void)[] = [];
  const slow = new SlowPasswords(async () => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => go.push(resolve));
    running--;
    return true;
  });
  const stored = "scrypt$16384$8$1$AAAA$AAAA";
  const asked = Array.from({ length: MOST_SLOW_HASHES }, (_, i) => slow.verify(`sensor-${i}`, "secret", stored));
  expect(await slow.verify("sensor-0", "another guess", stored)).toBeUndefined();
  expect(await slow.verify("one-more", "secret", stored)).toBeUndefined();
  for (let turn = 0; turn < MOST_SLOW_HASHES; turn++) {
    while (go.length === 0) await new Promise((resolve) => setImmediate(resolve));
    go.shift()?.();
  }
  expect(await Promise.all(asked)).toEqual(asked.map(() => true));
  expect(most).toBe(1);
  // Known by now: nobody waits.
  expect(await slow.verify("sensor-0", "secret", stored)).toBe(true);
});

test("a thousand sign-ins with secrets of their own take no thread of the pool", async () => {
  await add("north", hashSecret(SECRET));
  const guesses = Array.from({ length: 1000 }, () => as("north", randomBytes(24).toString("base64url")));
  const from = process.cpuUsage();
  expect(new Set(await Promise.all(guesses))).toEqual(new Set(["wrong"]));
  const { user, system } = process.cpuUsage(from);
  // scrypt would take fifty seconds of processor time.
  expect((user + system) / 1e6).toBeLessThan(10);
});
