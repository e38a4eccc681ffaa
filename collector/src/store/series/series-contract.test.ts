import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CensusMinute, SignalRow } from "@probewarden/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSeries } from "./open-series.ts";
import type { SeriesStore } from "./series-store.ts";
import { startInflux, whyNoInflux, type TestInflux } from "./test-influx.ts";
import { writeCensus, writeLevels } from "./test-series.ts";
import { describeWith } from "../../test-needs.ts";

const MINUTE = 60_000;
/** A whole hour in the near past, so that retention policies keep it. */
const T0 = Math.floor((Date.now() - 6 * 3_600_000) / 3_600_000) * 3_600_000;
const iso = (ms: number): string => new Date(ms).toISOString();
const BOX = "02:00:00:aa:bb:01";
const KEEP = { rawHours: 48, fiveMinuteDays: 30, hourDays: 365 };

const level = (minuteMs: number, medianDbm: number, over: Partial<SignalRow> = {}): SignalRow => ({
  minute: iso(minuteMs),
  transmitter: BOX,
  role: "suspect",
  channelMhz: 2437,
  frames: 10,
  medianDbm,
  p10Dbm: medianDbm - 5,
  p90Dbm: medianDbm + 5,
  ...over,
});
const census = (minuteMs: number, secondsListened: number): CensusMinute => ({
  minute: iso(minuteMs),
  channelMhz: 2437,
  secondsListened,
  management: 1,
  control: 2,
  data: 3,
  probeRequests: 0,
  accessPoints: { fewerThan: 5 },
  stations: 7,
});
const hex = (octets: number[]): string => Buffer.from(octets).toString("hex");

/** Names that break a line protocol, a terminal or a C string, as hex octets. */
const HOSTILE = {
  newline: hex([0x78, 0x0a, 0x61]),
  "trailing backslash": hex([0x74, 0x5c]),
  NUL: hex([0]),
  "32 octets of ff": hex(Array<number>(32).fill(0xff)),
  empty: "",
};

