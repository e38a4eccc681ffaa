import type { Finding, Message, Newcomer, Newcomers } from "@probewarden/contract";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Remembered } from "../intake/remembered.ts";
import type { Accepted } from "../intake/accepted.ts";
import type { Changes } from "../intake/changes.ts";
import { storeBatch } from "../intake/store-batch.ts";
import { envelope, makeFinding } from "../intake/test-messages.ts";
import { openState, type StateStore } from "../store/state/open-state.ts";
import { makeSensorRow, makeVenueRow } from "../store/state/test-rows.ts";
import { describeStates, type TestStatePlace } from "../store/state/test-states.ts";
import { removeVenue } from "../venues/remove-venue.ts";
import { markNewcomer } from "./mark-newcomer.ts";
import { readNewcomerPage } from "./read-newcomers.ts";
import { retainNewcomers } from "./retain-newcomers.ts";
import { MOST_STAYS } from "./store-newcomers.ts";

const AT = Date.UTC(2026, 10, 27, 8);
const HOUR = 3_600_000;
const BOX = "02:00:00:aa:bb:01";
const instant = (at: number): string => new Date(at).toISOString();
const newcomer = (stayId: string, over: Partial<Newcomer> = {}): Newcomer => ({
  stayId,
  transmitter: BOX,
  channelMhz: 2437,
  levelDbm: -60,
  spreadDb: 3,
  hoursHeard: 20,
  firstHeardAt: instant(AT - 30 * HOUR),
  lastHeardAt: instant(AT),
  ...over,
});

