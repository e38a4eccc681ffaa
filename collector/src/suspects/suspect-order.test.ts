import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeFinding } from "../intake/test-messages.ts";
import { openSeries } from "../store/series/open-series.ts";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { describeStates, keepOpen, type TestStatePlace } from "../store/state/test-states.ts";
import { decide } from "./decide.ts";
import { CursorError } from "../store/state/page-cursor.ts";
import { readSuspectPage, readSuspects, type SuspectFilter } from "./read-suspects.ts";
import { forgetFindings, judgeMessage } from "./test-judge.ts";

const NOW = Date.parse("2026-11-24T08:00:00.000Z");
const address = (index: number): string => `02:00:00:00:00:${index.toString(16).padStart(2, "0")}`;

describeStates("the order of suspects in %s", (start) => {
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

  let seq = 0;
  /** A suspect of one sensor; the address tells it apart in what is read. */
  const put = async (index: number, scoreDb: number, ended = false): Promise<string> => {
    const at = NOW - index * 1000;
    const times = { firstHeardAt: new Date(at).toISOString(), lastHeardAt: new Date(at).toISOString() };
    const judged = await judgeMessage(state, {
      sensorId: "north",
      at: NOW,
      seq: ++seq,
      finding: makeFinding(`f${index}`, {
        ...times,
        scoreDb,
        transmitters: [address(index)],
        ...(ended ? { state: "ended" } : {}),
      }),
    });
    return judged?.suspectId ?? "";
  };
  const pages = async (filter: SuspectFilter): Promise<string[][]> => {
    const read: string[][] = [];
    for (let after: string | undefined = undefined, more = true; more;) {
      const page = await readSuspectPage(state, series, { ...filter, ...(after === undefined ? {} : { after }) }, NOW);
      read.push(page.items.map(({ transmitters }) => transmitters[0] ?? ""));
      after = page.next;
      more = after !== undefined;
    }
    return read;
  };

  test("what nobody has settled comes first, then what is there, then the heavier band, then the latest heard", async () => {
    await put(1, 25, true);
    await put(2, -5);
    const settled = await put(3, 25);
    await put(4, 14);
    await put(5, 14);
    await put(6, 25);
    const record = { decision: "dismissed", reason: "ours", by: "officer", at: new Date(NOW).toISOString() } as const;
    await decide(state, settled, record);
    const order = async () => (await readSuspects(state, series, {}, NOW)).map(({ transmitters }) => transmitters[0]);
    expect(await order()).toEqual([6, 4, 5, 2, 1, 3].map(address));
    await decide(state, settled, { ...record, decision: "none" });
    expect(await order()).toEqual([3, 6, 4, 5, 2, 1].map(address));
  });

  test("pages hold every suspect once and in that order, of one venue, state, band or suspicion", async () => {
    for (let index = 1; index <= 25; index++) await put(index, index % 3 === 0 ? 25 : 14, index % 5 === 0);
    const all = (await readSuspects(state, series, {}, NOW)).map(({ transmitters }) => transmitters[0]);
    for (const limit of [1, 7, 25, 26]) {
      const read = await pages({ venueId: "mall", limit });
      expect(read.flat()).toEqual(all);
      expect(read).toHaveLength(Math.ceil(25 / limit));
    }
    expect((await pages({ state: "ended", limit: 2 })).flat()).toHaveLength(5);
    expect((await pages({ band: "strong", limit: 3 })).flat()).toHaveLength(8);
    expect(await pages({ suspicion: "impostor" })).toEqual([[]]);
    expect(await pages({ venueId: "elsewhere" })).toEqual([[]]);
  });

  test.each(["", "x", "MS4yLmE_", Buffer.from("9.1.a';--").toString("base64url")])(
    "a cursor of nobody's, %j, is refused",
    async (after) => {
      await expect(readSuspectPage(state, series, { after }, NOW)).rejects.toThrow(CursorError);
    },
  );
});
