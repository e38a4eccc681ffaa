import { BAND_FROM_DB, PRIOR_DB } from "@probewarden/contract";
import { expect, test } from "vitest";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Venue } from "../../venue/venue.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { ImpossibleBeacon } from "./detector.ts";
import { IMPOSSIBLE_BEACON_EVIDENCE } from "./evidence.ts";

const BOX = 0x00c0ca112233;
const INTERVAL_SECONDS = 0.1024;
const PRIVACY = 0x10;

/** How long after the beat each beacon leaves, in seconds. */
type Delay = (index: number) => number;
const inTime: Delay = () => 0;
const whenItComesToIt: Delay = (index) => ((index * 0.618_034) % 1) * 0.097;

interface Play {
  beacons?: number;
  context?: TestContext;
  detector?: ImpossibleBeacon;
  fields?: Partial<Frame>;
  more?: readonly number[];
  /** Microseconds that its clock was started before the capture's. */
  startedBefore?: number;
}

/** One radio's beacons, as its clock and the capture's have them. */
function play(
  delay: Delay,
  networks: readonly (readonly [address: number, name: string])[],
  {
    beacons = 60,
    context = new TestContext(),
    detector = new ImpossibleBeacon(),
    fields = {},
    more = [],
    startedBefore = 0,
  }: Play = {},
): { context: TestContext; detector: ImpossibleBeacon } {
  const first = Math.ceil(context.atSeconds / INTERVAL_SECONDS);
  for (let index = 0; index < beacons; index++)
    for (const [address, name] of networks) {
      const at = (first + index) * INTERVAL_SECONDS + delay(index * networks.length + (address - BOX));
      context.atSeconds = at;
      const tsf = Math.round(at * 1e6) + startedBefore;
      const frame = managementFrame(
        FrameKind.beacon,
        {
          transmitter: address,
          bssid: address,
          hasTsf: true,
          tsfHigh: Math.floor(tsf / 2 ** 32),
          tsfLow: tsf % 2 ** 32,
          beaconIntervalTu: 100,
          sequence: index & 4_095,
          ...fields,
        },
        name,
        more,
      );
      const known = context.accessPoints.advertised(frame, at, true);
      context.radioClocks.hear(frame, known, at);
      detector.onFrame(frame, context);
    }
  return { context, detector };
}

test("an access point keeps its beat, and nothing is said of it", () => {
  expect(play(inTime, [[BOX, "Tea House"]]).context.codes).toEqual([]);
});

test("rich beacons that a program sends are watched, and a beat that is heard after all takes it back", () => {
  const { context, detector } = play(whenItComesToIt, [[BOX, "Tea House"]]);
  expect(context.codes).toEqual(["no-beat"]);
  expect(context.scoreDb("probe-box")).toBeLessThan(10);
  play(inTime, [[BOX, "Tea House"]], { context, detector, beacons: 200 });
  expect(context.withdrawn).toContain("no-beat: beat-heard");
});

test("three networks of one radio's clock without a beat are one box", () => {
  const names = ["Tea House", "Home-5G", "Airport", "CoffeeCorner"].map((name, at) => [BOX + at, name] as const);
  const { context } = play(whenItComesToIt, names, { beacons: 120 });
  expect(context.codes).toContain("no-beat-of-one-radio");
  expect(context.scoreDb("probe-box")).toBeGreaterThan(0);
});

test.each([
  ["before they were first heard", -1, true],
  ["when they were there already", 1, false],
])("three networks of a program that a station asked for %s", (_, later, isSuspected) => {
  const context = new TestContext();
  const networks = ["Tea House", "Home-5G", "Corner"].map((name, at) => [BOX + at, name] as const);
  const ask = (): void => {
    for (const [, name] of networks) {
      const frame = managementFrame(FrameKind.probeRequest, { transmitter: 0x02_0000_000001 }, name);
      context.askedNames.hear(frame, context.atSeconds);
    }
  };
  const detector = new ImpossibleBeacon();
  if (later < 0) ask();
  play(whenItComesToIt, networks, { context, detector, beacons: 10 });
  if (later > 0) ask();
  play(whenItComesToIt, networks, { context, detector, beacons: 120 });
  expect(context.codes).toContain("no-beat-of-one-radio");
  expect(context.codes.includes("asked-names-without-beat")).toBe(isSuspected);
  expect(context.scoreDb("probe-box") >= BAND_FROM_DB.suspected).toBe(isSuspected);
});

