import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CameraBook, type SeenAtVisit } from "./camera-book.ts";

let folder: string;
let now = 1_000;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pw-known-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const links: Record<string, string> = { "10.0.0.5": "00:11:22:33:44:55", "10.0.0.9": "00:11:22:33:44:55" };
const book = (): CameraBook =>
  new CameraBook(
    folder,
    () => now++,
    (address) => links[address],
  );
const seen = (over: Partial<SeenAtVisit> = {}): SeenAtVisit => ({
  address: "10.0.0.5",
  port: 80,
  reference: "urn:1",
  ...over,
});
const NOBODY = new Set<string>();
const names = async (of: CameraBook, ...all: SeenAtVisit[]): Promise<string[]> => {
  const told: string[] = [];
  for (const each of all) told.push((await of.recognise(each, new Set(told))).cameraId);
  return told;
};

test("a camera keeps its name over a restart and a new lease, and the list has it once", async () => {
  const first = await book().recognise(seen(), NOBODY);
  const moved = await book().recognise(seen({ address: "10.0.0.9" }), NOBODY);
  expect(moved.cameraId).toBe(first.cameraId);
  expect(JSON.parse(readFileSync(join(folder, "cameras", "known.json"), "utf8"))).toHaveLength(1);
});

test("several devices of one reference behind one address are as many, each time", async () => {
  const two = [seen(), seen({ port: 8080 })];
  const first = await names(book(), ...two);
  expect(new Set(first).size).toBe(2);
  expect(await names(book(), ...two)).toEqual(first);
});

test("who still answers at its old address has not moved", async () => {
  const [old] = await names(book(), seen());
  const [still, copy] = await names(book(), seen(), seen({ address: "10.0.0.9" }));
  expect(still).toBe(old);
  expect(copy).not.toBe(old);
});

test("so many cameras are known; the one that was not seen for longest makes room", async () => {
  const kept = book();
  for (let n = 0; n < 1_100; n++) await kept.recognise(seen({ address: `10.1.${n >> 8}.${n & 255}` }), NOBODY);
  const list = JSON.parse(readFileSync(join(folder, "cameras", "known.json"), "utf8")) as { address: string }[];
  expect([list.length, list[0]?.address, list.at(-1)?.address]).toEqual([1_024, "10.1.4.75", "10.1.0.76"]);
});

test("a file that cannot be read is told, and written anew", async () => {
  mkdirSync(join(folder, "cameras"));
  for (const text of ["{", "7", '[{"cameraId":7}, null]']) {
    writeFileSync(join(folder, "cameras", "known.json"), text);
    const one = book();
    await one.recognise(seen(), NOBODY);
    expect([...one.problems]).toEqual(text.startsWith("[") ? [] : ["known-unreadable"]);
    expect(JSON.parse(readFileSync(join(folder, "cameras", "known.json"), "utf8"))).toHaveLength(1);
  }
});
