import { expect, test } from "vitest";
import {
  channelIs,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  randomFrom,
  RATES,
  TIM,
  WMM,
} from "../../made-air-for-tests.ts";
import { TestContext } from "../frame-for-tests.ts";
import { beacon } from "./beacons-for-tests.ts";
import { FalseClocks } from "./false-clocks.ts";

const OUI = 0x14cf92_000000;
const NEIGHBOUR = 0xd8ce3a_001122;
const ASKER = 0x02_5e00_000007;
const SECONDS = 30;

interface Played {
  networks?: number;
  elements?: (name: string) => Buffer;
  tsfSeconds: (at: number, random: () => number, network: number) => number;
  levelDbm?: (network: number) => number;
  /** Whether somebody is there who keeps his beat. */
  besideOthers?: boolean;
  /** Whether a station asks for each of them, later than they are first heard. */
  areAskedFor?: boolean;
}

/** Networks under an address each, beaconed by turns for as long as it lasts. */
function played(how: Played): MadeAir {
  const { networks = 10, tsfSeconds, levelDbm = () => -50, besideOthers = true, areAskedFor = false } = how;
  const { elements = ordinary } = how;
  const air = new MadeAir();
  const random = randomFrom(3);
  if (besideOthers)
    air.beacons(0, SECONDS, {
      transmitter: NEIGHBOUR,
      elements: ordinary("Neighbour"),
      age: 0.1024 * 1e6,
      levelDbm: -60,
    });
  for (let network = 0; network < networks; network++)
    for (let at = 5 + network / 50; at < SECONDS; at += 0.2 + 0.1 * random())
      air.send(at, {
        transmitter: OUI + network * 4_099,
        elements: elements(`List ${network}`),
        tsfSeconds: tsfSeconds(at, random, network),
        sequence: Math.floor(random() * 4096),
        levelDbm: levelDbm(network),
      });
  for (let network = 0; network < (areAskedFor ? networks : 0); network++)
    air.ask(8 + network / 10, ASKER, `List ${network}`);
  return air;
}

const codes = (air: MadeAir): string[][] =>
  air.accused().map(({ suspicion, evidence }) => [suspicion, ...evidence.map(({ code }) => code)]);

test.each([
  ["none", () => 0],
  ["one that a program makes up each time", (_: number, random: () => number) => random() * 1e6],
] as const)("a list of networks whose time stamps are of %s is played by a program", (_, tsfSeconds) => {
  const [accused, ...others] = codes(played({ tsfSeconds }));
  expect(others).toEqual([]);
  expect(accused).toEqual(expect.arrayContaining(["probe-box", "list-without-beat"]));
});

/** One that a program counts up by an interval for each beacon, however long that took. */
const tooFast = (at: number): number => 0.1024 * Math.round(12 * at);
const WITHOUT_TIM = (name: string): Buffer => Buffer.concat([nameOf(name), RATES, MORE_RATES, channelIs(6)]);

/** A clock of each network's own, started at another time. */
const ownClock = (at: number, _: () => number, network: number): number => at + 4_321.987 * (network + 1);

test.each<[string, Played]>([
  ["ten networks, each with a clock of its own whose beat it does not keep", { tsfSeconds: ownClock }],
  ["six without a clock that are asked for here", { tsfSeconds: () => 0, networks: 6, areAskedFor: true }],
  ["six with a clock each that are asked for here", { tsfSeconds: ownClock, networks: 6, areAskedFor: true }],
  ["three without a TIM, whose clocks run too fast", { tsfSeconds: tooFast, networks: 3, elements: WITHOUT_TIM }],
  [
    "three without a TIM, on one clock whose beat none keeps",
    { tsfSeconds: (at) => at, networks: 3, elements: WITHOUT_TIM },
  ],
])("%s are a list that a program plays", (_, how) => {
  const told = codes(played(how));
  expect(told).toHaveLength(1);
  expect(told[0]).toEqual(expect.arrayContaining(["probe-box", "list-without-beat"]));
});

