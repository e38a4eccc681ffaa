import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { resumeOffsets } from "../radio/air/kept-offsets.ts";
import { LevelOffsets } from "../radio/air/level-offsets.ts";
import { readConfig } from "../main/load-config.ts";
import { checkOffsets } from "../sensor/check-offsets.ts";
import { OFFSETS_FILE, OffsetsStore } from "./offsets-store.ts";

const ONE = "02:00:00:ee:ff:01";
const TWO = "02:00:00:ee:ff:02";
const ADAPTERS = [
  { interface: "wlan1", hears: true, address: ONE },
  { interface: "wlan2", hears: true, address: TWO, offsetDb: -4 },
];

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "probewarden-offsets-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What holds after a restart, with these adapters plugged in. */
function after(addresses: (string | undefined)[]): number {
  const store = new OffsetsStore(folder);
  store.load();
  const offsets = new LevelOffsets();
  resumeOffsets(offsets, store.offsets ?? [], addresses);
  return offsets.of(1);
}

test("what was measured of an adapter holds after a restart, in a file of the sensor's user alone", () => {
  new OffsetsStore(folder).set(ADAPTERS);
  expect(after([ONE, TWO])).toBe(-4);
  expect(statSync(join(folder, OFFSETS_FILE)).mode & 0o777).toBe(0o600);
});

test("another adapter in its place, and another first one, which was the scale, are measured anew", () => {
  new OffsetsStore(folder).set(ADAPTERS);
  expect(after([ONE, "02:00:00:ee:ff:03"])).toBeNaN();
  expect(after(["02:00:00:ee:ff:03", TWO])).toBeNaN();
  expect(after([TWO, ONE])).toBeNaN();
  expect(after([undefined, TWO])).toBeNaN();
});

test.each(["no json", "[]", '[{"address":"x"}]', `[{"address":"${ONE}"},{"address":"${TWO}","offsetDb":99}]`])(
  "a file that says %j says nothing",
  (text) => {
    writeFileSync(join(folder, OFFSETS_FILE), text);
    expect(after([ONE, TWO])).toBeNaN();
  },
);

test("what is not measured yet is not written, and neither is the same again", () => {
  const store = new OffsetsStore(folder);
  store.set(undefined);
  store.set(ADAPTERS.map(({ interface: name, hears, address }) => ({ interface: name, hears, address })));
  expect(store.offsets).toBeUndefined();
  store.set(ADAPTERS);
  rmSync(join(folder, OFFSETS_FILE));
  store.set(ADAPTERS);
  expect(after([ONE, TWO])).toBeNaN();
});

test("doctor says by how much adapters differ, that it is not known yet, and nothing where there is one", () => {
  const config = (radio: string) =>
    readConfig(
      `sensorId: a\nvenueId: mall\ndataDir: ${folder}\nmqtt: { url: "mqtts://collector.example:8883" }\nradio: ${radio}\n`,
      "agent.yaml",
      {},
    );
  const two = config("{ adapters: [{ interface: wlan1 }, { interface: wlan2 }] }");
  expect(checkOffsets(config("{ interface: wlan1 }"))).toEqual([]);
  expect(checkOffsets(two)).toMatchObject([{ id: "levels", state: "unknown" }]);
  new OffsetsStore(folder).set(ADAPTERS);
  expect(checkOffsets(two)).toEqual([
    { id: "levels", state: "ok", says: "wlan2 hears 4 dB more than wlan1, which is made up for" },
  ]);
});
