import type { Finding, Message } from "@probewarden/contract";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { Alerts } from "../alerts/alerts.ts";
import { readAlerts } from "../alerts/read-alerts.ts";
import { Remembered } from "../intake/remembered.ts";
import type { Accepted } from "../intake/accepted.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { envelope, makeFinding } from "../intake/test-messages.ts";
import { lookAtSuspects } from "../lead/suspect-watch.ts";
import { readSensors } from "../sensors/read-sensors.ts";
import { openSeries } from "../store/series/open-series.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { makeSensorRow } from "../store/state/test-rows.ts";
import { describeStates, keepOpen, type TestStatePlace } from "../store/state/test-states.ts";
import { decide } from "./decide.ts";
import { SHARE } from "./fair-share.ts";
import { readSuspectPage } from "./read-suspects.ts";
import { forgetFindings } from "./test-judge.ts";
import { refreshWatch } from "./watch.ts";

/** Above what a place holds, and so many screens of ten; that the watch list is full too takes sixteen addresses in each. */
const FLOOD = 66;
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const REAL = "02:00:00:aa:00:01";
const OTHER = "02:00:00:aa:00:02";
const address = (index: number): string =>
  `02:00:00:bb:${[index >> 8, index & 255].map((octet) => octet.toString(16).padStart(2, "0")).join(":")}`;

