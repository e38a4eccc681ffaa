import { expect, test } from "vitest";
import {
  COUNTRY,
  HT,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  randomFrom,
  RATES,
  RSN,
  TIM,
} from "../../made-air-for-tests.ts";

const OUI = 0x14cf92_000000;
/** One that was there before, for whom each beacon is due. */
const NEIGHBOUR = 0xd8ce3a_001122;
const SECONDS = 30;

interface Written {
  aSecond?: number;
  tsfSeconds?: (at: number, random: () => number) => number;
  levelDbm?: (random: () => number) => number;
  sequence?: (index: number, random: () => number) => number;
  times?: number;
}

/** Rich beacons of a new address and name each, beside an access point. */
function flooded({ aSecond = 8, tsfSeconds, levelDbm, sequence, times = 1 }: Written): MadeAir {
  const air = new MadeAir();
  const random = randomFrom(7);
  air.beacons(0, SECONDS, { transmitter: NEIGHBOUR, elements: ordinary("Neighbour"), levelDbm: -60 });
  for (let index = 0; index < aSecond * (SECONDS - 10); index++) {
    const at = 5 + (index + random()) / aSecond;
    const transmitter = OUI + Math.floor(random() * 2 ** 24);
    const elements = ordinary(`Net ${index}`);
    const [tsf, level, number] = [tsfSeconds?.(at, random), levelDbm?.(random), sequence?.(index, random)];
    for (let turn = 0; turn < times; turn++)
      air.send(at + turn * 0.1024, {
        transmitter,
        elements,
        tsfSeconds: (tsf ?? random() * 1e6) + turn * 0.1024,
        levelDbm: Math.round(level ?? -55 + 4 * random()),
        sequence: (number ?? Math.floor(random() * 4096)) + turn,
      });
  }
  return air;
}

const told = (air: MadeAir): unknown[] =>
  air.accused().map(({ suspicion, evidence }) => [suspicion, evidence.map(({ code }) => code)]);

const FLOOD = [["disruption", ["throw-away-bssids"]]];

test("rich beacons of ever new networks are invented: written with any time stamps, they arrive loud and from one place", () => {
  expect(told(flooded({}))).toEqual(FLOOD);
});

test.each([
  ["the radio's own clock", { tsfSeconds: (at: number) => 900_000 + at }],
  ["no clock", { tsfSeconds: () => 0 }],
  ["one counter", { sequence: (index: number) => index }],
] as const)("they are one radio's by %s, however far it is and whatever its levels", (_, written) => {
  expect(told(flooded({ ...written, levelDbm: (random) => -85 + 25 * random() }))).toEqual(FLOOD);
});

test("each of them sent three times is no more there", () => {
  expect(told(flooded({ times: 3 }))).toEqual(FLOOD);
});

test("five hundred a second are found as well", () => {
  expect(told(flooded({ aSecond: 500 }))).toEqual(FLOOD);
});

test("names that are public or asked for here make it a lure that is to be watched", () => {
  const air = flooded({});
  for (const [index, name] of ["CMCC", "ChinaNet", "Starbucks"].entries())
    for (let turn = 0; turn < 3; turn++)
      air.send(8 + index + turn * 3, {
        transmitter: OUI + index * 16 + turn,
        elements: ordinary(name),
        tsfSeconds: 1e5 * (turn + 1) + 0.05,
        levelDbm: -54,
        sequence: 900 * turn + index,
      });
  expect(air.findings().flatMap(({ evidence }) => evidence.map(({ code }) => code))).toContain("sought-names");
});

/** A clock of its own for each, that is a multiple of the interval when it beacons, or some milliseconds later. */
const due = (_: number, random: () => number): number => Math.floor(random() * 1e7) * 0.1024 + random() * 3e-3;

test("access points that are heard once at the edge of what a radio hears are innocent, however many", () => {
  expect(told(flooded({ tsfSeconds: due, levelDbm: (random) => -88 - 4 * random() }))).toEqual([]);
});

test("so are those that pass in a train, at any level, each by its own clock", () => {
  expect(told(flooded({ tsfSeconds: due, times: 3 }))).toEqual([]);
});

test("fewer than are asked in a minute are passers-by, whatever their clocks", () => {
  expect(told(flooded({ aSecond: 2 }))).toEqual([]);
});

test("after a power cut a hundred access points begin at once, and stay", () => {
  const air = new MadeAir();
  for (let index = 0; index < 100; index++)
    air.beacons(1 + index / 100, SECONDS, {
      transmitter: OUI + index * 256,
      elements: Buffer.concat([nameOf(`Shop ${index}`), RATES, TIM, COUNTRY, MORE_RATES, RSN, ...HT]),
      age: -1 - index / 100,
      levelDbm: -50,
    });
  expect(told(air)).toEqual([]);
});

test("an enterprise's three radios of sixteen networks pass in a bus: one clock has no more than a radio is sold with", () => {
  const air = new MadeAir();
  air.beacons(0, SECONDS, { transmitter: NEIGHBOUR, elements: ordinary("Neighbour") });
  for (let radio = 0; radio < 3; radio++)
    for (let network = 0; network < 16; network++)
      air.send(5 + radio * 3 + network / 20, {
        transmitter: OUI + radio * 4096 + network,
        elements: ordinary(`Bus ${radio}-${network}`),
        tsfSeconds: 50_000 * (radio + 1) + radio * 3 + network / 20,
        sequence: radio * 1_000 + network,
        levelDbm: -60 - 6 * radio,
      });
  expect(told(air)).toEqual([]);
});
