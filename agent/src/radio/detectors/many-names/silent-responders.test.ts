import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { codesIn, element, MadeAir, nameOf, ordinary, randomFrom } from "../../made-air-for-tests.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { SilentResponders } from "./silent-responders.ts";

const BOX = 0x00c0ca_300000;
const RADIO = 0x94b40f_112200;
const SECONDS = 60;
const NAMES = Array.from({ length: 8 }, (_, index) => `Home ${index * 7_919}`);
/** Multiple BSSID (9.4.2.45) with a profile for each further name. */
const multiple = (names: readonly string[]): Buffer =>
  Buffer.concat(
    names.map((name, index) => {
      const profile = Buffer.concat([element(83, 0x31, 0x04), nameOf(name), element(85, index + 1)]);
      return element(71, 4, 0, profile.length, ...profile);
    }),
  );

interface Answers {
  addressOf?: (name: number, random: () => number) => number;
  names?: readonly string[];
  levelDbm?: number;
  delaySeconds?: number;
  tsfSeconds?: (at: number, random: () => number) => number;
  /** Whether questions are answered by who was asked. */
  toAsker?: boolean;
  /** The channel that answers tell. */
  channel?: number;
  besideOthers?: boolean;
}

/** Phones that look for their networks again and again, and somebody who answers each name under an address of its own. */
function answered({
  addressOf = (name) => BOX + name,
  names = NAMES,
  levelDbm = -50,
  delaySeconds = 0.005,
  tsfSeconds = (at) => 400 + at,
  toAsker = true,
  channel = 6,
  besideOthers = true,
}: Answers = {}): MadeAir {
  const air = new MadeAir();
  const random = randomFrom(4);
  if (besideOthers)
    air.beacons(0, SECONDS, { transmitter: 0xd8ce3a_001122, elements: ordinary("Neighbour"), age: 77_000 });
  for (let at = 5; at < SECONDS; at += 6)
    for (const [index, name] of names.entries()) {
      const station = 0x02_0000_000001 + index;
      const asked = at + 0.3 * index;
      air.ask(asked, station, name);
      air.answer(asked + delaySeconds, toAsker ? station : station + 0x100, {
        transmitter: addressOf(index, random),
        elements: ordinary(name, channel),
        tsfSeconds: tsfSeconds(asked, random),
        levelDbm,
      });
    }
  return air;
}
const codes = (air: MadeAir): string[] => air.accused().flatMap(codesIn);

test.each<[string, Answers]>([
  ["addresses one after the other", {}],
  ["addresses that are made up", { addressOf: (name) => 0x02_a0_00_000000 + name * 40_503 * 257 }],
  ["an answer that waits for most of a second", { delaySeconds: 0.8 }],
  ["time stamps that are no clock's", { tsfSeconds: (_at, random) => random() * 1e6 }],
])("who answers for private names that nobody beacons is told, with %s", (_, how) => {
  expect(codes(answered(how))).toEqual(["answers-without-beacons"]);
});

test.each<[string, Answers]>([
  ["three names, which may be hidden networks whose addresses were damaged", { names: NAMES.slice(0, 3) }],
  ["answers so weak that beacons at a higher rate may be lost", { levelDbm: -78 }],
  ["answers to others than those who asked for just that name", { toAsker: false }],
  ["access points of another channel, whose answers leak", { channel: 8 }],
  ["a radio that hands over no beacons at all", { besideOthers: false }],
])("%s are no such thing", (_, how) => {
  expect(codes(answered(how))).toEqual([]);
});

test("one radio's networks that beacon, openly or hidden, are none", () => {
  for (const beaconed of [(name: string) => name, () => ""]) {
    const air = answered({ addressOf: (name) => RADIO + name });
    for (const [index, name] of NAMES.entries())
      air.beacons(1 + 0.01 * index, SECONDS, {
        transmitter: RADIO + index,
        elements: ordinary(beaconed(name)),
        age: 399,
      });
    expect(codes(air)).toEqual([]);
  }
});

test("networks that an access point tells in its own beacons are none, when they answer under their own addresses", () => {
  const air = answered({ addressOf: (name) => RADIO + 1 + name });
  const elements = Buffer.concat([ordinary("Shop"), multiple(NAMES)]);
  air.beacons(0, SECONDS, { transmitter: RADIO, elements, age: 400 });
  expect(codes(air)).toEqual([]);
  const plain = answered({ addressOf: (name) => RADIO + 1 + name });
  plain.beacons(0, SECONDS, { transmitter: RADIO, elements: ordinary("Shop"), age: 400 });
  expect(codes(plain)).toEqual(["answers-without-beacons"]);
});

test("an access point that is switched on while stations ask for all of its networks, and answers before it beacons, is none", () => {
  const air = answered({ addressOf: (name) => RADIO + name });
  for (const [index, name] of NAMES.entries())
    air.beacons(5 + 0.3 * index + 0.08, SECONDS, { transmitter: RADIO + index, elements: ordinary(name), age: 400 });
  expect(codes(air)).toEqual([]);
});

test("damaged addresses in the answers of networks that beacon under their right ones are none", () => {
  const air = answered({ addressOf: (name, random) => (RADIO + name) ^ (1 << Math.floor(31 * random())) });
  for (const [index, name] of NAMES.entries())
    air.beacons(1 + 0.01 * index, SECONDS, { transmitter: RADIO + index, elements: ordinary(name), age: 399 });
  expect(codes(air)).toEqual([]);
});

test("a memory that is full forgets whom it met first, and counts", () => {
  const context = new TestContext();
  const silent = new SilentResponders();
  for (let index = 0; index < 1_000; index++) {
    context.atSeconds += 0.1;
    const name = `n${index}`;
    context.askedNames.hear(managementFrame(FrameKind.probeRequest, { transmitter: 2 }, name), context.atSeconds);
    const fields = { transmitter: BOX + index, bssid: BOX + index, receiver: 2, rssiDbm: -50, channelMhz: 2437 };
    const frame = managementFrame(FrameKind.probeResponse, fields, name);
    context.accessPoints.advertised(frame, context.atSeconds, false);
    silent.hear(frame, context);
    expect(silent.size).toBeLessThanOrEqual(256);
  }
  expect(silent.forgotten).toBe(744);
});
