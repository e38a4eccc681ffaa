import { join } from "node:path";
import { Kysely, Migrator, PostgresDialect, sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readAlerts } from "../../../alerts/read-alerts.ts";
import { readCameras } from "../../../cameras/read-cameras.ts";
import { libsqlDialect } from "../libsql-dialect.ts";
import { openSqliteFile } from "../sqlite-file.ts";
import { openState, type StateStore } from "../open-state.ts";
import { testPool } from "../test-postgres.ts";
import { describeStates, type TestStatePlace } from "../test-states.ts";
import { migrations } from "./all.ts";

const RECEIVED_AT = Date.parse("2026-11-24T08:00:01.000Z");

/** A database as the first version left it, with a row of everything that later versions changed. */
async function makeFirstVersion({ url, dir }: TestStatePlace): Promise<void> {
  const db = new Kysely<Record<string, Record<string, unknown>>>({
    dialect: url.startsWith("sqlite:")
      ? libsqlDialect(openSqliteFile(join(dir, "state.db")))
      : new PostgresDialect({ pool: testPool(url) }),
  });
  const { error } = await new Migrator({ db, provider: migrations }).migrateTo("0001-first-tables");
  expect(error).toBeUndefined();
  const put = (table: string, ...rows: Record<string, unknown>[]): Promise<unknown> =>
    db.insertInto(table).values(rows).execute();
  await put("venues", { venue_id: "mall", name: "Mall", time_zone: "Asia/Shanghai", floors: "[]", networks: "[]" });
  await put(
    "received",
    { sensor_id: "north", boot_id: "b1", first_seq: 1, last_seq: 5 },
    { sensor_id: "north", boot_id: "b1", first_seq: 8, last_seq: 9 },
    { sensor_id: "south", boot_id: "b2", first_seq: 1, last_seq: 2 },
  );
  const body = { cameraId: "cam", address: "192.0.2.1", ladder: [], warnings: ["names another host"] };
  const oddities = [{ code: "locked", text: "locked" }];
  const camera = { venue_id: "mall", sensor_id: "north", first_seen_at: 1, last_seen_at: 2 };
  await put(
    "cameras",
    { ...camera, camera_id: "cam", body: JSON.stringify(body) },
    { ...camera, camera_id: "cam-two", last_seen_at: 1, body: JSON.stringify({ ...body, oddities }) },
  );
  await put("suspects", {
    suspect_id: "box",
    venue_id: "mall",
    suspicion: "probe-box",
    state: "active",
    band: "strong",
    score_db: 22,
    highest_db: 22,
    first_heard_at: 1,
    last_heard_at: 2,
    transmitter_count: 1,
    targets: '["02:00:00:00:00:07"]',
    decision: JSON.stringify({ decision: "dismissed", reason: "ours", by: "officer", at: "2026-11-24T08:00:00.000Z" }),
  });
  await put("suspect_transmitters", {
    venue_id: "mall",
    suspicion: "probe-box",
    transmitter: "02:00:00:aa:bb:01",
    suspect_id: "box",
  });
  const sensor = { venue_id: "mall", name: "a sensor", added_at: 1 };
  await put(
    "sensors",
    { ...sensor, sensor_id: "north" },
    // Its clock is an hour slow.
    { ...sensor, sensor_id: "south", clock_offset_ms: -3_600_000 },
  );
  await put("finding_log", {
    sensor_id: "north",
    boot_id: "b1",
    seq: 1,
    finding_id: "f-0",
    at: 1,
    received_at: 1,
    body: "{}",
  });
  const finding = {
    band: "strong",
    lastHeardAt: "2026-11-24T08:00:00.000Z",
    rssiDbm: -61,
    transmitters: ["02:00:00:aa:bb:01"],
    evidence: [{ code: "five-names", family: "names" }],
  };
  const found = { venue_id: "mall", suspect_id: "box", suspicion: "probe-box", state: "heard" };
  const figures = {
    score_db: 22,
    highest_db: 22,
    sensor_at: 1,
    received_at: RECEIVED_AT,
    body: JSON.stringify(finding),
  };
  for (let at = 0; at < 1_100; at += 100)
    await put(
      "findings",
      ...Array.from({ length: 100 }, (_, index) => ({
        ...found,
        ...figures,
        sensor_id: index % 2 === 0 ? "north" : "south",
        finding_id: `f-${at + index}`,
      })),
    );
  await put("alerts", {
    alert_id: "alert-one",
    venue_id: "mall",
    suspect_id: "box",
    state: "open",
    opened_at: 3,
    delivery: "sent",
  });
  const waiting = { suspect_id: "box", venue_id: "mall", state: "open", opened_at: 5, delivery: "failing" };
  await put("alerts", { ...waiting, alert_id: "alert-queued" });
  await put("webhook_queue", { body: "{}", alert_ids: '["alert-queued"]', attempts: 2, next_at: 6, created_at: 5 });
  await put(
    "settings",
    { name: "webhook-url", value: "https://hooks.example/" },
    { name: "webhook-secret", value: "s" },
  );
  await db.destroy();
}

