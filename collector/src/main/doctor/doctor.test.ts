import { chmodSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { startMosquitto } from "../../../../test/road/mosquitto.ts";
import { Sandbox } from "../../../../test/road/sandbox.ts";
import { startInflux, whyNoInflux } from "../../store/series/test-influx.ts";
import { openSqliteFile } from "../../store/state/sqlite-file.ts";
import { openState } from "../../store/state/open-state.ts";
import { startPostgres, whyNoPostgres } from "../../store/state/test-postgres.ts";
import { freePort } from "@probewarden/cli/free-port";
import { makeCertificates } from "../certificates.ts";
import { readConfig } from "../load-config.ts";
import { makeVenue, type TestVenue } from "../test-venue.ts";
import { runDoctor } from "./run-doctor.ts";
import type { DoctorCheck } from "./report.ts";
import { describeWith } from "../../test-needs.ts";

const SLOW = { timeout: 60_000 };

let venue: TestVenue;
beforeEach(async () => {
  venue = await makeVenue();
});

/** The checks of a report by their ids, and whether the whole is well. */
async function look(
  change: Record<string, string> = {},
  now: () => number = Date.now,
): Promise<{ isWell: boolean; checks: DoctorCheck[]; of: (id: string) => DoctorCheck | undefined }> {
  const { dataDir, config } = venue;
  const changed = readConfig("", "test", {
    PW_DATA_DIR: dataDir,
    PW_HTTP_PORT: String(config.http.port),
    PW_MQTT_PORT: String(config.mqtt.port),
    PW_MINIMUM_FREE_BYTES: "0",
    ...change,
  });
  const report = await runDoctor(changed, "test", now);
  return { ...report, of: (id) => report.checks.find((check) => check.id === id) };
}

test("a collector that runs and is well says so of everything", SLOW, async () => {
  await venue.start();
  const { isWell, checks } = await look();
  expect(checks.filter(({ id, state }) => state !== "ok" && id !== "clock")).toEqual([]);
  expect(checks.map(({ id }) => id)).toEqual([
    "configuration",
    "folder",
    "disk",
    "state",
    "clock",
    "venues",
    "series",
    "broker",
    "collector",
  ]);
  expect(isWell).toBe(true);
});

test("one that does not run says that, and looks at the rest", SLOW, async () => {
  const { of, isWell } = await look();
  expect(of("collector")).toMatchObject({ state: "warning", says: expect.stringContaining("none runs") });
  expect(of("state")).toMatchObject({ state: "ok" });
  expect(isWell).toBe(true);
});

test("what the running collector says of itself is told in its own codes", SLOW, async () => {
  await venue.start();
  rmSync(join(venue.dataDir, "state.db"));
  await venue.untilFault("state-file-gone");
  const { checks, isWell } = await look();
  expect(checks).toContainEqual(expect.objectContaining({ id: "collector", state: "failed", code: "state-file-gone" }));
  expect(isWell).toBe(false);
});

test.each<[string, string, (path: string) => void]>([
  ["spoilt", "state-file-damaged", (path) => writeFileSync(path, "x".repeat(20_000))],
  ["empty", "state-file-gone", (path) => truncateSync(path, 0)],
  ["missing", "state-file-gone", (path) => rmSync(path)],
])("a record that is %s is %s, with what to do", SLOW, async (_how, code, harm) => {
  for (const beside of ["-wal", "-shm"]) rmSync(join(venue.dataDir, `state.db${beside}`), { force: true });
  harm(join(venue.dataDir, "state.db"));
  const { of, isWell } = await look();
  expect(of("state")).toMatchObject({ state: "failed", code, todo: expect.stringContaining("backup") });
  expect(isWell).toBe(false);
});

test("a record of a newer program is told, and one that is behind is left as it is", SLOW, async () => {
  const path = join(venue.dataDir, "state.db");
  const change = (sql: string): void => {
    const database = openSqliteFile(path);
    database.exec(sql);
    database.close();
  };
  change("DELETE FROM kysely_migration WHERE name >= '0024'");
  expect((await look()).of("state")).toMatchObject({ state: "warning", says: expect.stringContaining("behind") });
  expect((await look()).of("state")).toMatchObject({ state: "warning" });
  change("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999-later', 'x')");
  expect((await look()).of("state")).toMatchObject({ state: "failed", says: expect.stringContaining("9999-later") });
});

test("a folder without room, one of a wrong owner, and files that others may read are told", SLOW, async () => {
  expect((await look({ PW_MINIMUM_FREE_BYTES: "1000000000000000" })).of("disk")).toMatchObject({
    state: "failed",
    code: "disk-nearly-full",
  });
  chmodSync(join(venue.dataDir, "state.db.made"), 0o644);
  expect((await look()).of("folder")).toMatchObject({ state: "warning", todo: expect.stringContaining("chmod") });
  rmSync(venue.dataDir, { recursive: true });
  expect((await look()).of("folder")).toMatchObject({ state: "failed", code: "data-folder-gone" });
});

test("a clock that stands before what was written down is told", SLOW, async () => {
  const collector = await venue.start();
  await collector.stop();
  const ago = await look({}, () => Date.now() - 3 * 3_600_000);
  expect(ago.of("clock")).toMatchObject({ state: "warning", code: "clock-jumped" });
  expect((await look({}, () => 0)).of("clock")).toMatchObject({ state: "failed" });
});

test("a certificate that ends, has ended, or has another's key is told", SLOW, async () => {
  const file = (name: string): string => join(venue.dataDir, name);
  const made = await makeCertificates(["localhost"], Date.now());
  writeFileSync(file("a.crt"), made.cert, { mode: 0o600 });
  writeFileSync(file("a.key"), made.key, { mode: 0o600 });
  const tls = { PW_HTTP_CERT_FILE: file("a.crt"), PW_HTTP_KEY_FILE: file("a.key") };
  const inDays = (days: number) => look(tls, () => Date.now() + days * 24 * 3_600_000);
  expect((await inDays(0)).of("certificate of http")).toMatchObject({ state: "ok" });
  expect((await inDays(800)).of("certificate of http")).toMatchObject({ state: "warning", code: "certificate-ends" });
  expect((await inDays(900)).of("certificate of http")).toMatchObject({ state: "failed", code: "certificate-ends" });
  writeFileSync(file("a.key"), (await makeCertificates(["localhost"], Date.now())).key);
  expect((await inDays(0)).of("certificate of http")).toMatchObject({ state: "failed" });
});

test("a broker that is away, and one that is there, are told apart", SLOW, async () => {
  const box = new Sandbox();
  onTestFinished(() => box.clear());
  const port = await freePort();
  const outside = { PW_MQTT_EMBEDDED: "false", PW_MQTT_URL: `mqtt://127.0.0.1:${port}` };
  expect((await look(outside)).of("broker")).toMatchObject({ state: "failed", code: "broker-away" });
  await startMosquitto(box, port);
  expect((await look(outside)).of("broker")).toMatchObject({ state: "ok" });
});

describeWith(whyNoPostgres(), "PostgreSQL", () => {
  test("is looked at without being changed, and told when it is away", SLOW, async () => {
    const server = await startPostgres();
    const url = { PW_STATE_URL: server.url };
    expect((await look(url)).of("state")).toMatchObject({ state: "warning", says: expect.stringContaining("behind") });
    await (await openState(server.url, mkdtempSync(join(tmpdir(), "pg-")))).close();
    expect((await look(url)).of("state")).toMatchObject({ state: "ok" });
    await server.stop();
    expect((await look(url)).of("state")).toMatchObject({ state: "failed", code: "state-server-away" });
  });
});

describeWith(whyNoInflux(), "InfluxDB", () => {
  test("is told when it has no database yet, and when it is away", SLOW, async () => {
    const server = await startInflux();
    const url = { PW_SERIES_URL: server.url };
    expect((await look(url)).of("series")).toMatchObject({
      state: "warning",
      says: expect.stringContaining("no such"),
    });
    await server.stop();
    expect((await look(url)).of("series")).toMatchObject({ state: "failed", code: "series-server-away" });
  });
});
