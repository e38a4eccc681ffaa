import type { Finding } from "@probewarden/contract";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { makeFinding, makeLevel } from "../intake/test-messages.ts";
import { openSeries } from "../store/series/open-series.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen, type TestStatePlace } from "../store/state/test-states.ts";
import { noteLevels } from "./hearings.ts";
import { MadeSuspects } from "./made-suspects.ts";
import { readSuspectDetail, readSuspects } from "./read-suspects.ts";
import { forgetFindings, judgeMessage } from "./test-judge.ts";
import { writeLevels } from "../store/series/test-series.ts";

const MINUTE = 60_000;
const NOW = Date.parse("2026-11-24T08:00:30.000Z");
const iso = (ms: number): string => new Date(ms).toISOString();
const address = (index: number): string => `02:00:00:00:00:${index.toString(16).padStart(2, "0")}`;

describeStates("suspects read from %s", (start) => {
  let place: TestStatePlace;
  let state: StateStore;
  let series: SeriesStore;

  keepOpen(start, (store, at) => {
    state = store;
    place = at;
  });
  beforeAll(async () => {
    series = await openSeries("sqlite:", place.dir);
  });
  afterAll(() => series.stop());
  beforeEach(() => forgetFindings(state));
  afterEach(() => void vi.restoreAllMocks());

  let seq = 0;
  const judge = (sensorId: string, findingId: string, at: number, over: Partial<Finding>): Promise<unknown> => {
    const finding = makeFinding(findingId, { firstHeardAt: iso(at), lastHeardAt: iso(at), ...over });
    return judgeMessage(state, { sensorId, finding, at, seq: ++seq });
  };
  const read = () => readSuspects(state, series, {}, NOW);

  test("a list of any length asks the series once per venue", async () => {
    for (let index = 1; index <= 40; index += 1)
      // Of each sensor no more than its share, so that the latest heard comes first.
      await judge(`north-${index % 5}`, `f${index}`, NOW - index * MINUTE, { transmitters: [address(index)] });
    await writeLevels(series, "mall", "south", [
      { ...makeLevel(-70, "watched"), transmitter: address(7), minute: iso(NOW - 30_000) },
    ]);
    const asked = vi.spyOn(series, "latestLevels");
    const suspects = await read();
    expect(asked).toHaveBeenCalledTimes(1);
    expect(suspects.map(({ transmitters }) => transmitters)).toEqual(
      Array.from({ length: 40 }, (_, index) => [address(index + 1)]),
    );
    expect(suspects[6]?.sensors).toMatchObject([{ sensorId: "north-2" }, { sensorId: "south", levelDbm: -70 }]);
    expect(suspects[5]?.sensors).toMatchObject([{ sensorId: "north-1" }]);
  });

  test("a suspect of which nothing changed is the one that was read before, and no other ever is", async () => {
    for (const index of [1, 2, 3])
      await judge(`north-${index}`, `f${index}`, NOW - MINUTE, { transmitters: [address(index)] });
    const few = new MadeSuspects(2);
    await readSuspects(state, series, {}, NOW, few);
    expect(few.size).toBe(2);
    few.forget();
    expect(few.size).toBe(0);

    const made = new MadeSuspects();
    const of = async (now = NOW) => (await readSuspects(state, series, {}, now, made)).toSorted(byAddress);
    const byAddress = (a: { transmitters: string[] }, b: { transmitters: string[] }): number =>
      (a.transmitters[0] ?? "").localeCompare(b.transmitters[0] ?? "");
    let known = await of();
    const others = async (now = NOW): Promise<number[]> => {
      const read = await of(now);
      expect(read).toEqual((await readSuspects(state, series, {}, now)).toSorted(byAddress));
      const found = read.flatMap((suspect, at) => (suspect === known[at] ? [] : [at + 1]));
      known = read;
      return found;
    };
    expect(await others()).toEqual([]);
    await judge("south", "g2", NOW - 30_000, { transmitters: [address(2)] });
    expect(await others()).toEqual([2]);
    await state.db
      .updateTable("suspects")
      .set({ score_db: 17 })
      .where("suspect_id", "=", known[2]?.suspectId ?? "")
      .execute();
    expect(await others()).toEqual([3]);
    await writeLevels(series, "mall", "east", [
      { ...makeLevel(-60, "watched"), transmitter: address(1), minute: iso(NOW - MINUTE) },
    ]);
    expect(await others()).toEqual([1]);
    expect(await others()).toEqual([]);
    // What was heard a quarter of an hour ago is no present level any more, though no row is another.
    expect(await others(NOW + 14 * MINUTE + 1)).toEqual([1, 2, 3]);
    expect(await others(NOW + 14 * MINUTE + 2)).toEqual([]);
    // A clock that was set back.
    expect(await others(NOW)).toEqual([1, 2, 3]);
    await judge("north-1", "h1", NOW, { transmitters: [address(1)] });
    expect(await others()).toEqual([1]);
    // Several findings of a sensor are told row by row, and made each time.
    expect(await others()).toEqual([1]);
  });

  test("levels of a batch are heard as if each report came alone, and what is older changes nothing", async () => {
    const [one, other] = [1, 2].map((index) =>
      judge("north", `f${index}`, NOW - 5 * MINUTE, { transmitters: [address(index)] }),
    );
    const ids = ((await Promise.all([one, other])) as ({ suspectId: string } | undefined)[]).map((it) => it?.suspectId);
    const report = (sensorId: string, index: number, ago: number) => ({
      venueId: "mall",
      sensorId,
      receivedAt: NOW,
      clockOffsetMs: 0,
      rows: [{ ...makeLevel(-70, "suspect"), transmitter: address(index), minute: iso(NOW - ago) }],
    });
    const batch = [
      report("south", 1, MINUTE),
      report("south", 1, 2 * MINUTE),
      report("east", 1, 3 * MINUTE),
      report("south", 2, 20 * MINUTE),
      report("north", 2, 20 * MINUTE),
      report("south", 3, MINUTE),
    ];
    const { suspects, strangers } = await state.transaction((trx) => noteLevels(trx, batch));
    expect(suspects).toEqual(new Set(ids));
    expect(strangers).toEqual(new Map([["mall", new Set([address(3)])]]));
    const heard = await state.db.selectFrom("suspect_hearings").selectAll().execute();
    const ago = (id: string | undefined, sensorId: string): number =>
      NOW - (heard.find((row) => row.suspect_id === id && row.sensor_id === sensorId)?.heard_at ?? Number.NaN);
    expect(["south", "east", "north"].map((sensorId) => ago(ids[0], sensorId))).toEqual([
      MINUTE,
      3 * MINUTE,
      5 * MINUTE,
    ]);
    expect(["south", "north"].map((sensorId) => ago(ids[1], sensorId))).toEqual([20 * MINUTE, 5 * MINUTE]);
    const last = await state.db.selectFrom("suspects").select(["suspect_id", "last_heard_at"]).execute();
    expect(ids.map((id) => NOW - Number(last.find((row) => row.suspect_id === id)?.last_heard_at))).toEqual([
      MINUTE,
      5 * MINUTE,
    ]);
  });

  test("what a sensor took back, and why, is read with the suspect", async () => {
    const withdrawn = {
      detector: "presence-solicitation",
      code: "addresses-who-asked",
      why: "listed",
      weightDb: 42,
      at: iso(NOW - MINUTE),
    };
    await judge("north", "f0", NOW - MINUTE, { withdrawn: [withdrawn] });
    await judge("south", "f1", NOW - MINUTE, {});
    const [found] = await read();
    const detail = await readSuspectDetail(state, series, found?.suspectId ?? "", NOW);
    expect(detail?.withdrawn).toEqual([{ ...withdrawn, sensorId: "north" }]);
  });

  test("of a box that came and went a thousand times, each sensor's active finding with the highest score speaks", async () => {
    await judge("north", "f0", NOW - 3 * MINUTE, { scoreDb: 14 });
    const [first] = await state.db.selectFrom("findings").selectAll().execute();
    if (first === undefined) throw new Error("no finding");
    const gone = Array.from({ length: 1000 }, (_, index) => ({
      ...first,
      finding_id: `gone-${index}`,
      state: "ended",
      score_db: 25,
      received_at: first.received_at - (index + 1) * MINUTE,
    }));
    for (let at = 0; at < gone.length; at += 250)
      await state.db
        .insertInto("findings")
        .values(gone.slice(at, at + 250))
        .execute();
    await judge("north", "f1", NOW - 2 * MINUTE, { scoreDb: 22 });
    await judge("north", "f2", NOW - MINUTE, { scoreDb: 12, rssiDbm: -66 });
    await judge("south", "f3", NOW - 60 * MINUTE, { scoreDb: 11, state: "ended" });
    const [suspect] = await read();
    expect(suspect).toMatchObject({ scoreDb: 22, heardBy: { ever: 2, now: 1 } });
    expect(suspect?.sensors).toMatchObject([
      { sensorId: "north", scoreDb: 22, band: "strong", levelDbm: -66 },
      { sensorId: "south" },
    ]);
    expect((await readSuspectDetail(state, series, suspect?.suspectId ?? "", NOW))?.suspect).toEqual(suspect);
  });

  test("of sensors with the same score, the loudest one's argument stands first", async () => {
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
      frames: [],
      names: [],
      firstAt: iso(NOW - MINUTE),
      lastAt: iso(NOW - MINUTE),
    };
    for (const [sensorId, rssiDbm] of Object.entries({ far: -84, near: -48, middle: -66 }))
      await judge(sensorId, `f-${sensorId}`, NOW - MINUTE, { scoreDb: 22, rssiDbm, evidence: [line] });
    const [suspect] = await read();
    const detail = await readSuspectDetail(state, series, suspect?.suspectId ?? "", NOW);
    expect([...new Set(detail?.evidence.map(({ sensorId }) => sensorId))]).toEqual(["near", "middle", "far"]);
  });

  test("are shown with the levels of their findings while the series is away", async () => {
    await judge("north", "f1", NOW - MINUTE, { rssiDbm: -61 });
    vi.spyOn(series, "latestLevels").mockRejectedValue(new SeriesStoreError("unavailable", "away"));
    expect((await read())[0]?.sensors).toMatchObject([{ sensorId: "north", levelDbm: -61 }]);
  });

  test("a level from the future, by a wrong clock, is not the present one", async () => {
    await judge("north", "f1", NOW - MINUTE, { rssiDbm: -61, transmitters: [address(99)] });
    const ahead = { ...makeLevel(-20, "suspect"), transmitter: address(99), minute: iso(NOW + 24 * 60 * MINUTE) };
    await writeLevels(series, "mall", "north", [ahead]);
    expect((await read())[0]?.sensors).toMatchObject([{ levelDbm: -61 }]);
  });
});
