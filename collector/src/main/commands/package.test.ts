import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findingOf } from "../../cameras/test-visits.ts";
import { openState } from "../../store/state/open-state.ts";
import { makeSuspectRow, makeVenueRow } from "../../store/state/test-rows.ts";
import { decide } from "../../suspects/decide.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-package-command-"));
const environment = { PW_DATA_DIR: folder };
const file = join(folder, "one.zip");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  await makeProgram({ print, tell: print, environment, now: Date.now }).parseAsync(args, { from: "user" });
  return lines.join("\n");
}
const why = ["--by", "王敏", "--purpose", "移送", "--legal-basis", "案件 12"];

beforeAll(async () => {
  const state = await openState("sqlite:", folder);
  await state.db.insertInto("venues").values(makeVenueRow()).execute();
  await state.db.insertInto("suspects").values(makeSuspectRow("box-one")).execute();
  const camera = { camera_id: "cam", venue_id: "mall", sensor_id: "north", first_seen_at: 1, last_seen_at: 2 };
  await state.db
    .insertInto("cameras")
    .values({ ...camera, body: JSON.stringify(findingOf({ gait: "enabled" })) })
    .execute();
  await state.close();
});

test("a package is made into a new file of its owner, is whole, and stands in the record", async () => {
  const key = await run("package", "key");
  expect(await run("package", "make", "box-one", "--out", file, ...why)).toMatch(
    new RegExp(`one\\.zip: \\d+ octets, signed with the key ${key}$`),
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await run("package", "verify", file, "--key", key)).toMatch(/one\.zip: whole, and signed with the key/);
  const state = await openState("sqlite:", folder);
  const lines = await state.db.selectFrom("audit").select(["by", "action"]).orderBy("seq").execute();
  await state.close();
  expect(lines.map(({ by, action }) => `${by} ${action}`)).toEqual(["王敏 package-asked", "王敏 package-taken"]);
});

test("one that was changed, another key, and no key are told apart, each in one line", async () => {
  const key = await run("package", "key");
  const changed = readFileSync(file);
  changed[100] = (changed[100] ?? 0) ^ 4;
  const other = join(folder, "changed.zip");
  writeFileSync(other, changed);
  await expect(run("package", "verify", other, "--key", key)).rejects.toThrow(/manifest\.json: bit 2 of octet \d+ is/);
  await expect(run("package", "verify", file, "--key", "0".repeat(64))).rejects.toThrow(
    /signature is whole, but made with another key/,
  );
  await expect(run("package", "verify", file, "--key", "abc")).rejects.toThrow(/^--key abc: a fingerprint is 64/);
  await expect(run("package", "verify", join(folder, "none.zip"), "--key", key)).rejects.toThrow(/none\.zip: cannot/);
});

test("one of a camera, and one of a decision, are made by the same command", async () => {
  const key = await run("package", "key");
  const state = await openState("sqlite:", folder);
  const record = { decision: "to-visit" as const, reason: "看一看", by: "王敏", at: new Date().toISOString() };
  await decide(state, "box-one", record);
  const { id } = await state.db.selectFrom("decisions").select("id").executeTakeFirstOrThrow();
  await state.close();
  for (const [name, ...of] of [
    ["camera.zip", "--camera", "cam"],
    ["decision.zip", "box-one", "--decision", String(id)],
  ]) {
    const made = join(folder, name ?? "");
    expect(await run("package", "make", ...of, "--out", made, ...why)).toContain(`signed with the key ${key}`);
    expect(await run("package", "verify", made, "--key", key)).toMatch(/whole, and signed/);
  }
  const make = (...of: string[]) => run("package", "make", ...of, "--out", `${file}3`, ...why);
  await expect(make()).rejects.toThrow(/^a package is of one thing: name a suspect, or a camera with --camera/);
  await expect(make("box-one", "--camera", "cam")).rejects.toThrow(/^a package is of one thing/);
  await expect(make("--camera", "nobody")).rejects.toThrow(/^nobody: there is no such camera/);
  await expect(make("box-one", "--decision", "first")).rejects.toThrow(/^--decision first: it is a number/);
  await expect(make("box-one", "--decision", "77")).rejects.toThrow(/^box-one: there is no decision 77 about it/);
});

test("no file is replaced, and nothing is packed about nobody or without a reason", async () => {
  await expect(run("package", "make", "box-one", "--out", file, ...why)).rejects.toThrow(/one\.zip: cannot be made/);
  await expect(run("package", "make", "box-two", "--out", `${file}2`, ...why)).rejects.toThrow(
    /^box-two: there is no such suspect/,
  );
  const blank = ["--by", "王敏", "--purpose", " ", "--legal-basis", "x"];
  await expect(run("package", "make", "box-one", "--out", `${file}2`, ...blank)).rejects.toThrow(/^--purpose: it has/);
});