/** Many names by turns: each is heard a few times only. */
const BY_TURNS = Array.from({ length: 12 }, (_, index) => [BOX + index, `Name ${index * 7_919}`] as const);

test("a list that is beaconed by turns is known before any of its names would be, and is suspected when it is what phones here ask for", () => {
  const context = new TestContext();
  play(whenItComesToIt, BY_TURNS.slice(0, 7), { context, beacons: 24 });
  expect(context.codes.at(-1)).toBe("no-beat-of-one-radio");
  expect(context.scoreDb("probe-box")).toBeLessThan(10);
  const asked = new TestContext();
  for (const [index, [, name]] of BY_TURNS.slice(0, 6).entries())
    asked.askedNames.hear(
      managementFrame(FrameKind.probeRequest, { transmitter: 0x02_0000_000001 + index }, name),
      999,
    );
  play(whenItComesToIt, BY_TURNS.slice(0, 7), { context: asked, beacons: 24 });
  expect(asked.codes).toContain("asked-names-without-beat");
  expect(asked.scoreDb("probe-box")).toBeGreaterThanOrEqual(10);
});

test("twelve names that nobody knows, played by a program, are a list; where nobody at all keeps a beat they are watched", () => {
  const { context, detector } = play(inTime, [[BOX + 100, "Shop"]]);
  expect(context.codes).toEqual([]);
  play(whenItComesToIt, BY_TURNS, { context, detector, beacons: 14 });
  expect(context.codes).toEqual(["list-without-beat"]);
  expect(context.scoreDb("probe-box")).toBeGreaterThanOrEqual(10);
  const alone = play(whenItComesToIt, BY_TURNS, { beacons: 60 }).context;
  expect(alone.codes).toContain("no-beat-of-one-radio");
  expect(alone.codes).not.toContain("list-without-beat");
});

test("sixteen networks of an access point keep their beat from the first beacons on, each in its own part of the interval, also on a channel that delays a third of them", () => {
  const context = new TestContext();
  for (const [, name] of BY_TURNS)
    context.askedNames.hear(managementFrame(FrameKind.probeRequest, { transmitter: 0x02_0000_000001 }, name), 999);
  const staggered: Delay = (index) => (index % 12) * 0.0085 + (index % 3 === 0 ? whenItComesToIt(index) / 8 : 0);
  play(staggered, BY_TURNS, { context, beacons: 60 });
  expect(context.codes).toEqual([]);
});

test("twenty beacons are enough where nothing of a beat is in them", () => {
  expect(play(whenItComesToIt, [[BOX, "Tea House"]], { beacons: 22 }).context.codes).toEqual(["no-beat"]);
});

test("the open network of an operator that a program beacons is likelier an impostor's; a protected one of that name is watched", () => {
  expect(play(whenItComesToIt, [[BOX, "CMCC"]]).context.codes).toEqual(["no-beat-of-a-public-name"]);
  expect(play(whenItComesToIt, [[BOX, "CMCC"]], { fields: { capability: 1 | PRIVACY } }).context.codes).toEqual([
    "no-beat",
  ]);
});

test("a name of the venue that a program beacons under an address that is not listed is likelier an impostor's, however it is secured", () => {
  const ssid = Buffer.from("Tea House").toString("hex");
  for (const capability of [1, 1 | PRIVACY]) {
    const context = new TestContext();
    context.venue = new Venue([{ bssid: "00:1f:7a:e2:6c:98", ssid }], []);
    play(whenItComesToIt, [[BOX, "Tea House"]], { context, fields: { capability } });
    expect(context.codes).toEqual(["no-beat-of-the-venues-name"]);
    expect(context.scoreDb("impostor")).toBeLessThan(10);
    play(inTime, [[BOX, "Tea House"]], { context, beacons: 100, startedBefore: 7e9 });
    expect(context.codes).toEqual(["no-beat-of-the-venues-name"]);
  }
});

