import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SignalRow } from "@probewarden/contract";
import { afterAll, expect, test } from "vitest";
import { packArchive } from "../../store/archive.ts";
import { openSeries } from "../../store/series/open-series.ts";
import { openState } from "../../store/state/open-state.ts";
import type { CommandContext } from "../command-context.ts";
import { commandsIn } from "../test-command.ts";
import { backup } from "./backup.ts";
import { restore } from "./restore.ts";
import { addSensor, listSensors } from "./sensor.ts";
import { addVenue } from "./venue.ts";
import { verify } from "./verify.ts";
import { writeLevels } from "../../store/series/test-series.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-backup-"));
const { command } = commandsIn(folder);
afterAll(() => rmSync(folder, { recursive: true }));

/** A command at a folder of data, in this process; what it printed. */
async function run(
  dataDir: string,
  work: (context: CommandContext) => void | Promise<void>,
  environment: NodeJS.ProcessEnv = {},
): Promise<string> {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  await work({ print, tell: print, environment: { PW_DATA_DIR: dataDir, ...environment }, now: Date.now });
  return lines.join("\n");
}

test("a backup is restored into an empty folder only, and holds the sensors", async () => {
  const [kept, copy, file] = [join(folder, "kept"), join(folder, "kept-copy"), join(folder, "kept.tar")];
  await run(kept, (context) => addVenue(context, "mall", { timeZone: "Asia/Shanghai" }));
  await run(kept, (context) => addSensor(context, "north-gate", {}));
  await run(kept, (context) => backup(context, file, {}));
  await expect(run(kept, (context) => backup(context, file, {}))).rejects.toThrow(/it exists already/);
  await expect(run(kept, (context) => restore(context, file, {}))).rejects.toThrow(/not empty/);
  await run(copy, (context) => restore(context, file, {}));
  expect(await run(copy, (context) => listSensors(context, {}))).toContain("north-gate\tmall");
});

test("a backup of stores that are written meanwhile is whole: what its state knows, its series hold", async () => {
  const [busy, copy] = [join(folder, "busy"), join(folder, "busy-copy")];
  const [state, series] = [await openState("sqlite:", busy), await openSeries("sqlite:", busy)];
  const t0 = Math.floor(Date.now() / 60_000) * 60_000 - 86_400_000;
  const level = (minute: number): SignalRow => ({
    minute: new Date(t0 + minute * 60_000).toISOString(),
    transmitter: "02:00:00:aa:bb:01",
    role: "suspect",
    channelMhz: 2437,
    frames: 1,
    medianDbm: -60,
    p10Dbm: -60,
    p90Dbm: -60,
  });
  // As ingest does: series first, then the state remembers that the message came.
  let seq = 0;
  const writeOne = async (): Promise<void> => {
    seq += 1;
    await writeLevels(series, "mall", "door", [level(seq)]);
    const row = { sensor_id: "door", boot_id: "b", first_seq: seq, last_seq: seq };
    await state.transaction((trx) => trx.insertInto("received").values(row).execute());
  };
  for (let row = 0; row < 20; row += 1) await writeOne();
  const copying = command(["backup", "busy.tar"], { environment: { PW_DATA_DIR: busy } });
  const done = copying.then(() => true);
  // One level a minute, and a day's minutes are read back: a machine that is slow to copy must not write beyond them.
  while (!(await Promise.race([done, new Promise((resolve) => setTimeout(() => resolve(false), 10))])))
    if (seq < 1_400) await writeOne();
  expect(await copying).toMatchObject({ code: 0, stderr: "" });
  await state.close();
  await series.stop();

  await run(copy, (context) => restore(context, join(folder, "busy.tar"), {}));
  expect(await run(copy, (context) => verify(context, {}))).toMatch(/state: sound[\s\S]*series: sound/);
  const [kept, levels] = [await openState("sqlite:", copy), await openSeries("sqlite:", copy)];
  const known = (await kept.db.selectFrom("received").select("first_seq").execute()).map((row) => row.first_seq);
  const [heard] = await levels.levels("mall", ["02:00:00:aa:bb:01"], t0, t0 + 86_400_000, 1440);
  expect(known.length).toBeGreaterThanOrEqual(20);
  const minutes = new Set(heard?.points.map(([at]) => (at - t0) / 60_000));
  expect(known.filter((one) => !minutes.has(one))).toEqual([]);
  await kept.close();
  await levels.stop();
}, 180_000);

test("a damaged store is named with what is broken, and a damaged backup leaves nothing", async () => {
  const [kept, broken, half] = [join(folder, "sound"), join(folder, "broken"), join(folder, "half")];
  await run(kept, (context) => addVenue(context, "mall", { timeZone: "Asia/Shanghai" }));
  const file = join(folder, "sound.tar");
  await run(kept, (context) => backup(context, file, {}));

  await run(broken, (context) => restore(context, file, {}));
  const octets = readFileSync(join(broken, "state.db"));
  octets.fill(0x5a, 4096 + 200, 4096 * 3);
  writeFileSync(join(broken, "state.db"), octets);
  const printed: string[] = [];
  const verified = run(broken, (context) => verify({ ...context, print: (text) => void printed.push(text) }, {}));
  await expect(verified).rejects.toThrow(/state\.db: damaged; .*restore a backup/);
  expect(printed.join("\n")).toMatch(/state: damaged: .+state\.db\)/);

  writeFileSync(join(folder, "half.tar"), readFileSync(file).subarray(0, 9000));
  await expect(run(half, (context) => restore(context, join(folder, "half.tar"), {}))).rejects.toThrow(
    /half\.tar: it is cut short/,
  );
  expect(readdirSync(half)).toEqual([]);

  await packArchive(broken, ["state.db"], join(folder, "broken.tar"));
  await expect(run(half, (context) => restore(context, join(folder, "broken.tar"), {}))).rejects.toThrow(
    /broken\.tar: its state\.db is damaged/,
  );
  expect(readdirSync(half)).toEqual([]);
  // The next copy finds the folder empty.
  await run(half, (context) => restore(context, file, {}));
});

test("a backup says what a server keeps, and how to take that", async () => {
  const served = join(folder, "served");
  mkdirSync(served);
  writeFileSync(join(served, "ca.crt"), "");
  const said = await run(served, (context) => backup(context, join(folder, "served.tar"), {}), {
    PW_STATE_URL: "postgres://probewarden:secret@db.example/probewarden",
    PW_SERIES_URL: "influx://writer:secret@series.example:8086/probewarden",
  });
  expect(said).toMatch(/PostgreSQL and not in this file: .*pg_dump\n.*InfluxDB and not in this file: .*influxd backup/);
  expect(said).not.toContain("secret");
});