describeStates("one sensor's login against a real suspect in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let series: SeriesStore;
  let alerts: Alerts;
  let now = T0;
  let seq = 0;

  keepOpen(start, (store, at) => {
    state = store;
    place = at;
  });
  beforeAll(async () => {
    series = await openSeries("sqlite:", place.dir);
  });
  afterAll(() => series.stop());
  beforeEach(async () => {
    await forgetFindings(state);
    now = T0;
    const row = { status: "online", last_message_at: T0 + 3_600_000 };
    for (const id of ["liar", "honest", "far"])
      await state.db.insertInto("sensors").values(makeSensorRow(id, row)).execute();
    alerts = new Alerts({
      state,
      notifier: { wanted: () => Promise.resolve(false), alertOpened: () => undefined },
      changed: () => undefined,
      failed: (error) => {
        throw error;
      },
      now: () => now,
    });
  });

  /** Stores what a sensor says as the intake does, and has the alerts of all that changed looked at. */
  async function say(sensorId: string, ...findings: Finding[]): Promise<void> {
    const batch = findings.map((finding): Accepted => ({
      type: "message",
      sensor: { venueId: "mall", sensorId },
      message: envelope(sensorId, ++seq, "finding", finding) as Message,
      received: { topic: "", payload: Buffer.alloc(0), receivedAt: now },
      clockOffsetMs: 0,
    }));
    const changes = await state.inVenue("mall", (trx) => storeBatch(trx, batch, [], new Remembered(), now));
    // Of what is said once more or has ended, the alerts are the same.
    for (const id of [...changes.suspects, ...changes.merged])
      if (findings.some(({ state }) => state === "opened")) await alerts.suspectChanged(id);
  }
  const said = (id: string, transmitters: string[], scoreDb: number, over: Partial<Finding> = {}): Finding =>
    makeFinding(id, { scoreDb, transmitters, ...over });
  const heard = (): Pick<Finding, "firstHeardAt" | "lastHeardAt"> => {
    const at = new Date(now).toISOString();
    return { firstHeardAt: at, lastHeardAt: at };
  };
  /** Strong ones without end, of the year 9999 and of the year 1970, each with another transmitter. */
  const flood = (over: Partial<Finding> = {}, from = 0, to = FLOOD): Promise<void> =>
    say(
      "liar",
      ...Array.from({ length: to - from }, (_, step) => {
        const index = from + step;
        const year = index % 2 === 0 ? "9999-12-31T23:59:59.000Z" : "1970-01-01T00:00:00.000Z";
        return said(`junk${index}`, [address(index)], 90, { firstHeardAt: year, lastHeardAt: year, ...over });
      }),
    );
  const real = (scoreDb: number, over: Partial<Finding> = {}): Promise<void> =>
    say("honest", said("real", [REAL], scoreDb, { ...heard(), ...over }));
  const look = (): Promise<void> =>
    lookAtSuspects({
      state,
      now: () => now,
      changed: () => undefined,
      failed: (error) => {
        throw error;
      },
    });
  /** Its place in the list, from 1; of the pages of ten that are read until it stands there. */
  async function placeOf(transmitter: string, filter: { state?: "ended" } = {}): Promise<number> {
    let read = 0;
    for (let after: string | undefined, more = true; more;) {
      const page = await readSuspectPage(state, series, { ...filter, limit: 10, ...(after && { after }) }, now);
      const at = page.items.findIndex(({ transmitters }) => transmitters.includes(transmitter));
      if (at >= 0) return read + at + 1;
      read += page.items.length;
      after = page.next;
      more = after !== undefined;
    }
    return Number.POSITIVE_INFINITY;
  }
  async function isWatched(transmitter: string): Promise<boolean> {
    await refreshWatch(state, "mall", now);
    const rows = await state.db.selectFrom("watch_entries").select("transmitter").execute();
    expect(rows.length).toBeLessThanOrEqual(256);
    return rows.some((row) => row.transmitter === transmitter);
  }
  async function isAlerted(transmitter: string): Promise<boolean> {
    const row = await state.db
      .selectFrom("suspect_transmitters")
      .select("suspect_id")
      .where("transmitter", "=", transmitter)
      .executeTakeFirstOrThrow();
    return (await readAlerts(state, { state: "open" })).some(({ suspectId }) => suspectId === row.suspect_id);
  }

  test("a flood before, during and after it leaves it on the first screen, on the watch list and alerted", async () => {
    await flood();
    now += 60_000;
    await real(14);
    expect(await placeOf(REAL)).toBeLessThanOrEqual(SHARE + 1);
    expect(await isWatched(REAL)).toBe(true);
    expect(await isAlerted(REAL)).toBe(true);

    now += 60_000;
    await flood({ state: "heard" });
    await alerts.openHeldBack();
    await look();
    expect(await placeOf(REAL)).toBeLessThanOrEqual(SHARE + 1);
    expect(await isWatched(REAL)).toBe(true);
    await say("far", said("second", [OTHER], 25, heard()));
    expect(await placeOf(OTHER)).toBeLessThanOrEqual(SHARE + 1);
    expect(await isAlerted(OTHER)).toBe(true);

    await real(14, { state: "ended" });
    await flood({ state: "ended" });
    await look();
    expect(await placeOf(REAL, { state: "ended" })).toBeLessThanOrEqual(SHARE + 1);
  });

  test("every suspect stands on the pages once, and the sensor that reports too many stands as a fault with the figure", async () => {
    await flood();
    await real(14);
    await look();
    const seen: string[] = [];
    for (let after: string | undefined, more = true; more;) {
      const page = await readSuspectPage(state, series, { limit: 7, ...(after && { after }) }, now);
      seen.push(...page.items.map(({ suspectId }) => suspectId));
      after = page.next;
      more = after !== undefined;
    }
    expect(new Set(seen).size).toBe(FLOOD + 1);
    expect(seen).toHaveLength(FLOOD + 1);
    const [far, honest, liar] = await readSensors(state, {}, now).then((rows) =>
      rows.toSorted((a, b) => (a.sensorId < b.sensorId ? -1 : 1)),
    );
    expect(liar).toMatchObject({ suspectsBeyond: FLOOD - SHARE });
    expect(liar?.reasons).toContain("reports-many-suspects");
    for (const sensor of [far, honest]) expect(sensor?.reasons).not.toContain("reports-many-suspects");

    await flood({ state: "ended" });
    await look();
    expect((await readSensors(state, { sensorId: "liar" }, now))[0]?.suspectsBeyond).toBeUndefined();
  });

  test("a liar that names the real one's transmitter, before and after, pulls it nowhere", async () => {
    await say("liar", said("early", [REAL], -5, { firstHeardAt: "1970-01-01T00:00:00.000Z" }));
    await flood();
    await real(14);
    expect(await placeOf(REAL)).toBeLessThanOrEqual(SHARE + 1);
    // The last of its flood and the real one become one suspect.
    await say("liar", said(`junk${FLOOD - 1}`, [address(FLOOD - 1), REAL], 90));
    await say("liar", said("early", [REAL], 90, { state: "ended" }));
    await look();
    expect(await placeOf(REAL)).toBeLessThanOrEqual(SHARE + 1);
    expect(await isWatched(REAL)).toBe(true);
    expect(await isAlerted(REAL)).toBe(true);
  });

  test("sixteen addresses in each of its findings leave room on the watch list", async () => {
    const many = (index: number): string[] => Array.from({ length: 16 }, (_, one) => address(index * 16 + one));
    await say("liar", ...Array.from({ length: 40 }, (_, index) => said(`wide${index}`, many(index), 90)));
    // Into the real one's suspect too, up to what a suspect holds.
    await real(12);
    for (let index = 50; index < 60; index++)
      await say("liar", said(`in${index}`, [REAL, ...many(index).slice(1)], 90));
    expect(await isWatched(REAL)).toBe(true);
    const { n } = await state.db
      .selectFrom("watch_entries")
      .select((select) => select.fn.countAll<number | string>().as("n"))
      .executeTakeFirstOrThrow();
    expect(Number(n)).toBe(256);
  });

  test("an alert that a person closed silences no other suspect that the liar makes one with it", async () => {
    await say("liar", said("bait", [OTHER], 25));
    const [bait] = await readAlerts(state, {});
    await state.db
      .updateTable("alerts")
      .set({ state: "closed", stage: "closed", life: '{"stage":"closed","by":"officer"}', need: 0 })
      .where("alert_id", "=", bait?.alertId ?? "")
      .execute();
    // It waits for its alert, for nobody has looked yet.
    const unseen = alerts;
    alerts = { suspectChanged: () => Promise.resolve() } as unknown as Alerts;
    await real(25);
    alerts = unseen;
    await say("liar", said("bait", [OTHER, REAL], 25));
    expect(await isAlerted(REAL)).toBe(true);
  });

  test("what a person settles makes room for the next of the sensor, and stands with its first again when it is taken back", async () => {
    await flood({}, 0, SHARE + 1);
    const shares = async (): Promise<string[]> =>
      (await state.db.selectFrom("suspects").select("suspect_id").where("beyond", "=", 0).execute()).map(
        (row) => row.suspect_id,
      );
    const before = await shares();
    expect(before).toHaveLength(SHARE);
    const [first] = before;
    const record = { reason: "ours", by: "officer", at: new Date(now).toISOString() };
    await decide(state, first ?? "", { ...record, decision: "dismissed" });
    expect(await shares()).toHaveLength(SHARE);
    expect(await shares()).not.toContain(first);
    await decide(state, first ?? "", { ...record, decision: "none" });
    expect(await shares()).toContain(first);
  });
});
