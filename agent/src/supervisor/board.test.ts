import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HEALTH_PROBLEM_CODES } from "@probewarden/contract";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { BoardWatch } from "./board.ts";

let sys: string;
let now: number;
let watch: BoardWatch;
beforeEach(() => {
  sys = mkdtempSync(join(tmpdir(), "probewarden-sys-"));
  onTestFinished(() => rmSync(sys, { recursive: true, force: true }));
  now = 0;
  watch = new BoardWatch({ folder: sys, monotonic: () => now, sys });
});

/** The kernel says something of the board. */
function say(path: string, text: string): void {
  mkdirSync(dirname(join(sys, path)), { recursive: true });
  writeFileSync(join(sys, path), `${text}\n`);
}
const throttled = (text: string): void => say("devices/platform/soc/soc:firmware/get_throttled", text);
const codes = async (): Promise<string[]> => (await watch.look()).problems.map(({ code }) => code);

test("a machine that tells nothing has no problem, and free octets are told of any", async () => {
  const { board, problems } = await watch.look();
  expect(problems.filter(({ code }) => code !== "disk-low")).toEqual([]);
  expect(board.diskFreeBytes).toBeGreaterThan(0);
  expect(board.temperatureCelsius).toBeUndefined();
});

test("too little voltage is told at once, and for ten minutes after the last time", async () => {
  throttled("0");
  expect(await codes()).not.toContain("under-voltage");
  throttled("50005");
  expect(await codes()).toContain("under-voltage");
  // It is well again; the firmware remembers that it was not.
  throttled("50000");
  now += 9 * 60_000;
  expect(await codes()).toContain("under-voltage");
  now += 2 * 60_000;
  expect(await codes()).not.toContain("under-voltage");
});

test("a fall between two looks is told too, and one before the first look, of which nobody says when, is not", async () => {
  throttled("0x50000");
  expect(await codes()).not.toContain("under-voltage");
  const other = new BoardWatch({ folder: sys, monotonic: () => now, sys });
  throttled("0x0");
  await other.look();
  throttled("0x50000");
  expect((await other.look()).problems.map(({ code }) => code)).toContain("under-voltage");
});

test("the kernel's alarm is heard where it belongs to the board's supply", async () => {
  say("class/hwmon/hwmon0/name", "cpu_thermal");
  say("class/hwmon/hwmon0/in0_lcrit_alarm", "1");
  say("class/hwmon/hwmon1/name", "rpi_volt");
  say("class/hwmon/hwmon1/in0_lcrit_alarm", "0");
  expect(await codes()).not.toContain("under-voltage");
  say("class/hwmon/hwmon1/in0_lcrit_alarm", "1");
  expect(await codes()).toContain("under-voltage");
});

test("heat is told with its degrees, and does not come and go with every report", async () => {
  const celsius = (degrees: number): void => say("class/thermal/thermal_zone0/temp", `${degrees * 1000}`);
  celsius(79);
  expect(await codes()).not.toContain("hot");
  celsius(81.4);
  const { board, problems } = await watch.look();
  expect(board.temperatureCelsius).toBe(81.4);
  expect(problems.find(({ code }) => code === "hot")?.facts).toEqual({ celsius: 81 });
  celsius(78);
  expect(await codes()).toContain("hot");
  celsius(76);
  expect(await codes()).not.toContain("hot");
});

test("what the kernel says in another form is no problem and no error", async () => {
  throttled("");
  say("class/thermal/thermal_zone0/temp", "n/a");
  say("class/hwmon/hwmon0/name", "rpi_volt");
  expect((await codes()).filter((code) => code !== "disk-low")).toEqual([]);
  throttled("rubbish");
  expect((await codes()).filter((code) => code !== "disk-low")).toEqual([]);
  for (const code of ["under-voltage", "hot", "disk-low"]) expect(HEALTH_PROBLEM_CODES).toContain(code);
});
