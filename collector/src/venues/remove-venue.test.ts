import { sql } from "kysely";
import { beforeEach, expect, test } from "vitest";
import { toForget } from "../broker/clearances.ts";
import { residentsSetting } from "../intake/downlink.ts";
import { makeFinding } from "../intake/test-messages.ts";
import { keepDrawing } from "../store/drawings.ts";
import { keepPlan } from "../store/plans.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { writeSetting } from "../store/state/settings.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { forgetFindings, judgeMessage } from "../suspects/test-judge.ts";
import { readHoldings, removeVenue } from "./remove-venue.ts";
import { removeFloorOf } from "./remove-floor.ts";

const NOW = Date.parse("2026-11-26T08:00:00.000Z");
const FLOORS = ["ground", "roof"].map((floorId) => ({ floorId, name: floorId, widthMetres: 60, heightMetres: 40 }));

describeStates("removing in %s", (start) => {
  let state: StateStore;
  keepOpen(start, (store) => void (state = store));
  beforeEach(async () => {
    await forgetFindings(state);
    for (const table of [
      "cameras",
      "deletions",
      "documents",
      "broker_clearances",
      "received",
      "sensor_refusals",
    ] as const)
      await state.db.deleteFrom(table).execute();
    await state.db.deleteFrom("venues").execute();
    for (const venue_id of ["mall", "station"])
      await state.db
        .insertInto("venues")
        .values({
          venue_id,
          name: venue_id,
          time_zone: "Asia/Shanghai",
          floors: JSON.stringify(FLOORS),
          networks: "[]",
        })
        .execute();
  });

  /** Rows that name a venue, in whatever table has such a column. */
  async function rowsOf(venueId: string): Promise<string[]> {
    const tables = await state.db.introspection.getTables();
    const named: string[] = [];
    for (const { name, columns } of tables)
      if (columns.some((column) => column.name === "venue_id")) {
        const { rows } = await sql`SELECT 1 FROM ${sql.table(name)} WHERE venue_id = ${venueId}`.execute(state.db);
        if (rows.length > 0) named.push(name);
      }
    return named.toSorted();
  }
  /** Two suspects, a decision, an alert, a camera, a plan, and what a sensor leaves behind. */
  async function fill(): Promise<string> {
    const judged = await judgeMessage(state, { sensorId: "north", finding: makeFinding("f1"), at: NOW, seq: 1 });
    await judgeMessage(state, {
      sensorId: "north",
      finding: makeFinding("f2", { transmitters: ["02:00:00:aa:bb:77"] }),
      at: NOW,
      seq: 2,
    });
    const suspect_id = judged?.suspectId ?? "";
    const { db } = state;
    const on = { venue_id: "mall", suspect_id };
    await db
      .insertInto("decisions")
      .values({ suspect_id, decision: "confirmed", reason: "seen", by: "ana", at: NOW, decided_on: null })
      .execute();
    const alert = { state: "open", opened_at: NOW, closed_at: null, closed_by: null, reason: null, over_at: null };
    await db
      .insertInto("alerts")
      .values({ ...on, ...alert, alert_id: "a1", delivery: "none" })
      .execute();
    await db
      .insertInto("cameras")
      .values({
        camera_id: "c1",
        venue_id: "mall",
        sensor_id: "north",
        first_seen_at: 1,
        last_seen_at: 2,
        body: "{}",
      })
      .execute();
    await db
      .insertInto("watch_entries")
      .values({ ...on, transmitter: "02:00:00:aa:bb:77", expires_at: NOW })
      .execute();
    await db.insertInto("received").values({ sensor_id: "north", boot_id: "b1", first_seq: 1, last_seq: 2 }).execute();
    await db
      .insertInto("sensor_refusals")
      .values({ sensor_id: "north", reason: "json", count: 1, first_at: NOW, last_at: NOW })
      .execute();
    await keepPlan(db, { venueId: "mall", floorId: "ground" }, { type: "image/png", image: Buffer.from("x") }, NOW);
    const room = { walls: [], zones: [], cameras: [{ cameraId: "camera-one", position: { x: 1, y: 1 } }] };
    await keepDrawing(db, { venueId: "mall", floorId: "ground" }, room, NOW);
    await writeSetting(db, residentsSetting("mall"), "off");
    await db
      .insertInto("sensors")
      .values(makeSensorRow("far", { venue_id: "station" }))
      .execute();
    return suspect_id;
  }

  test("a venue takes all that hangs on it along, and nothing of another; the log says how much, the audit who", async () => {
    await fill();
    expect(await readHoldings(state, "mall")).toEqual({ sensors: ["north"], suspects: 2, alerts: 1, cameras: 1 });
    await removeVenue(state, "mall", "ana", NOW);
    // What the running collector has yet to do: let the broker and the series store forget.
    expect(await rowsOf("mall")).toEqual(["broker_clearances", "series_erasures"]);
    expect(await toForget(state.db)).toEqual(
      expect.arrayContaining([{ venueId: "mall" }, { venueId: "mall", sensorId: "north" }]),
    );
    expect(await rowsOf("station")).toEqual(["sensors", "venues"]);
    const { db } = state;
    for (const table of [
      "decisions",
      "suspect_changes",
      "suspect_hearings",
      "received",
      "sensor_refusals",
      "documents",
    ] as const)
      expect(await db.selectFrom(table).selectAll().execute(), table).toEqual([]);
    expect(await db.selectFrom("settings").selectAll().where("name", "=", residentsSetting("mall")).execute()).toEqual(
      [],
    );
    expect(await db.selectFrom("deletions").select(["kind", "rows", "rule"]).where("at", "=", NOW).execute()).toEqual(
      expect.arrayContaining([
        { kind: "suspects", rows: 2, rule: "removed" },
        { kind: "findings", rows: 2, rule: "removed" },
        { kind: "alerts", rows: 1, rule: "removed" },
        { kind: "cameras", rows: 1, rule: "removed" },
        { kind: "decisions", rows: 1, rule: "removed" },
      ]),
    );
    expect(await db.selectFrom("audit").select(["by", "action", "subject"]).execute()).toContainEqual({
      by: "ana",
      action: "venue-removed",
      subject: "mall",
    });
    expect(await readHoldings(state, "mall")).toBeUndefined();
  });

  test("a floor goes with its plan and its places, but not while sensors hang there, unless that is said", async () => {
    const suspect_id = await fill();
    const { db } = state;
    const place = { floorId: "ground", x: 1, y: 2 };
    await db.updateTable("sensors").set({ floor_id: "ground", x: 1, y: 2 }).where("sensor_id", "=", "north").execute();
    await db
      .updateTable("suspects")
      .set({ place: JSON.stringify(place) })
      .where("suspect_id", "=", suspect_id)
      .execute();
    const remove = (floorId: string, evenWith: boolean, venueId = "mall") =>
      removeFloorOf(state, { venueId, floorId, evenWith }, "ana", NOW);
    expect(await remove("ground", false, "moon")).toEqual({ outcome: "no-venue" });
    expect(await remove("cellar", false)).toEqual({ outcome: "no-floor", floors: ["ground", "roof"] });
    expect(await remove("ground", false)).toEqual({ outcome: "hang", hang: ["north"] });
    expect(await remove("ground", true)).toEqual({ outcome: "removed", hang: ["north"] });
    const sensor = db.selectFrom("sensors").select(["floor_id", "x", "y"]).where("sensor_id", "=", "north");
    expect(await sensor.executeTakeFirst()).toEqual({ floor_id: null, x: null, y: null });
    const suspect = db.selectFrom("suspects").select("place").where("suspect_id", "=", suspect_id);
    expect(await suspect.executeTakeFirst()).toEqual({ place: null });
    expect(await db.selectFrom("documents").selectAll().execute()).toEqual([]);
    expect(await remove("roof", false)).toEqual({ outcome: "removed", hang: [] });
  });
});
