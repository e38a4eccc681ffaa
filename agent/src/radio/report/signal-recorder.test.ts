import type { Watch } from "@probewarden/contract";
import { expect, test } from "vitest";
import { AccessPoints } from "../air/access-points.ts";
import { AskedNames } from "../air/asked-names.ts";
import { ListedSenders } from "../air/listed-senders.ts";
import { Stations } from "../air/stations.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { Subjects } from "../judge/subjects.ts";
import { Venue } from "../venue/venue.ts";
import { LevelHistogram } from "./level-histogram.ts";
import { SignalRecorder } from "./signal-recorder.ts";

const PHONE = 0x262371_06e6ef;
const AP = 0x001f7ae26c98;
const WATCH: Watch = {
  v: 1,
  entries: ["26:23:71:06:e6:ef", "00:1f:7a:e2:6c:98"].map((transmitter) => ({
    transmitter,
    expiresAt: "1970-01-02T00:00:00.000Z",
  })),
};

function setUp() {
  const accessPoints = new AccessPoints();
  const askedNames = new AskedNames();
  const venue = new Venue([], []);
  const stations = new Stations();
  const subjects = new Subjects({
    venue,
    heard: { stations, accessPoints },
    listedSenders: new ListedSenders(),
    venueSalt: "test",
    endAfterSeconds: 1800,
    emit: () => undefined,
  });
  const signal = new SignalRecorder({ accessPoints, askedNames, subjects }, venue);
  return { accessPoints, askedNames, signal, stations, subjects };
}

const beacon = managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP, rssiDbm: -60, channelMhz: 2412 }, "Tea");
const request = managementFrame(FrameKind.probeRequest, { transmitter: PHONE, rssiDbm: -50, channelMhz: 2412 }, "Home");

test("a listed phone is not reported: only what advertises a network is, or what this sensor itself accuses", () => {
  const { accessPoints, signal } = setUp();
  for (const at of [1, 2, 3]) accessPoints.advertised(beacon, at, true);
  // One beacon in the phone's address is soon forged, or damaged.
  accessPoints.advertised(managementFrame(FrameKind.beacon, { transmitter: PHONE, bssid: PHONE }, "Tea"), 3, true);
  signal.setWatch(WATCH);
  signal.turn(3);
  for (let count = 0; count < 10; count++) {
    signal.hear(request);
    signal.hear(beacon);
  }
  const rows = signal.flush().flatMap((it) => it.rows);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ transmitter: "00:1f:7a:e2:6c:98", role: "watched", frames: 10, medianDbm: -60 });
});

test("an expired entry of the watch list is not answered", () => {
  const { accessPoints, signal } = setUp();
  for (let at = 89_990; at <= 90_000; at++) accessPoints.advertised(beacon, at, true);
  signal.setWatch(WATCH);
  signal.turn(90_000);
  signal.hear(beacon);
  expect(signal.flush()).toEqual([]);
});

test("an access point heard in three of six ten-minute slots is a resident; its name leaves only when nobody asked for it", () => {
  const { accessPoints, askedNames, signal } = setUp();
  for (const at of [0, 700, 1300]) accessPoints.advertised(beacon, at, true);
  signal.turn(1300);
  signal.hear(beacon);
  expect(signal.flush()[0]?.rows[0]).toMatchObject({ role: "resident", name: "546561" });
  askedNames.hear(managementFrame(FrameKind.probeRequest, { transmitter: PHONE }, "Tea"), 1301);
  signal.hear(beacon);
  expect(signal.flush()[0]?.rows[0]).not.toHaveProperty("name");
});

test.each([
  ["the phone's address in letters", "Tea 26:23:71:06:e6:ef", undefined],
  ["the phone's address as octets", Buffer.from("54656126237106e6ef", "hex"), undefined],
  ["anybody's address in letters", "SETUP-34145f9a2b71", undefined],
  ["its own address, or its other radio's", "Router_001F7AE26C91", "526f757465725f303031463741453236433931"],
])("a resident's name that spells %s is told only where it is its own", (_, name, told) => {
  const { accessPoints, signal, stations } = setUp();
  stations.hear(request, 1);
  const named = managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP, rssiDbm: -60, channelMhz: 2412 }, name);
  for (const at of [0, 700, 1300]) accessPoints.advertised(named, at, true);
  signal.turn(1300);
  signal.hear(named);
  const [row] = signal.flush()[0]?.rows ?? [];
  expect(row).toMatchObject({ role: "resident", transmitter: "00:1f:7a:e2:6c:98" });
  expect(row?.name).toBe(told);
});

