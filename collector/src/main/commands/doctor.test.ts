import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lacksRoot } from "@probewarden/cli/for-tests";
import { afterAll, expect, test } from "vitest";
import type { DoctorReport } from "../doctor/report.ts";
import { commandsIn } from "../test-command.ts";
import { makeVenue } from "../test-venue.ts";

const folder = mkdtempSync(join(tmpdir(), "pw-doctor-"));
chmodSync(folder, 0o711);
afterAll(() => rmSync(folder, { recursive: true }));
const { command } = commandsIn(folder);
const SLOW = { timeout: 90_000 };

const environmentOf = (dataDir: string): Record<string, string> => ({
  PW_DATA_DIR: dataDir,
  PW_HTTP_PORT: "1",
  PW_MQTT_PORT: "2",
  PW_MINIMUM_FREE_BYTES: "0",
});

test("a folder that nothing is wrong with ends with 0, and a broken record with 1 and a line", SLOW, async () => {
  const { dataDir } = await makeVenue(mkdtempSync(join(folder, "a-")));
  const environment = environmentOf(dataDir);
  const well = await command(["doctor"], { environment });
  expect([well.code, well.stderr]).toEqual([0, ""]);
  expect(well.stdout).toMatch(/^ok {7}configuration: .*\nok {7}folder: /);
  for (const beside of ["-wal", "-shm"]) rmSync(join(dataDir, `state.db${beside}`), { force: true });
  writeFileSync(join(dataDir, "state.db"), "x".repeat(20_000));
  const broken = await command(["doctor", "--json"], { environment });
  expect([broken.code, broken.stderr]).toEqual([1, "not well: state\n"]);
  const { checks, isWell } = JSON.parse(broken.stdout) as DoctorReport;
  expect([isWell, checks.find(({ id }) => id === "state")?.code]).toEqual([false, "state-file-damaged"]);
});

test("a configuration that cannot be is JSON where JSON was asked for, and ends with 2", SLOW, async () => {
  writeFileSync(join(folder, "wrong.yaml"), "logLevel: loud\n");
  const { code, stdout } = await command(["doctor", "--json", "--config", "wrong.yaml"]);
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ isWell: false, checks: [{ id: "configuration", state: "failed" }] });
});

test.skipIf(lacksRoot())(
  "who may not look says so of each thing, ends with 1, and calls nothing ok (needs root)",
  SLOW,
  async () => {
    const { dataDir } = await makeVenue(mkdtempSync(join(folder, "b-")));
    chmodSync(join(dataDir, ".."), 0o711);
    chownSync(dataDir, 12_345, 12_345);
    const { code, stdout } = await command(["doctor", "--json"], { environment: environmentOf(dataDir), uid: 54_321 });
    const { checks } = JSON.parse(stdout) as DoctorReport;
    expect(code).toBe(1);
    expect(checks.filter(({ state }) => state === "unknown").map(({ id }) => id)).toEqual([
      "folder",
      "state",
      "series",
    ]);
    expect(checks.find(({ id }) => id === "folder")).toMatchObject({
      todo: expect.stringContaining("sudo -u '#12345'"),
    });
  },
);