describeStates("an older state in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;

  beforeEach(async () => {
    place = await start();
    await makeFirstVersion(place);
    state = await openState(place.url, place.dir);
  });
  afterEach(async () => {
    await state.close();
    await place.stop();
  });

  test("is brought up to date with all that it holds", async () => {
    const boots = await state.db.selectFrom("boots").select(["sensor_id", "boot_id"]).orderBy("boot_id").execute();
    expect(boots).toEqual([
      { sensor_id: "north", boot_id: "b1" },
      { sensor_id: "south", boot_id: "b2" },
    ]);
    expect((await readCameras(state)).map(({ finding }) => finding)).toEqual([
      { cameraId: "cam", address: "192.0.2.1", ladder: [], oddities: [{ code: "locked", text: "locked" }] },
      { cameraId: "cam", address: "192.0.2.1", ladder: [], oddities: [] },
    ]);
    expect((await readCameras(state.reading)).map(({ says }) => says.map(({ sensorId }) => sensorId))).toEqual([
      ["north"],
      ["north"],
    ]);
    const summary = state.db
      .selectFrom("findings")
      .select(["band", "last_heard_at", "rssi_dbm"])
      .distinct()
      .orderBy("last_heard_at");
    expect(await summary.execute()).toEqual([
      // That of the slow clock would be an hour later, and is not later than its message came.
      { band: "strong", last_heard_at: Date.parse("2026-11-24T08:00:00.000Z"), rssi_dbm: -61 },
    ]);
    expect(await readAlerts(state, {})).toMatchObject([
      { alertId: "alert-queued" },
      { alertId: "alert-one", state: "open", band: "strong" },
    ]);
    expect(await state.db.selectFrom("alerts").select("over_at").distinct().execute()).toEqual([{ over_at: null }]);
  });

  test("goes on with its webhook as a channel, which tells of what waited and of nothing that was told", async () => {
    const channels = await state.db.selectFrom("channels").selectAll().execute();
    expect(channels).toMatchObject([{ channel_id: "webhook", kind: "webhook", enabled: 1 }]);
    expect(JSON.parse(channels[0]?.settings ?? "")).toEqual({
      kind: "webhook",
      url: "https://hooks.example/",
      secret: "s",
    });
    expect(await state.db.selectFrom("settings").selectAll().execute()).toEqual([]);
    const toTell = await state.db.selectFrom("alerts").select("alert_id").where("spread_at", "is", null).execute();
    expect(toTell).toEqual([{ alert_id: "alert-queued" }]);
  });

  test("knows of its findings what they named and observed, and of its decisions what they were about", async () => {
    const named = await state.db.selectFrom("finding_transmitters").select("transmitter").distinct().execute();
    expect(named).toEqual([{ transmitter: "02:00:00:aa:bb:01" }]);
    const parts = await state.db.selectFrom("findings").select(["codes", "families", "boot_id"]).distinct().execute();
    expect(parts).toEqual([{ codes: '["five-names"]', families: '["names"]', boot_id: "" }]);
    const [box] = await state.db.selectFrom("suspects").select(["decided_on", "reopened", "taken_back"]).execute();
    expect(box).toMatchObject({ reopened: null, taken_back: 0 });
    expect(JSON.parse(box?.decided_on ?? "")).toEqual({
      transmitters: ["02:00:00:aa:bb:01"],
      families: ["names"],
      band: "strong",
    });
    const [settled] = await state.db.selectFrom("suspects").select("settled").execute();
    expect(settled).toEqual({ settled: 1 });
    const targets = await state.db.selectFrom("suspect_targets").select(["target", "fusible"]).execute();
    // Somebody is accused in it, so no target joins it.
    expect(targets).toEqual([{ target: "02:00:00:00:00:07", fusible: 0 }]);
    const heard = await state.db.selectFrom("suspect_hearings").select("sensor_id").orderBy("sensor_id").execute();
    expect(heard).toEqual([{ sensor_id: "north" }, { sensor_id: "south" }]);
  });

  test("has its indexes", async () => {
    const names = await (
      state.dialect === "sqlite"
        ? sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'index'`
        : sql<{ name: string }>`SELECT indexname AS name FROM pg_indexes WHERE schemaname = current_schema()`
    ).execute(state.db);
    expect(names.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "findings_ranked",
        "suspects_by_last_heard",
        "suspect_transmitters_by_address",
        "alerts_by_opening",
        "alerts_by_end",
        "alerts_by_delivery",
        "cameras_by_venue",
        "finding_transmitters_by_address",
        "suspect_changes_by_suspect",
        "suspects_by_need",
        "suspects_of_venue_by_need",
        "suspect_targets_fusible",
      ]),
    );
  });
});
