import { expect, test } from "vitest";
import {
  element,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  randomFrom,
  RATES,
  TIM,
  channelIs,
} from "./made-air-for-tests.ts";

const EVERYBODY = 0xffff_ffff_ffff;
const INTERVAL = 0.1024;

/** Addresses as who publishes a recording writes them: numbers by chance, of which half have the group bit. */
function exchanged(random: () => number): number {
  return 0x100_0000_0000 * Math.floor(random() * 256) + Math.floor(random() * 0x100_0000_0000);
}

/** A management frame of which a station's address and the access point's are all that matters. */
function management(subtype: number, receiver: number, transmitter: number, bssid: number, body: number[]): Buffer {
  const octets = Buffer.alloc(24 + body.length);
  octets[0] = subtype;
  octets.writeUIntBE(receiver, 4, 6);
  octets.writeUIntBE(transmitter, 10, 6);
  octets.writeUIntBE(bssid, 16, 6);
  octets.set(body, 24);
  return octets;
}

/** Beacons that are due by the clock of an access point which was switched on at `on`, from one moment to another. */
function beacons(air: MadeAir, bssid: number, elements: Buffer, on: number, from: number, until: number): void {
  for (let beat = Math.ceil((from - on) / INTERVAL); on + beat * INTERVAL < until; beat++)
    air.send(on + beat * INTERVAL, { transmitter: bssid, tsfSeconds: beat * INTERVAL, sequence: beat, elements });
}

test("a road along which each access point is heard for a second or two, published under other addresses, accuses nobody", () => {
  const random = randomFrom(7);
  const air = new MadeAir();
  for (let passed = 0; passed < 120; passed++) {
    const from = 2 + passed * 2;
    const old = Buffer.concat([nameOf(`shop ${passed * 7_919}`), RATES, channelIs(6), TIM, MORE_RATES]);
    const elements = passed % 2 === 0 ? old : ordinary(`flat ${passed * 7_919}`);
    beacons(air, exchanged(random), elements, -1e5 * random(), from, from + 0.2 + 2 * random());
  }
  for (let at = 0; at < 240; at += 1.7) air.ask(at, exchanged(random), "");
  expect(air.accused()).toEqual([]);
});

test("beacons under group addresses that nobody keeps to a beat are invented, also where a few stations have such an address", () => {
  const random = randomFrom(8);
  const air = new MadeAir();
  beacons(air, 0x001f7a_e26c98, ordinary("shop"), -1e5, 0, 60);
  for (let index = 0; index < 200; index++)
    air.send(10 + index / 10, {
      transmitter: exchanged(random),
      elements: Buffer.concat([nameOf(`false ${index}`), RATES]),
    });
  for (let at = 0; at < 60; at += 1.7) air.ask(at, 0x3c2eff_000000 + Math.floor(at * 100), "");
  air.ask(
    20,
    exchanged(() => 0.7),
    "",
  );
  expect(air.accused()).not.toEqual([]);
});

test("an access point under a group address that turns a crowd away, and sends one or the other off, is no prober and no flood", () => {
  const random = randomFrom(9);
  const air = new MadeAir();
  const bssid = 0x010000_000000 + 0x001f7a_e26c98;
  beacons(air, bssid, ordinary("hall"), -1e5, 0, 120);
  beacons(air, 0x001f7a_e26c98 + 0x300, ordinary("other"), -2e5, 0, 120);
  for (let index = 0; index < 150; index++) {
    const station = exchanged(random);
    const at = 1 + index * 0.7;
    air.ask(at, station, "");
    for (const again of [0.1, 1.2]) {
      air.put(at + again, management(0xb0, bssid, station, bssid, [0, 0, 1, 0, 0, 0]));
      air.put(at + again + 0.004, management(0xb0, station, bssid, bssid, [0, 0, 2, 0, 17, 0]));
    }
    if (index % 20 === 0) air.put(at + 2, management(0xc0, station, bssid, bssid, [5, 0]));
  }
  expect(air.accused()).toEqual([]);
});

test("printers whose Wi-Fi Direct groups are hit on the way, where nothing speaks for frames being whole, accuse nobody", () => {
  const random = randomFrom(10);
  const air = new MadeAir();
  for (let printer = 0; printer < 6; printer++) {
    const group = 0x0257a5_000000 + printer * 65_537;
    const elements = Buffer.concat([
      ordinary(`DIRECT-${printer}x-Office ${printer}`),
      element(221, 0x50, 0x6f, 0x9a, 9, 2, 2, 0, 0x25, 0),
    ]);
    beacons(air, group, elements, -5e5 - printer, 0, 120);
    for (let at = printer; at < 120; at += 3) {
      air.ask(at, 0x3c2eff_000000 + at, "DIRECT-");
      air.answer(at + 0.004, 0x3c2eff_000000 + at, { transmitter: group, tsfSeconds: 5e5 + printer + at, elements });
    }
  }
  air.damaged((octets) => {
    const hit = Buffer.from(octets);
    const at = 38 + Math.floor(random() * 7);
    if (at < hit.length && random() < 0.3) hit.writeUInt8(hit.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
    return octets.readUIntBE(4, 6) === EVERYBODY || octets[0] === 0x50 ? hit : octets;
  });
  expect(air.accused()).toEqual([]);
});