test("a locally administered BSSID is no resident before a day has passed: it may be a phone's hotspot", () => {
  const { accessPoints, signal } = setUp();
  const hotspot = managementFrame(FrameKind.beacon, { transmitter: PHONE, bssid: PHONE, rssiDbm: -50 }, "Hotspot");
  for (const at of [0, 700, 1300]) accessPoints.advertised(hotspot, at, true);
  signal.turn(1300);
  signal.hear(hotspot);
  expect(signal.flush()).toEqual([]);
});

test("a clock that is set a year on makes no hotspot a day old", () => {
  const { accessPoints, signal } = setUp();
  const hotspot = managementFrame(FrameKind.beacon, { transmitter: PHONE, bssid: PHONE, rssiDbm: -50 }, "Hotspot");
  const year = 31_536_000;
  for (const at of [0, year, year + 700, year + 1300]) accessPoints.advertised(hotspot, at, true);
  signal.turn(year + 1300);
  signal.hear(hotspot);
  expect(signal.flush()).toEqual([]);
});

test("residents that are switched off are not reported for the minute at hand either", () => {
  const { accessPoints, signal } = setUp();
  for (const at of [0, 700, 1300]) accessPoints.advertised(beacon, at, true);
  signal.turn(1300);
  signal.hear(beacon);
  signal.setVenue(new Venue([], []), false);
  signal.hear(beacon);
  expect(signal.flush()).toEqual([]);
});

/** Data of the access point itself, which also is a station of another: a repeater. */
const asStation = managementFrame(32, { toDs: true, transmitter: AP, receiver: PHONE, bssid: PHONE, rssiDbm: -40 });

test("only frames in the role of an access point have a level: its data from the distribution system has, its data as a station has not", () => {
  const { accessPoints, signal } = setUp();
  for (const at of [0, 700, 1300]) accessPoints.advertised(beacon, at, true);
  signal.turn(1300);
  signal.hear(managementFrame(32, { fromDs: true, transmitter: AP, receiver: PHONE, bssid: AP, rssiDbm: -61 }));
  for (const kind of [FrameKind.probeRequest, FrameKind.deauthentication, FrameKind.action, 27])
    signal.hear(managementFrame(kind, { transmitter: AP, bssid: AP, rssiDbm: -40 }));
  signal.hear(asStation);
  expect(signal.flush()[0]?.rows[0]).toMatchObject({ frames: 1, medianDbm: -61 });
});

test("who is heard as a station is no resident from that moment on, and nothing of the minute at hand is told; what the operator has listed stays", () => {
  for (const isListed of [false, true]) {
    const { accessPoints, signal, stations, subjects } = setUp();
    const venue = new Venue(isListed ? [{ bssid: "00:1f:7a:e2:6c:98" }] : [], []);
    subjects.setVenue(venue, 0);
    signal.setVenue(venue, true);
    for (const at of [0, 700, 1300]) accessPoints.advertised(beacon, at, true);
    signal.turn(1300);
    signal.hear(beacon);
    stations.hear(asStation, 1300);
    signal.takeBack(AP);
    signal.turn(1301);
    signal.hear(beacon);
    const roles = signal.turn(1330).flatMap(({ rows }) => rows.map(({ role }) => role));
    expect(roles).toEqual(isListed ? ["venue"] : []);
    signal.hear(beacon);
    expect(signal.flush()).toHaveLength(isListed ? 1 : 0);
  }
});

test("an address that is taken off the watch list has no level any more, in the minute at hand either", () => {
  const { accessPoints, signal } = setUp();
  for (const at of [1, 2, 3]) accessPoints.advertised(beacon, at, true);
  signal.setWatch(WATCH);
  signal.turn(3);
  signal.hear(beacon);
  signal.setWatch({ v: 1, entries: [] });
  signal.hear(beacon);
  expect(signal.flush()).toEqual([]);
});