describeStates("access points that came and stayed, in %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let seq = 0;
  beforeEach(async () => {
    place = await start();
    state = await openState(place.url, place.dir);
    for (const venue of ["mall", "station"])
      await state.db
        .insertInto("venues")
        .values(makeVenueRow({ venue_id: venue }))
        .execute();
    for (const sensor of ["north", "south"])
      await state.db.insertInto("sensors").values(makeSensorRow(sensor)).execute();
  });
  afterEach(async () => {
    await state.close();
    await place.stop();
  });

  const accepted = (sensorId: string, body: Newcomers, over: Partial<Accepted> = {}): Accepted => ({
    type: "message",
    message: envelope(sensorId, ++seq, "newcomer", body) as Message,
    sensor: { sensorId, venueId: "mall" },
    received: { receivedAt: AT } as Accepted["received"],
    clockOffsetMs: 0,
    ...over,
  });
  const store = (...entries: Accepted[]): Promise<Changes> =>
    state.inVenue("mall", (trx) => storeBatch(trx, entries, [], new Remembered(), AT));
  const say = (sensorId: string, here: Newcomer[], takenBack: string[] = [], waiting = 0): Promise<Changes> =>
    store(accepted(sensorId, { here, takenBack, waiting }));
  const list = async (limit = 100) => (await readNewcomerPage(state.reading, { limit })).items;
  const mark = (id: string, what: "known" | "ours" | "to-visit" | "none", note = "") =>
    markNewcomer(state, id, { mark: what, note, by: "officer", at: instant(AT + HOUR) });

  test("one that three sensors hear is one row, since the first of them, with the loudest first", async () => {
    await say("north", [newcomer("t-one", { firstHeardAt: instant(AT - 40 * HOUR) })]);
    await say("south", [newcomer("t-two", { levelDbm: -48, name: "546561", lastHeardAt: instant(AT - HOUR) })]);
    await say("north", [newcomer("t-one", { hoursHeard: 21, channelMhz: 2412 })]);
    const rows = await list();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      transmitter: BOX,
      name: "546561",
      channelMhz: 2412,
      firstHeardAt: instant(AT - 40 * HOUR),
      lastHeardAt: instant(AT),
    });
    expect(rows[0]?.sensors.map(({ sensorId, levelDbm, hoursHeard }) => [sensorId, levelDbm, hoursHeard])).toEqual([
      ["south", -48, 20],
      ["north", -60, 21],
    ]);
  });

  test("a word that comes late, or twice, changes nothing of a later one", async () => {
    const early = accepted("north", { here: [newcomer("t-one", { levelDbm: -70 })], takenBack: [], waiting: 0 });
    await say("north", [newcomer("t-one", { levelDbm: -50 })]);
    await store(early);
    expect((await store(early)).duplicates).toBe(1);
    expect((await list())[0]?.sensors[0]?.levelDbm).toBe(-50);
  });

  test("times are told by the collector's clock, and none lies in the future", async () => {
    const here = [newcomer("t-one", { firstHeardAt: instant(AT), lastHeardAt: instant(AT + 90 * HOUR) })];
    await store(accepted("north", { here, takenBack: [], waiting: 0 }, { clockOffsetMs: 2 * HOUR }));
    expect((await list())[0]).toMatchObject({ firstHeardAt: instant(AT - 2 * HOUR), lastHeardAt: instant(AT) });
  });

  test("what a sensor takes back is erased whoever told it, with its note, and no word that comes late brings it back", async () => {
    const late = accepted("south", { here: [newcomer("t-two")], takenBack: [], waiting: 0 });
    await say("north", [newcomer("t-one"), newcomer("t-other", { transmitter: "02:00:00:aa:bb:02" })]);
    await say("south", [newcomer("t-two")]);
    const [row] = (await list()).filter(({ transmitter }) => transmitter === BOX);
    await mark(row?.newcomerId ?? "", "known", "the note says whose");
    const changes = await say("north", [], ["t-one", "t-never-told"]);
    expect(changes.newcomersErased).toBe(1);
    await store(late);
    await say("south", [newcomer("t-two")]);
    await say("north", [newcomer("t-never-told", { transmitter: "02:00:00:aa:bb:03" })]);
    expect((await list()).map(({ transmitter }) => transmitter)).toEqual(["02:00:00:aa:bb:02"]);
    const kept = JSON.stringify([
      await state.db.selectFrom("newcomers").selectAll().execute(),
      await state.db.selectFrom("newcomer_stays").selectAll().execute(),
      await state.db.selectFrom("audit").selectAll().execute(),
    ]);
    expect(kept).not.toContain(BOX);
    expect(kept).not.toContain("whose");
    expect(kept).toContain("addresses-taken-back");
    const erasures = await state.db.selectFrom("series_erasures").select(["venue_id", "transmitter"]).execute();
    expect(erasures).toEqual([{ venue_id: "mall", transmitter: BOX }]);
    // Said again for a day: nothing more follows.
    expect((await say("north", [], ["t-one", "t-never-told"])).newcomersErased).toBe(0);
  });

  test("an address that a finding takes back leaves the work list too", async () => {
    const finding = (over: Partial<Finding>): Accepted => ({
      ...accepted("north", { here: [], takenBack: [], waiting: 0 }),
      message: envelope("north", ++seq, "finding", makeFinding("f-one", over)) as Message,
    });
    await say("north", [newcomer("t-one")]);
    await store(finding({ transmitters: [BOX] }));
    expect((await list())[0]?.suspectId).toBeDefined();
    await store(finding({ transmitters: [], takenBack: true, state: "changed" }));
    expect(await list()).toEqual([]);
    await say("north", [newcomer("t-one")]);
    expect(await list()).toEqual([]);
  });

  test("a login in wrong hands fills its own share and no more; what is known goes on being heard", async () => {
    const kept = Array.from({ length: MOST_STAYS - 2 }, (_, at) => ({
      sensor_id: "north",
      stay_id: `t-taken-back-${at}`,
      venue_id: "mall",
      newcomer_id: null,
      level_dbm: 0,
      spread_db: 0,
      hours_heard: 0,
      first_heard_at: AT,
      last_heard_at: AT,
      boot_id: "b",
      seq: 1,
    }));
    for (let from = 0; from < kept.length; from += 256)
      await state.db
        .insertInto("newcomer_stays")
        .values(kept.slice(from, from + 256))
        .execute();
    const flood = [1, 2, 3, 4, 5].map((at) => newcomer(`t-flood-${at}`, { transmitter: `02:00:00:aa:cc:0${at}` }));
    expect((await say("north", flood)).newcomersRefused.get("north")).toBe(3);
    expect(await list()).toHaveLength(2);
    // A stay keeps its address.
    await say("north", [newcomer("t-flood-1", { hoursHeard: 98 })]);
    expect((await list()).some(({ transmitter }) => transmitter === BOX)).toBe(false);
    await say("north", [newcomer("t-flood-1", { transmitter: "02:00:00:aa:cc:01", hoursHeard: 99 })], [], 7);
    const [first] = (await list()).filter(({ transmitter }) => transmitter === "02:00:00:aa:cc:01");
    expect(first?.sensors[0]?.hoursHeard).toBe(99);
    expect((await say("south", [newcomer("t-one")])).newcomersRefused.size).toBe(0);
    const waiting = await state.db.selectFrom("sensors").select(["sensor_id", "newcomers_waiting"]).execute();
    expect(waiting).toContainEqual({ sensor_id: "north", newcomers_waiting: 7 });
  });

  test("what is to be looked at stands first, then what nobody marked, page by page; every mark is in the audit", async () => {
    for (let at = 0; at < 5; at++) await say("north", [newcomer(`t-${at}`, { transmitter: `02:00:00:aa:bb:1${at}` })]);
    const ids = (await list()).map(({ newcomerId }) => newcomerId);
    const [look = "", ours = "", back = ""] = ids.toSorted();
    expect(await mark(look, "to-visit", "behind the counter")).toBe(true);
    expect(await mark(ours, "ours")).toBe(true);
    await mark(back, "known");
    await mark(back, "none");
    expect(await mark("n-nobody", "known")).toBeUndefined();
    const seen: string[] = [];
    for (let after: string | undefined, pages = 0; pages < 5; pages++) {
      const page = await readNewcomerPage(state.reading, { limit: 2, ...(after === undefined ? {} : { after }) });
      seen.push(...page.items.map(({ newcomerId }) => newcomerId));
      after = page.next;
      if (after === undefined) break;
    }
    expect(seen).toHaveLength(5);
    expect(seen[0]).toBe(look);
    expect(seen.at(-1)).toBe(ours);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect((await readNewcomerPage(state.reading, { limit: 9, open: true })).items).toHaveLength(4);
    expect((await list())[0]?.mark).toMatchObject({ mark: "to-visit", note: "behind the counter", by: "officer" });
    const told = await state.db.selectFrom("audit").select(["by", "action", "subject"]).orderBy("id").execute();
    expect(told).toEqual([
      { by: "officer", action: "newcomer-to-visit", subject: look },
      { by: "officer", action: "newcomer-ours", subject: ours },
      { by: "officer", action: "newcomer-known", subject: back },
      { by: "officer", action: "newcomer-none", subject: back },
    ]);
    // A later word of the sensor keeps what a person noted.
    await say("north", [newcomer("t-0", { transmitter: "02:00:00:aa:bb:10" })]);
    expect((await list()).filter((row) => row.mark !== undefined)).toHaveLength(2);
  });

  test("what nobody heard for long goes, with a line in the log of deletions; what a person marked stays", async () => {
    const heard = (hours: number) => ({ firstHeardAt: instant(0), lastHeardAt: instant(AT - hours * HOUR) });
    await say("north", [
      newcomer("t-old", { transmitter: "02:00:00:aa:bb:11", ...heard(900) }),
      newcomer("t-marked", { transmitter: "02:00:00:aa:bb:12", ...heard(900) }),
      newcomer("t-one", { transmitter: "02:00:00:aa:bb:13", ...heard(2) }),
      newcomer("t-two", { transmitter: "02:00:00:aa:bb:14", ...heard(1) }),
    ]);
    const [marked] = (await list()).filter(({ transmitter }) => transmitter.endsWith("12"));
    await mark(marked?.newcomerId ?? "", "known");
    await retainNewcomers(state, { before: AT - 800 * HOUR, most: 1 }, AT);
    expect((await list()).map(({ transmitter }) => transmitter.slice(-2)).toSorted()).toEqual(["12", "14"]);
    expect(await state.db.selectFrom("newcomer_stays").select("stay_id").orderBy("stay_id").execute()).toEqual([
      { stay_id: "t-marked" },
      { stay_id: "t-two" },
    ]);
    const lines = await state.db.selectFrom("deletions").select(["kind", "rows", "rule"]).orderBy("id").execute();
    expect(lines).toEqual([
      { kind: "newcomers", rows: 1, rule: "age" },
      { kind: "newcomers", rows: 1, rule: "limit" },
    ]);
  });

  test("a venue that is removed takes its work list along", async () => {
    await say("north", [newcomer("t-one")]);
    await removeVenue(state, "mall", "officer", AT);
    expect(await state.db.selectFrom("newcomers").selectAll().execute()).toEqual([]);
    expect(await state.db.selectFrom("newcomer_stays").selectAll().execute()).toEqual([]);
  });
});
