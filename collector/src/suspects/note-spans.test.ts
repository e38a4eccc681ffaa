import type { Finding, Place, SuspectTimeline } from "@probewarden/contract";
import { beforeEach, expect, test } from "vitest";
import { makeFinding } from "../intake/test-messages.ts";
import { spansOfHistory } from "../store/state/migrations/0041-suspect-spans.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen } from "../store/state/test-states.ts";
import { decide } from "./decide.ts";
import { forgetSpans, noteSpans } from "./note-spans.ts";
import { readTimelines } from "./read-spans.ts";
import { forgetFindings, judgeMessage } from "./test-judge.ts";

const BOX = "02:00:00:aa:bb:01";
const OTHER = "02:00:00:aa:bb:02";
const MINUTE = 60_000;
const T0 = Date.parse("2026-11-24T08:00:00.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();
const placeAt = (x: number): Place => ({
  floorId: "ground",
  position: { x, y: 2 },
  radiusMetres: 3,
  method: "grid",
  nearestSensorId: "north",
});

describeStates("what was known of suspects, in %s", (start) => {
  let state: StateStore;
  let seq = 0;
  keepOpen(start, (store) => {
    state = store;
  });
  beforeEach(() => forgetFindings(state));

  /** A sensor's word at so many minutes. */
  const say = async (minute: number, findingId: string, over: Partial<Finding>, sensorId = "north") => {
    const at = T0 + minute * MINUTE;
    const finding = makeFinding(findingId, { firstHeardAt: iso(at), lastHeardAt: iso(at), ...over });
    return (await judgeMessage(state, { sensorId, finding, at, seq: ++seq }))?.suspectId ?? "";
  };
  const put = async (suspectId: string, minute: number, place: Place): Promise<void> => {
    await state.db
      .updateTable("suspects")
      .set({ place: JSON.stringify(place) })
      .where("suspect_id", "=", suspectId)
      .execute();
    await state.transaction((trx) => noteSpans(trx, [suspectId], T0 + minute * MINUTE));
  };
  const read = async (toMinute: number, stepMinutes = 1): Promise<SuspectTimeline[]> => {
    const stretch = { fromMs: T0, toMs: T0 + toMinute * MINUTE, stepMs: stepMinutes * MINUTE };
    return (await readTimelines(state, "mall", stretch, { limit: 100 })).items;
  };
  /** Spans as minutes and words. */
  const told = ({ spans, places }: SuspectTimeline) =>
    spans.map((span) =>
      [
        `${(span.fromMs - T0) / MINUTE}-${(span.untilMs - T0) / MINUTE}`,
        span.state,
        span.band,
        span.scoreDb,
        span.decision ?? "undecided",
        span.place === undefined ? "nowhere" : `at ${places[span.place]?.position.x}`,
      ].join(" "),
    );

  test("what was known at an instant stays, whatever comes later", async () => {
    const id = await say(1, "f1", { transmitters: [BOX], band: "suspected", scoreDb: 12 });
    await put(id, 3, placeAt(5));
    await put(id, 4, placeAt(6));
    await say(6, "f1", { transmitters: [BOX], band: "strong", scoreDb: 24, state: "changed" });
    await decide(state, id, { decision: "dismissed", reason: "ours", by: "officer", at: iso(T0 + 8 * MINUTE) });
    await put(id, 10, placeAt(40));
    await say(12, "f1", { transmitters: [BOX], band: "strong", scoreDb: 24, state: "ended" });
    const [timeline] = await read(20);
    expect(timeline && told(timeline)).toEqual([
      "1-3 active suspected 12 undecided nowhere",
      "3-6 active suspected 12 undecided at 5",
      "6-8 active strong 24 undecided at 6",
      "8-10 active strong 24 dismissed at 6",
      "10-12 active strong 24 dismissed at 40",
    ]);
    expect(await read(1)).toEqual([]);
  });

  test("a step tells what was known at its beginning, never what came within it", async () => {
    await say(1, "f1", { transmitters: [BOX], band: "suspected", scoreDb: 12 });
    await say(7, "f1", { transmitters: [BOX], band: "strong", scoreDb: 24, state: "changed" });
    const [timeline] = await read(20, 5);
    expect(timeline && told(timeline)).toEqual([
      "5-10 active suspected 12 undecided nowhere",
      "10-20 active strong 24 undecided nowhere",
    ]);
  });

  test("two suspects that were one later were two until then", async () => {
    const first = await say(0, "f1", { transmitters: [BOX], scoreDb: 12 });
    const second = await say(2, "f2", { transmitters: [OTHER], scoreDb: 14 }, "south");
    expect(second).not.toBe(first);
    await say(6, "f1", { transmitters: [BOX, OTHER], scoreDb: 12, state: "changed" });
    const timelines = new Map((await read(10)).map((one) => [one.suspectId, one.spans]));
    expect(timelines.get(second)).toMatchObject([{ fromMs: T0 + 2 * MINUTE, untilMs: T0 + 6 * MINUTE, scoreDb: 14 }]);
    expect(timelines.get(first)?.at(-1)?.untilMs).toBe(T0 + 10 * MINUTE);
  });

  test("of a suspect that was a visitor's phone no place is left, then or now", async () => {
    const id = await say(0, "f1", { transmitters: [BOX] });
    await put(id, 2, placeAt(5));
    await put(id, 4, placeAt(50));
    await say(6, "f1", { transmitters: [], takenBack: true, state: "changed" });
    expect((await read(10)).flatMap(({ places }) => places)).toEqual([]);
    for (const table of ["suspects", "suspect_spans", "suspect_changes"] as const)
      expect(await state.db.selectFrom(table).select("place").where("place", "is not", null).execute()).toEqual([]);
  });

  test("a clock that was set back makes no two things known at once", async () => {
    const id = await say(9, "f1", { transmitters: [BOX], band: "suspected", scoreDb: 12 });
    await say(3, "f1", { transmitters: [BOX], band: "strong", scoreDb: 24, state: "changed" });
    expect(await state.db.selectFrom("suspect_spans").select(["suspect_id", "band", "until_at"]).execute()).toEqual([
      { suspect_id: id, band: "strong", until_at: null },
    ]);
  });

  test("the spans of one suspect are bounded, the oldest go", async () => {
    const id = await say(0, "f1", { transmitters: [BOX] });
    for (let minute = 1; minute < 8; minute += 1) await put(id, minute, placeAt(minute * 10));
    expect(await state.transaction((trx) => forgetSpans(trx, 3))).toBe(5);
    expect(await state.db.selectFrom("suspect_spans").select("from_at").orderBy("from_at").execute()).toEqual(
      [5, 6, 7].map((minute) => ({ from_at: T0 + minute * MINUTE })),
    );
  });
});

test("a history of before is told as spans: the highest open score, the place and the decision of then, until it ended", () => {
  const change = (minute: number, findingId: string | null, over: object) => ({
    at: T0 + minute * MINUTE,
    sensor_id: findingId === null ? null : "north",
    finding_id: findingId,
    state: "active",
    band: "watch",
    score_db: 0,
    place: null,
    ...over,
  });
  const suspect = {
    suspect_id: "box",
    venue_id: "mall",
    suspicion: "probe-box",
    state: "ended",
    state_since: T0 + 9 * MINUTE,
    band: "strong",
    score_db: 22,
    place: null,
    decision: null,
    settled: 0,
    last_heard_at: T0 + 8 * MINUTE,
  };
  const changes = [
    change(0, "f1", { score_db: 12 }),
    change(2, "f2", { score_db: 22 }),
    change(3, null, { place: "{}" }),
    change(5, "f2", { score_db: 22, state: "ended" }),
    change(9, "f1", { score_db: 12, state: "ended" }),
  ];
  const decisions = [{ at: T0 + 4 * MINUTE, decision: "to-visit" }];
  const short = (spans: ReturnType<typeof spansOfHistory>) =>
    spans.map((span) => [
      (Number(span.from_at) - T0) / MINUTE,
      span.until_at == null ? null : (span.until_at - T0) / MINUTE,
      span.band,
      span.place,
      span.decision,
    ]);
  const before = [
    [0, 2, "suspected", null, null],
    [2, 3, "strong", null, null],
    [3, 4, "strong", "{}", null],
    [4, 5, "strong", "{}", "to-visit"],
  ];
  expect(short(spansOfHistory(suspect, changes, decisions))).toEqual([
    ...before,
    [5, 9, "suspected", "{}", "to-visit"],
  ]);
  const open = { ...suspect, state: "silent", state_since: T0 + 8 * MINUTE };
  expect(short(spansOfHistory(open, changes.slice(0, 4), decisions))).toEqual([
    ...before,
    [5, 8, "suspected", "{}", "to-visit"],
    [8, null, "strong", null, null],
  ]);
});