test("percentiles are nearest ranks, in steps of one decibel", () => {
  const levels = new LevelHistogram();
  for (let dbm = -100; dbm < 0; dbm++) levels.add(dbm);
  expect([levels.percentile(0.1), levels.percentile(0.5), levels.percentile(0.9)]).toEqual([-91, -51, -11]);
});

/** What is answered within `seconds`, the first second being that of the question. */
function answersOf({ signal }: ReturnType<typeof setUp>, seconds: number, hear: (at: number) => void): unknown[] {
  const answers: unknown[] = [];
  for (let at = 100; at < 100 + seconds; at++) {
    hear(at);
    answers.push(...signal.sought.turn(at).map((answer) => ({ at: at - 100, ...answer })));
  }
  return answers;
}

test("whom somebody asks for at the foot of a ladder is told as soon as its level is sure", () => {
  const made = setUp();
  for (const at of [1, 2, 3]) made.accessPoints.advertised(beacon, at, true);
  made.signal.sought.ask({ id: "q", transmitter: "00:1f:7a:e2:6c:98", seconds: 9 });
  expect(answersOf(made, 12, () => [1, 2, 3].forEach(() => made.signal.hear(beacon)))).toEqual([
    { at: 2, id: "q", frames: 9, medianDbm: -60, channelMhz: 2412 },
  ]);
});

test("who is not heard is answered too, after ten seconds at most", () => {
  const made = setUp();
  made.signal.sought.ask({ id: "q", transmitter: "00:1f:7a:e2:6c:98", seconds: 3_600 });
  expect(answersOf(made, 20, () => undefined)).toEqual([{ at: 10, id: "q", frames: 0 }]);
});

test("nobody's phone is found by asking for it: not by its frames, by a beacon forged under its address, or once it was heard as a station", () => {
  const phone = { id: "q", transmitter: "26:23:71:06:e6:ef", seconds: 3 };
  const forged = managementFrame(FrameKind.beacon, { transmitter: PHONE, bssid: PHONE, rssiDbm: -50 }, "Tea");
  const silent = setUp();
  silent.signal.sought.ask(phone);
  expect(answersOf(silent, 5, () => silent.signal.hear(request))).toEqual([{ at: 3, id: "q", frames: 0 }]);
  const once = setUp();
  once.accessPoints.advertised(forged, 99, true);
  once.signal.sought.ask(phone);
  expect(answersOf(once, 5, () => once.signal.hear(forged))).toEqual([{ at: 3, id: "q", frames: 0 }]);
  const often = setUp();
  for (let at = 90; at < 100; at++) often.accessPoints.advertised(forged, at, true);
  often.signal.sought.ask(phone);
  const told = answersOf(often, 5, (at) => {
    often.signal.hear(forged);
    often.stations.hear(request, at);
  });
  expect(told).toEqual([{ at: 3, id: "q", frames: 0 }]);
});

test("a later question takes the place of an earlier one, and both are answered once", () => {
  const made = setUp();
  for (const at of [1, 2, 3]) made.accessPoints.advertised(beacon, at, true);
  made.signal.sought.ask({ id: "one", transmitter: "00:1f:7a:e2:6c:98", seconds: 9 });
  made.signal.hear(beacon);
  made.signal.sought.ask({ id: "two", transmitter: "00:1f:7a:e2:6c:98", seconds: 1 });
  expect(answersOf(made, 5, () => undefined)).toEqual([
    { at: 0, id: "one", frames: 1, medianDbm: -60, channelMhz: 2412 },
    { at: 1, id: "two", frames: 0 },
  ]);
});

test("a minute has as many rows as there is room for, whoever is heard on however many channels; the others are counted", () => {
  const { accessPoints, signal } = setUp();
  for (const at of [1, 2, 3]) accessPoints.advertised(beacon, at, true);
  signal.setWatch(WATCH);
  signal.turn(3);
  for (let channel = 0; channel < 10_000; channel++) signal.hear({ ...beacon, channelMhz: 2_000 + channel });
  expect(signal.flush().reduce((rows, it) => rows + it.rows.length, 0)).toBe(4_096);
  expect(signal.forgotten).toBe(10_000 - 4_096);
});
