import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SignalRow } from "@probewarden/contract";
import { MOST_HEARD_NETWORKS } from "@probewarden/contract/figures";
import { afterAll, expect, test } from "vitest";
import { openSeries } from "../../store/series/open-series.ts";
import { writeLevels } from "../../store/series/test-series.ts";
import { makeProgram } from "../program.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-networks-command-"));
afterAll(() => rmSync(folder, { recursive: true }));
const NOW = Date.UTC(2026, 4, 4, 12);
const [SENSORS, OF_EACH] = [5, 450];

/** What one of the sensors hears: access points that no other hears. */
const heardBy = (sensor: number): SignalRow[] =>
  Array.from({ length: OF_EACH }, (_, n) => ({
    minute: new Date(NOW - 600_000).toISOString(),
    transmitter: `02:00:5e:0${sensor}:0${n >> 8}:${(n & 255).toString(16).padStart(2, "0")}`,
    role: "resident",
    channelMhz: 2437,
    frames: 10,
    medianDbm: -60,
    p10Dbm: -61,
    p90Dbm: -59,
  }));

test("what had no room in the list of what was heard is counted where the list is printed", async () => {
  const told: string[] = [];
  const run = (line: string) =>
    makeProgram({
      print: () => undefined,
      tell: (text) => told.push(text),
      environment: { PW_DATA_DIR: folder, PW_MQTT_PORT: "1883" },
      now: () => NOW,
      ask: {
        text: () => Promise.resolve("yes"),
        secret: () => Promise.resolve("correct horse battery"),
        choice: (_: string, all: readonly string[]) => Promise.resolve(all[0] ?? ""),
        yes: () => Promise.resolve(true),
      },
    }).parseAsync(line.split(" "), { from: "user" });
  await run("init --host 127.0.0.1 --venue mall");
  const names = Array.from({ length: SENSORS }, (_, n) => `s-${n}`);
  for (const name of names) await run(`sensor add ${name} --venue mall`);
  const series = await openSeries("sqlite:", folder);
  for (const [n, name] of names.entries()) await writeLevels(series, "mall", name, heardBy(n));
  await series.stop();
  await run("venue networks mall --heard");
  expect(told.at(-1)).toContain(`${SENSORS * OF_EACH - MOST_HEARD_NETWORKS} for which there was no room`);
}, 60_000);