describe.each(["SQLite", "InfluxDB"] as const)("series in %s", (server) => {
  const why = server === "InfluxDB" ? whyNoInflux() : undefined;
  describeWith(why, "a real server", () => {
    let dir: string;
    let influx: TestInflux | undefined;
    let url: string;
    let store: SeriesStore;

    beforeAll(async () => {
      dir = mkdtempSync(join(tmpdir(), "series-"));
      influx = server === "InfluxDB" ? await startInflux() : undefined;
      url = influx?.url ?? "sqlite:";
      store = await openSeries(url, dir);
    });
    afterAll(async () => {
      await store.stop();
      await influx?.stop();
      rmSync(dir, { recursive: true, force: true });
    });

    test("levels come back per sensor, and the same row twice is one", async () => {
      await writeLevels(store, "mall", "north", [level(T0, -60), level(T0 + MINUTE, -62)]);
      await writeLevels(store, "mall", "north", [level(T0, -60)]);
      await writeLevels(store, "mall", "south", [level(T0, -80, { role: "watched" })]);
      const series = await store.levels("mall", [BOX], T0, T0 + 10 * MINUTE, 100);
      expect(series.map((entry) => [entry.sensorId, entry.points])).toEqual([
        [
          "north",
          [
            [T0, -65, -60, -55, 10],
            [T0 + MINUTE, -67, -62, -57, 10],
          ],
        ],
        ["south", [[T0, -85, -80, -75, 10]]],
      ]);
    });

    test("one venue's levels are not another's", async () => {
      expect(await store.levels("elsewhere", [BOX], T0, T0 + 10 * MINUTE, 100)).toEqual([]);
      expect(await store.levels("mall", ["02:00:00:00:00:99"], T0, T0 + 10 * MINUTE, 100)).toEqual([]);
    });

    test("a long span comes back as roll-ups, the median weighted by frames", async () => {
      const at = T0 + 60 * MINUTE;
      await writeLevels(store, "rolled", "north", [
        level(at, -60, { frames: 30 }),
        level(at + MINUTE, -80, { frames: 10 }),
      ]);
      const [series] = await store.levels("rolled", [BOX], at, at + 60 * MINUTE, 12);
      expect(series?.points).toEqual([[at, -85, -65, -55, 40]]);
    });

    test("the latest level of each sensor is found", async () => {
      const other = "02:00:00:aa:bb:02";
      await writeLevels(store, "mall", "south", [
        level(T0, -70, { transmitter: other }),
        level(T0, -76, { transmitter: other, channelMhz: 2412 }),
      ]);
      const latest = await store.latestLevels("mall", [BOX, other], T0, T0 + 60 * MINUTE);
      expect(
        latest.toSorted((a, b) => a.sensorId.localeCompare(b.sensorId) || (a.transmitter < b.transmitter ? -1 : 1)),
      ).toEqual([
        { sensorId: "north", transmitter: BOX, minuteMs: T0 + MINUTE, medianDbm: -62, frames: 10 },
        { sensorId: "south", transmitter: BOX, minuteMs: T0, medianDbm: -80, frames: 10 },
        { sensorId: "south", transmitter: other, minuteMs: T0, medianDbm: -73, frames: 20 },
      ]);
      expect(await store.latestLevels("mall", [BOX], T0 + 5 * MINUTE, T0 + 60 * MINUTE)).toEqual([]);
      expect(await store.latestLevels("mall", [BOX], T0, T0 + MINUTE)).toMatchObject([
        { sensorId: "north", minuteMs: T0 },
        { sensorId: "south", minuteMs: T0 },
      ]);
    });

    test("of each minute it is told who heard a box on a channel, and for how long the sensors that are asked for listened", async () => {
      const at = T0 + 30 * MINUTE;
      const second = "02:00:00:aa:bb:07";
      await writeLevels(store, "looks", "north", [
        level(at, -60, { frames: 30, channelMhz: 2437 }),
        level(at, -64, { transmitter: second, frames: 10, channelMhz: 2437 }),
        level(at + MINUTE, -70, { frames: 5, channelMhz: 5180 }),
      ]);
      const on = (minuteMs: number, seconds: number, channelMhz: number, management = 50): CensusMinute => ({
        ...census(minuteMs, seconds),
        channelMhz,
        management,
        control: 0,
        data: 0,
      });
      await writeCensus(store, "looks", "north", [on(at, 20, 2437), on(at + MINUTE, 20, 5180)]);
      // Who heard nobody at all may be deaf.
      await writeCensus(store, "looks", "south", [
        on(at, 60, 2437),
        on(at, 60, 2412),
        on(at + MINUTE, 60, 2437, 0),
        on(at + MINUTE, 0, 5180),
      ]);
      const span = [at, at + 2 * MINUTE] as const;
      const told = <T extends { sensorId: string; channelMhz: number }>(rows: T[]): T[] =>
        rows.toSorted((a, b) => a.sensorId.localeCompare(b.sensorId) || a.channelMhz - b.channelMhz);
      expect(told(await store.heardMinutes("looks", [BOX, second], ...span))).toEqual([
        { sensorId: "north", channelMhz: 2437, minuteMs: at, frames: 40, medianDbm: -61 },
        { sensorId: "north", channelMhz: 5180, minuteMs: at + MINUTE, frames: 5, medianDbm: -70 },
      ]);
      expect(await store.heardMinutes("looks", [BOX], at + 5 * MINUTE, at + 9 * MINUTE)).toEqual([]);
      expect(await store.heardMinutes("looks", [], ...span)).toEqual([]);
      const listened = [
        { sensorId: "north", channelMhz: 2437, minuteMs: at, seconds: 20 },
        { sensorId: "north", channelMhz: 5180, minuteMs: at + MINUTE, seconds: 20 },
        { sensorId: "south", channelMhz: 2412, minuteMs: at, seconds: 60 },
        { sensorId: "south", channelMhz: 2437, minuteMs: at, seconds: 60 },
      ];
      expect(told(await store.listenedMinutes("looks", ["north", "south"], ...span))).toEqual(listened);
      expect(await store.listenedMinutes("looks", ["south"], at + MINUTE, at + 9 * MINUTE)).toEqual([]);
      expect(told(await store.listenedMinutes("looks", ["south"], ...span))).toEqual(listened.slice(2));
      expect(await store.listenedMinutes("looks", [], ...span)).toEqual([]);
    });

    test("no span, however long, has more points than were asked for", async () => {
      const hours = Array.from({ length: 40 }, (_, hour) => level(T0 - hour * 60 * MINUTE, -60));
      await writeLevels(store, "long", "north", hours);
      await writeCensus(store, "long", "north", [census(T0, 60)]);
      // Half-days of a year's view begin where the epoch puts them: two of them must fit behind what was heard, at whatever hour this runs.
      const span = [T0 - 363 * 24 * 60 * MINUTE, T0 + 2 * 24 * 60 * MINUTE] as const;
      const [year] = await store.levels("long", [BOX], ...span, 10);
      expect(year?.points.length).toBeLessThanOrEqual(10);
      expect(year?.points.reduce((sum, [, , , , frames]) => sum + frames, 0)).toBe(400);
      expect(year?.notListened).toHaveLength(2);
      const [days] = await store.levels("long", [BOX], T0 - 39 * 60 * MINUTE, T0 + 60 * MINUTE, 20);
      expect(days?.points.length).toBeGreaterThanOrEqual(20);
      expect(days?.points.length).toBeLessThanOrEqual(21);
    });

    test.each(Object.entries(HOSTILE))("a resident whose name is %s is kept octet for octet", async (title, name) => {
      const sensor = title.replaceAll(" ", "-").toLowerCase();
      await writeLevels(store, "hostile", sensor, [
        level(T0, -50, { role: "resident", name }),
        level(T0 + MINUTE, -51, { role: "resident", name }),
      ]);
      const residents = await store.residents("hostile", sensor, T0, T0 + 60 * MINUTE, 10);
      expect(residents).toMatchObject([
        { name, transmitter: BOX, role: "resident", medianDbm: -51, minute: iso(T0 + MINUTE) },
      ]);
    });

    test("suspects are not residents", async () => {
      expect(await store.residents("mall", "north", T0, T0 + 60 * MINUTE, 10)).toEqual([]);
    });

    test("silence is told from not listening", async () => {
      await writeCensus(store, "quiet", "north", [census(T0, 60), census(T0 + MINUTE, 0), census(T0 + 3 * MINUTE, 30)]);
      await writeLevels(store, "quiet", "north", [level(T0, -60)]);
      expect(await store.listened("quiet", "north", T0, T0 + 4 * MINUTE)).toMatchObject([
        { atMs: T0, seconds: 60 },
        { atMs: T0 + MINUTE, seconds: 0 },
        { atMs: T0 + 3 * MINUTE, seconds: 30 },
      ]);
      const [series] = await store.levels("quiet", [BOX], T0, T0 + 4 * MINUTE, 100);
      expect(series?.notListened).toEqual([[T0 + MINUTE, T0 + 3 * MINUTE]]);
    });

    test("of each channel it is told how long it was listened to, and one on which nobody spoke is not one that was left out", async () => {
      const at = T0 + 30 * MINUTE;
      const silent = { ...census(at, 5), channelMhz: 5180, management: 0, control: 0, data: 0 };
      await writeCensus(store, "air", "north", [
        census(at, 20),
        silent,
        { ...silent, channelMhz: 5200, secondsListened: 0 },
      ]);
      await writeCensus(store, "air", "north", [census(at + MINUTE, 30), census(at + 20 * MINUTE, 60)]);
      await writeCensus(store, "air", "south", [census(at, 9)]);
      const channels = await store.channels("air", ["north", "nobody"], at, at + 10 * MINUTE);
      expect(channels.toSorted((a, b) => a.channelMhz - b.channelMhz)).toEqual([
        { sensorId: "north", channelMhz: 2437, seconds: 50, frames: 12 },
        { sensorId: "north", channelMhz: 5180, seconds: 5, frames: 0 },
      ]);
      expect(await store.channels("elsewhere", ["north"], at, at + 10 * MINUTE)).toEqual([]);
      expect(await store.channels("air", [], at, at + 10 * MINUTE)).toEqual([]);
    });

    test("the hour in which somebody was first heard in a venue is found, whichever sensor heard him", async () => {
      const late = "02:00:00:aa:bb:07";
      await writeLevels(store, "air", "south", [level(T0 + 61 * MINUTE, -60), level(T0 + 5 * MINUTE, -60)]);
      await writeLevels(store, "air", "north", [
        level(T0 + 130 * MINUTE, -60),
        level(T0 + 62 * MINUTE, -60, { transmitter: late }),
      ]);
      await writeLevels(store, "other-air", "north", [level(T0 - 70 * MINUTE, -60)]);
      const first = await store.firstHours("air", [BOX, late, "02:00:00:00:00:99"]);
      expect(first.toSorted((a, b) => (a.transmitter < b.transmitter ? -1 : 1))).toEqual([
        { transmitter: BOX, hourMs: T0 },
        { transmitter: late, hourMs: T0 + 60 * MINUTE },
      ]);
      expect(await store.firstHours("air", [])).toEqual([]);
    });

    test("the probing load of a step is made of what each minute lets be known, so that no difference of two steps tells more", async () => {
      const counted = (
        minuteMs: number,
        channelMhz: number,
        probeRequests: number,
        stations: CensusMinute["stations"],
      ) => ({
        ...census(minuteMs, 30),
        channelMhz,
        probeRequests,
        stations,
      });
      await writeCensus(store, "probing", "north", [
        // A phone asks on both channels: the larger count is of at least so many, the sum is of nobody.
        counted(T0, 2437, 20, 9),
        counted(T0, 2462, 11, 6),
        counted(T0 + MINUTE, 2437, 2, { fewerThan: 5 }),
        counted(T0 + MINUTE, 2462, 1, 0),
        counted(T0 + 2 * MINUTE, 2437, 0, 0),
        { ...census(T0 + 3 * MINUTE, 0), probeRequests: 0, stations: 0 },
        counted(T0 + 7 * MINUTE, 2437, 40, 12),
      ]);
      await writeCensus(store, "probing", "south", [counted(T0, 2437, 8, 5)]);
      const read = (stepMinutes: number, sensors = ["north", "south"]) =>
        store.probing("probing", sensors, T0, T0 + 60 * MINUTE, stepMinutes * MINUTE);
      const step = (sensorId: string, minute: number, minutes: number, requests: number, devices: number) => ({
        sensorId,
        atMs: T0 + minute * MINUTE,
        minutes,
        load: { requests, devices },
      });
      expect(await read(1)).toEqual([
        step("north", 0, 1, 31, 9),
        step("north", 1, 1, 2.5, 2.5),
        step("north", 2, 1, 0, 0),
        step("north", 7, 1, 40, 12),
        step("south", 0, 1, 8, 5),
      ]);
      expect(await read(5)).toEqual([
        step("north", 0, 3, 33.5, 11.5),
        step("north", 5, 1, 40, 12),
        step("south", 0, 1, 8, 5),
      ]);
      expect(await read(15, ["north"])).toEqual([step("north", 0, 4, 73.5, 23.5)]);
      expect(await read(60, ["north"])).toEqual([step("north", 0, 4, 73.5, 23.5)]);
      expect(await store.probing("elsewhere", ["north"], T0, T0 + 60 * MINUTE, MINUTE)).toEqual([]);
      expect(await read(5, [])).toEqual([]);
    });

    test("when a box was heard is told with when somebody near it listened, and by those who heard it most", async () => {
      const second = "02:00:00:aa:bb:08";
      // North hears it in two hours and listens between them, south in one; far listens and never hears it.
      await writeLevels(store, "presence", "north", [
        level(T0 + MINUTE, -60),
        level(T0 + 2 * MINUTE, -60),
        level(T0 + 61 * MINUTE, -60, { transmitter: second }),
      ]);
      await writeLevels(store, "presence", "south", [level(T0 + 12 * MINUTE, -70)]);
      await writeCensus(store, "presence", "north", [
        census(T0 + MINUTE, 60),
        census(T0 + 21 * MINUTE, 60),
        census(T0 + 26 * MINUTE, 0),
      ]);
      await writeCensus(store, "presence", "far", [census(T0 + 31 * MINUTE, 60)]);
      const at = (minute: number): number => T0 + minute * MINUTE;
      const read = (toMinute: number, ...transmitters: string[]) =>
        store.presence("presence", transmitters, T0 + 30 * MINUTE, T0 + toMinute * MINUTE);
      expect(await read(120, BOX, second)).toEqual({
        stepMs: 5 * MINUTE,
        sensorIds: ["north", "south"],
        heard: [at(0), at(10), at(60)],
        listened: [at(0), at(10), at(20), at(60)],
      });
      expect(await read(60, BOX)).toMatchObject({ sensorIds: ["north", "south"], heard: [at(0), at(10)] });
      expect(await read(120, second)).toMatchObject({ sensorIds: ["north"], heard: [at(60)] });
      expect(await read(120)).toMatchObject({ sensorIds: [], heard: [], listened: [] });
      expect(await store.presence("elsewhere", [BOX], T0, at(60))).toMatchObject({ heard: [], listened: [] });
    });

    test("what was written outlives the store", async () => {
      await store.stop();
      store = await openSeries(url, dir);
      expect(await store.latestLevels("mall", [BOX], T0, T0 + 60 * MINUTE)).toHaveLength(2);
    });

    test("raw minutes are forgotten when their time has passed, and their roll-ups stay as they were", async () => {
      const hostile = await store.residents("hostile", "newline", T0, T0 + 60 * MINUTE, 10);
      expect(hostile).toHaveLength(1);
      const read = async () => ({
        mall: await store.levels("mall", [BOX], T0, T0 + 60 * MINUTE, 12),
        hostile: await store.levels("hostile", [BOX], T0, T0 + 60 * MINUTE, 12),
        hours: await store.levels("rolled", [BOX], T0, T0 + 300 * 60 * MINUTE, 300),
        quiet: await store.listened("quiet", "north", T0, T0 + 721 * MINUTE),
        load: await store.probing("probing", ["north", "south"], T0, T0 + 60 * MINUTE, 5 * MINUTE),
        hourOfLoad: await store.probing("probing", ["north", "south"], T0, T0 + 60 * MINUTE, 60 * MINUTE),
      });
      const before = await read();
      expect(before.mall).toHaveLength(2);
      expect(before.quiet).not.toEqual([]);
      expect(before.load).toHaveLength(3);
      for (let round = 0; round < 2; round += 1) {
        await store.retain(T0 + 50 * 3_600_000, KEEP);
        expect(await store.latestLevels("mall", [BOX], T0, T0 + 60 * MINUTE)).toEqual([]);
        expect(await store.residents("hostile", "newline", T0, T0 + 60 * MINUTE, 10)).toEqual([]);
        expect(await read()).toEqual(before);
      }
    });

    test("minutes that come later than minutes are kept still make their roll-ups", async () => {
      const late = T0 - 60 * 24 * 60 * MINUTE;
      await writeLevels(store, "late", "north", [level(late, -60), level(late + MINUTE, -70)]);
      await writeCensus(store, "late", "north", [census(late, 60)]);
      await store.retain(Date.now(), KEEP);
      const span = [late - 60 * MINUTE, late + 10 * 60 * MINUTE] as const;
      expect(await store.levels("late", [BOX], ...span, 2000)).toEqual([]);
      // Sixty days ago is too old for five minutes, and young enough for hours.
      const [hours] = await store.levels("late", [BOX], ...span, 11);
      expect(hours?.points).toEqual([[late, -75, -65, -55, 20]]);
    });

    test("levels that are erased are gone from every sensor of the venue, every step, and nowhere else", async () => {
      const phone = "02:00:00:aa:bb:0f";
      const old = T0 - 30 * 24 * 60 * MINUTE;
      const rows = [level(old, -60, { transmitter: phone }), level(T0, -61, { transmitter: phone }), level(T0, -62)];
      for (const [venue, sensor] of [
        ["erased", "north"],
        ["erased", "south"],
        ["kept", "north"],
      ] as const)
        await writeLevels(store, venue, sensor, rows);
      // The old minutes become roll-ups; in InfluxDB only now.
      await store.retain(Date.now(), KEEP);
      const read = async (venue: string, transmitter: string): Promise<number[]> =>
        Promise.all(
          [
            [T0, T0 + 60 * MINUTE, 100],
            [T0, T0 + 60 * MINUTE, 12],
            [old - 60 * MINUTE, T0 + 60 * MINUTE, 2000],
          ].map(async ([from = 0, to = 0, points = 0]) =>
            (await store.levels(venue, [transmitter], from, to, points)).reduce(
              (sum, one) => sum + one.points.length,
              0,
            ),
          ),
        );
      const before = await read("kept", phone);
      const others = await read("erased", BOX);
      expect((await read("erased", phone)).every((count) => count > 0)).toBe(true);
      // Twice, as after a crash that forgot that it was done.
      for (let round = 0; round < 2; round += 1) {
        await store.erase("erased", [phone, "02:00:00:aa:bb:99"]);
        expect(await read("erased", phone)).toEqual([0, 0, 0]);
        expect(await read("kept", phone)).toEqual(before);
        expect(await read("erased", BOX)).toEqual(others);
      }
      await writeLevels(store, "erased", "south", [level(T0, -70, { transmitter: phone })]);
      expect(await read("erased", phone)).toEqual([1, 1, 1]);
      await store.erase("kept", [phone]);
      await store.erase("erased", [phone]);
      expect(await holds(phone)).toBe(false);
      expect(await holds(BOX)).toBe(true);
    });

    test("of a venue that is forgotten nothing is left, and of the others everything", async () => {
      const own = "02:00:00:aa:bb:0c";
      for (const [venue, sensor] of [
        ["gone", "north"],
        ["gone", "south"],
        ["stays", "north"],
      ] as const) {
        await writeLevels(store, venue, sensor, [level(T0, -60), level(T0 - 30 * 24 * 60 * MINUTE, -60)]);
        await writeCensus(store, venue, sensor, [census(T0, 60)]);
      }
      await writeLevels(store, "gone", "north", [level(T0, -61, { transmitter: own })]);
      await store.retain(Date.now(), KEEP);
      const span = [T0 - 40 * 24 * 60 * MINUTE, T0 + 60 * MINUTE] as const;
      const left = async (venue: string): Promise<unknown[]> => [
        await store.levels(venue, [BOX, own], ...span, 2000),
        await store.levels(venue, [BOX, own], T0, T0 + 60 * MINUTE, 100),
        await store.listened(venue, "north", ...span),
      ];
      const before = await left("stays");
      expect(before).not.toContainEqual([]);
      for (let round = 0; round < 2; round += 1) await store.forgetVenue("gone");
      expect(await left("gone")).toEqual([[], [], []]);
      expect(await left("stays")).toEqual(before);
      expect(await holds(own)).toBe(false);
      await writeLevels(store, "gone", "north", [level(T0, -70)]);
      expect(await store.levels("gone", [BOX], T0, T0 + 60 * MINUTE, 100)).toHaveLength(1);
    });

    /** Whether the address stands anywhere: in the octets of the files, or in the server's index. */
    const holds = async (address: string): Promise<boolean> => {
      if (influx === undefined)
        return ["series.db", "series.db-wal"].some((name) => readFileSync(join(dir, name)).includes(address));
      const ask = new URL(`http://${new URL(influx.url).host}/query`);
      ask.searchParams.set("db", "probewarden");
      ask.searchParams.set("q", "SHOW SERIES");
      return (await (await fetch(ask)).text()).includes(address.replaceAll(":", ""));
    };

    test("what a wrong clock put far ahead is forgotten, and what is a little ahead stays", async () => {
      const ahead = T0 + 400 * 24 * 60 * MINUTE;
      await writeLevels(store, "ahead", "north", [level(ahead, -60), level(T0, -60)]);
      await store.retain(T0 + MINUTE, KEEP);
      const frames = async (fromMs: number) =>
        (await store.levels("ahead", [BOX], fromMs, fromMs + 60 * MINUTE, 60)).length;
      expect([await frames(T0), await frames(ahead)]).toEqual([1, 0]);
    });

    test("a row that is older than anything that is kept is taken, and forgotten", async () => {
      await writeLevels(store, "past", "north", [level(Date.parse("1970-01-03T00:00:00Z"), -60), level(T0, -60)]);
      await store.retain(Date.now(), KEEP);
      expect(await store.levels("past", [BOX], 0, 10 * 24 * 60 * MINUTE, 240)).toEqual([]);
      const [series] = await store.levels("past", [BOX], T0, T0 + 60 * MINUTE, 60);
      expect(series?.points.map(([at]) => at)).toEqual([T0]);
    });
  });
});