test.each<[string, Played]>([
  ["seven with a clock each", { networks: 7, tsfSeconds: ownClock }],
  ["two without a TIM", { networks: 2, tsfSeconds: tooFast, elements: WITHOUT_TIM }],
  ["three that have one, and run too fast", { networks: 3, tsfSeconds: tooFast }],
  ["five that are asked for here", { networks: 5, tsfSeconds: ownClock, areAskedFor: true }],
  [
    "ten with a clock each that are all over the place",
    { tsfSeconds: ownClock, levelDbm: (network) => -30 - 6.5 * network },
  ],
  ["ten in a recording in which nobody keeps a beat", { tsfSeconds: ownClock, besideOthers: false }],
  ["seven of them", { networks: 7, tsfSeconds: () => 0 }],
  ["ten that are all over the place", { tsfSeconds: () => 0, levelDbm: (network) => -30 - 6.5 * network }],
  ["a recording in which nobody has time stamps", { tsfSeconds: () => 0, besideOthers: false }],
])("%s are broken drivers, to be watched at most", (_, how) => {
  expect(codes(played(how))).toEqual([]);
});

/** Access points of one model whose driver writes no clock: each beacons in time, with a counter of its own, and some are delayed. */
function identical(tsfSeconds: (random: () => number) => number, elements = ordinary): MadeAir {
  const air = played({ networks: 0, tsfSeconds: () => 0 });
  const random = randomFrom(9);
  for (let network = 0; network < 10; network++)
    for (let count = 0; count * 0.1024 < SECONDS; count++)
      air.send(0.0093 * network + count * 0.1024 * (1 + (network - 5) * 8e-6) + 0.008 * random() ** 2, {
        transmitter: OUI + network * 4_099,
        elements: elements(`Booth ${network}`),
        tsfSeconds: tsfSeconds(random),
        sequence: 371 * network + count,
        levelDbm: -50,
      });
  return air;
}

const LITTLE = (name: string | Uint8Array): Buffer => Buffer.concat([nameOf(name), RATES, TIM, MORE_RATES, WMM]);

test.each<[string, (random: () => number) => number, typeof ordinary]>([
  ["none", () => 0, ordinary],
  ["one that is made up each time", (random) => random() * 1e6, ordinary],
  ["none, whose beacons have little", () => 0, LITTLE],
])(
  "ten access points of one model at one place, with a clock that is %s, beacon in time and are innocent",
  (_, ...how) => {
    expect(identical(...how).findings()).toEqual([]);
  },
);

test("one network that a program beacons without a clock is an operator's that it says, or is only watched", () => {
  const named = (name: string): string[] => {
    const air = played({ networks: 0, tsfSeconds: () => 0 });
    for (let at = 5; at < SECONDS; at += 0.1 + 0.01 * Math.sin(at * 7))
      air.send(at, { transmitter: OUI, elements: LITTLE(name), capability: 0x0421, sequence: Math.round(at * 77) });
    return air.findings().flatMap(({ suspicion, highestDb, evidence }) => {
      expect(highestDb).toBeLessThan(10);
      return evidence.map(({ code }) => `${suspicion}: ${code}`);
    });
  };
  expect(named("CMCC")).toContain("impostor: no-beat-of-a-public-name");
  expect(named("Somebody's")).toEqual(["probe-box: frozen-clock"]);
});

test("four boards under one address, each with its own clock, leap from one clock to another, and have one", () => {
  const air = played({ networks: 1, tsfSeconds: (at, random) => Math.floor(4 * random()) * 9_999 + 7 + at });
  expect(air.findings().flatMap(({ evidence }) => evidence)).toEqual([]);
});

test("a memory that is full forgets whom it met first", () => {
  const context = new TestContext();
  const clocks = new FalseClocks();
  for (let index = 0; index < 500; index++) {
    const frame = beacon(OUI + index, 12, { beaconIntervalTu: 100 });
    for (let times = 0; times < 25; times++) context.accessPoints.advertised(frame, context.atSeconds, true);
    const known = context.accessPoints.get(OUI + index);
    if (known !== undefined) clocks.take(known, frame, context);
    expect(clocks.size).toBeLessThanOrEqual(64);
  }
});
