import type { Finding } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { Alerts } from "../alerts/alerts.ts";
import { makeFinding } from "../intake/test-messages.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { mergeSuspects } from "./merge-suspects.ts";
import { forgetFindings, judgeMessage } from "./test-judge.ts";
import { refreshWatch } from "./watch.ts";

const A = "02:00:00:aa:bb:01";
const B = "02:00:00:aa:bb:02";
const NETWORK = "02:00:00:cc:dd:01";
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();

describeStates("suspects in %s", (start) => {
  let state: StateStore;
  let minute = 0;

  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(() => forgetFindings(state));

  /** Each finding comes a minute after the one before. */
  const judge = async (
    sensorId: string,
    findingId: string,
    over: Partial<Finding> = {},
    clockOffsetMs = 0,
  ): Promise<string | undefined> => {
    const seq = minute++;
    const at = T0 + 60_000 * seq;
    const finding = makeFinding(findingId, { firstHeardAt: iso(at), lastHeardAt: iso(at), ...over });
    return (await judgeMessage(state, { sensorId, finding, at, seq, clockOffsetMs }))?.suspectId;
  };
  const suspects = () => state.db.selectFrom("suspects").selectAll().orderBy("first_heard_at").execute();

  test("findings of two sensors that share a transmitter are one, with the higher score", async () => {
    const first = await judge("north", "f1", { scoreDb: 12 });
    expect(await judge("south", "f2", { scoreDb: 23, transmitters: [A, B] })).toBe(first);
    expect(await suspects()).toMatchObject([{ score_db: 23, band: "strong", state: "active" }]);
  });

  test("addresses are kept up to a bound, and known ones take no room from new ones", async () => {
    const address = (index: number): string => `02:00:00:00:00:${index.toString(16).padStart(2, "0")}`;
    const some = (from: number, to: number): string[] =>
      Array.from({ length: to - from + 1 }, (_, index) => address(from + index));
    for (const [from, to] of [
      [1, 16],
      [16, 31],
      [31, 46],
      [46, 61],
      [50, 65],
      [60, 75],
    ] as const)
      await judge("north", `f${from}`, { transmitters: some(from, to) });
    const rows = await state.db
      .selectFrom("suspect_transmitters")
      .select("transmitter")
      .orderBy("transmitter")
      .execute();
    expect(rows.map((row) => row.transmitter)).toEqual(some(1, 64));
  });

  test("another suspicion, or another transmitter, is another suspect", async () => {
    await judge("north", "f1", { transmitters: [A] });
    await judge("north", "f2", { transmitters: [B] });
    await judge("north", "f3", { transmitters: [A], suspicion: "impostor" });
    expect(await suspects()).toHaveLength(3);
  });

  test("two suspects that a later finding joins become the older one, with its decision", async () => {
    const older = await judge("north", "f1", { transmitters: [A] });
    await judge("south", "f2", { transmitters: [B] });
    await state.db
      .updateTable("suspects")
      .set({ decision: '{"decision":"to-visit"}' })
      .where("suspect_id", "=", older ?? "")
      .execute();
    expect(await judge("east", "f3", { transmitters: [A, B] })).toBe(older);
    expect(await suspects()).toMatchObject([{ suspect_id: older, decision: '{"decision":"to-visit"}' }]);
    expect(await state.db.selectFrom("findings").select("suspect_id").distinct().execute()).toEqual([
      { suspect_id: older },
    ]);
  });

  test("an alert is not opened for a suspect that goes into another one meanwhile", async () => {
    const notifier = { wanted: () => Promise.resolve(false), alertOpened: () => undefined };
    const alerts = new Alerts({ state, notifier, changed: () => undefined, failed: () => undefined, now: () => T0 });
    const older = await judge("north", "f1", { transmitters: [A] });
    const younger = await judge("south", "f2", { transmitters: [B] });
    let looked: Promise<void> | undefined;
    await state.transaction(async (trx) => {
      await mergeSuspects(trx, [older ?? "", younger ?? ""], T0);
      looked = alerts.suspectChanged(younger ?? "");
      // Time for a look that does not wait for this transaction.
      await new Promise((resolve) => setTimeout(resolve, 50));
    });
    await looked;
    await alerts.start();
    expect(await state.db.selectFrom("alerts").select("suspect_id").execute()).toEqual([{ suspect_id: older }]);
  });

  test("a disruption whose sender hides is found again by its target", async () => {
    const hidden = { suspicion: "disruption", transmitters: [], transmitterCount: 0, targets: [NETWORK] } as const;
    const first = await judge("north", "f1", { ...hidden, transmitters: [], targets: [NETWORK] });
    expect(await judge("south", "f2", { ...hidden, transmitters: [], targets: [NETWORK] })).toBe(first);
    expect(await judge("south", "f3", { ...hidden, transmitters: [], targets: ["02:00:00:cc:dd:02"] })).not.toBe(first);
  });

  test("a suspect has ended when all its sensors have ended it, and is the same when it comes back", async () => {
    const first = await judge("north", "f1", { scoreDb: 15 });
    await judge("south", "f2", { scoreDb: 25 });
    await judge("south", "f2", { scoreDb: 25, state: "ended" });
    expect(await suspects()).toMatchObject([{ state: "active", score_db: 15, highest_db: 25 }]);
    await judge("north", "f1", { scoreDb: 15, state: "ended" });
    expect(await suspects()).toMatchObject([{ state: "ended" }]);
    expect(await judge("north", "f9")).toBe(first);
    expect(await suspects()).toMatchObject([{ state: "active" }]);
  });

  test("a message that was overtaken changes nothing", async () => {
    await judge("north", "f1", { state: "ended" });
    minute -= 2;
    expect(await judge("north", "f1", { state: "heard" })).toBeUndefined();
    minute += 2;
    expect(await suspects()).toMatchObject([{ state: "ended" }]);
  });

  test("a sensor whose clock is an hour slow does not date the suspect an hour back", async () => {
    const at = T0 + 60_000 * minute;
    await judge("north", "f1", { lastHeardAt: iso(at - 3_600_000), firstHeardAt: iso(at - 3_600_000) }, -3_600_000);
    expect(await suspects()).toMatchObject([{ last_heard_at: at }]);
  });

  /** A message that comes at that minute, of a sensor whose clock is off by so many hours. */
  const tell = async (seq: number, atMinute: number, offHours: number, over: Partial<Finding> = {}) => {
    const at = T0 + 60_000 * atMinute;
    const time = iso(at + offHours * 3_600_000);
    const finding = makeFinding("f1", { firstHeardAt: time, lastHeardAt: time, state: "heard", ...over });
    return judgeMessage(state, { sensorId: "north", finding, at, seq });
  };

  test("a clock that steps back by an hour loses nothing that is said after", async () => {
    await tell(1, 1, 0, { scoreDb: 12 });
    await tell(2, 2, -1, { scoreDb: 22 });
    expect(await suspects()).toMatchObject([{ score_db: 22, last_heard_at: T0 + 60_000 }]);
    await tell(3, 3, -1, { state: "ended" });
    expect(await suspects()).toMatchObject([{ state: "ended" }]);
    // And what was overtaken on the way changes nothing, however late its time.
    expect(await tell(2, 4, 3)).toBeUndefined();
    expect(await suspects()).toMatchObject([{ state: "ended" }]);
  });

  test("a clock that steps forward puts neither the suspect nor its evidence into the future", async () => {
    const ahead = iso(T0 + 5 * 3_600_000);
    const frame = { at: ahead, kind: "beacon", summary: "a beacon" };
    const line: Finding["evidence"][number] = {
      detector: "many-names",
      detectorVersion: 1,
      family: "impersonation",
      code: "five-names",
      weightDb: 46,
      boundDb: null,
      usedDb: 46,
      basis: "judged",
      facts: [],
      frames: [frame],
      names: [],
      firstAt: ahead,
      lastAt: ahead,
    };
    await tell(1, 1, 5, { evidence: [line] });
    const at = T0 + 60_000;
    expect(await suspects()).toMatchObject([{ first_heard_at: at, last_heard_at: at, state: "active" }]);
    const { body } = await state.db.selectFrom("findings").select("body").executeTakeFirstOrThrow();
    expect(JSON.parse(body)).toMatchObject({
      firstHeardAt: iso(at),
      lastHeardAt: iso(at),
      evidence: [{ firstAt: iso(at), lastAt: iso(at), frames: [{ at: iso(at) }] }],
    });
  });

  test("the watch list names suspects of the last day, and is sent only when it changed", async () => {
    const now = T0 + 60_000 * minute;
    await judge("north", "f1", { transmitters: [A] });
    expect((await refreshWatch(state, "mall", now))?.entries).toEqual([
      { transmitter: A, expiresAt: iso(now + 24 * 3_600_000) },
    ]);
    expect(await refreshWatch(state, "mall", now + 60_000)).toBeUndefined();
    expect((await refreshWatch(state, "mall", now + 13 * 3_600_000))?.entries).toHaveLength(1);
    expect((await refreshWatch(state, "mall", now + 24 * 3_600_000))?.entries).toEqual([]);
    await judge("north", "f1", { transmitters: [A] });
    expect((await refreshWatch(state, "mall", now + 60_000))?.entries).toHaveLength(1);
    await judge("north", "f1", { transmitters: [A], state: "ended" });
    expect((await refreshWatch(state, "mall", now + 120_000))?.entries).toEqual([]);
  });
});