test("of the venue's own networks, and of beacons without a name, no beat is asked", () => {
  const context = new TestContext();
  context.venue = new Venue([{ bssid: "00:c0:ca:11:22:33" }], []);
  expect(play(whenItComesToIt, [[BOX, "Tea House"]], { context }).context.codes).toEqual([]);
  expect(play(whenItComesToIt, [[BOX, ""]]).context.codes).toEqual([]);
});

test("a beacon whose time stamp is heard again and again is argued once", () => {
  const { context, detector } = play(whenItComesToIt, [[BOX, "Tea House"]], { beacons: 49 });
  expect(context.accessPoints.get(BOX)?.beat?.beacons).toBe(48);
  expect(context.observations).toHaveLength(2);
  const latest = { tsfLow: Math.round(context.atSeconds * 1e6) };
  play(inTime, [[BOX, "Tea House"]], { beacons: 100, context, detector, fields: latest });
  expect(context.observations.slice(2).map(({ code }) => code)).toEqual(["frozen-clock"]);
});

test("whatever is said of the beat alone is watched, and accuses nobody", () => {
  for (const { weights } of IMPOSSIBLE_BEACON_EVIDENCE.filter(({ code }) => code.startsWith("no-beat")))
    for (const { suspicion, usedDb } of weights)
      expect(PRIOR_DB[suspicion] + usedDb).toBeLessThan(BAND_FROM_DB.suspected);
});

test("who beacons three times as often under an access point's address makes it no suspect: its own beacons stand out", () => {
  const mixed: Delay = (index) => (index % 4 === 0 ? 0 : whenItComesToIt(index));
  expect(play(mixed, [[BOX, "Tea House"]], { beacons: 400 }).context.codes).toEqual([]);
});

test("beacons with one time stamp, or with one number at any time, are watched; one number at a kept beat, or zero, is some driver's", () => {
  expect(play(whenItComesToIt, [[BOX, "Tea House"]], { fields: { tsfLow: 5_000_000 } }).context.codes).toEqual([
    "frozen-clock",
  ]);
  const half: Delay = (index) => (index % 2 === 0 ? 0 : whenItComesToIt(index));
  expect(play(half, [[BOX, "Tea House"]], { fields: { sequence: 77 }, beacons: 30 }).context.codes).toEqual([
    "frozen-counter",
  ]);
  expect(play(half, [[BOX, "Tea House"]], { fields: { sequence: 0 }, beacons: 30 }).context.codes).toEqual([]);
  const kept = play(inTime, [[BOX, "Tea House"]], { fields: { sequence: 77 }, beacons: 60 }).context;
  expect(kept.codes.length === 0 || kept.withdrawn.includes("frozen-counter: beat-heard")).toBe(true);
});

test("aircraft that identify themselves are programs, and say so", () => {
  const remoteId = [221, 8, 0xfa, 0x0b, 0xbc, 0x0d, 0, 0, 0, 0];
  expect(play(whenItComesToIt, [[BOX, "RID-1"]], { more: remoteId }).context.codes).toEqual([]);
});

test("a program that has played for long and then keeps a beat, on its clock or a new one, explains nothing of what it did", () => {
  for (const startedBefore of [0, 7e9]) {
    const { context, detector } = play(inTime, [[BOX + 100, "Shop"]]);
    const innocent = context.withdrawn.length;
    play(whenItComesToIt, BY_TURNS, { context, detector, beacons: 300 });
    expect(context.codes).toContain("list-without-beat");
    play(inTime, BY_TURNS, { context, detector, beacons: 700, startedBefore });
    expect(context.withdrawn.slice(innocent)).toEqual([]);
  }
});

test("what a list was told as is not explained by a name of it that keeps a beat soon", () => {
  const { context, detector } = play(inTime, [[BOX + 100, "Shop"]]);
  play(whenItComesToIt, BY_TURNS, { context, detector, beacons: 14 });
  expect(context.codes).toContain("list-without-beat");
  play(inTime, BY_TURNS, { context, detector, beacons: 100, startedBefore: 7e9 });
  expect(context.withdrawn.filter((it) => /of-one-radio|list|asked/.test(it))).toEqual([]);
});
