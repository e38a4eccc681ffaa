import { describe, expect, test } from "vitest";
import {
  advertisement,
  channelIs,
  COUNTRY,
  element,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  randomFrom,
  RATES,
  TIM,
} from "./made-air-for-tests.ts";

const NAMES = [
  "Harbour Guest",
  "CMU",
  "linksys",
  "星巴克咖啡",
  Buffer.from("cef7b2cdcce5", "hex"),
  "",
  "\0\0\0\0\0\0\0\0",
  "Office-5G_2",
];
const AP = 0x0011_2200_0000;
const PHONE = 0x7a11_2233_4455;

/** Ways in which a frame arrives otherwise than it was sent. */
const DAMAGE: Readonly<Record<string, (octets: Buffer, random: () => number) => void>> = {
  "one wrong bit": (octets, random) => flip(octets, random() * octets.length * 8),
  "a few wrong bits": (octets, random) => {
    for (let bits = 2 + random() * 5; bits > 0; bits--) flip(octets, random() * octets.length * 8);
  },
  // The descrambler of 1 Mb/s frames makes three wrong bits of one (16.2.4: x^7 + x^4 + 1).
  "the three bits of a descrambler": (octets, random) => {
    const bit = random() * (octets.length * 8 - 7);
    for (const behind of [0, 4, 7]) flip(octets, bit + behind);
  },
  "a burst of wrong octets": (octets, random) => {
    const from = Math.floor(random() * octets.length);
    for (let at = from; at < Math.min(octets.length, from + 2 + random() * 5); at++) octets[at] = random() * 256;
  },
  "wrong bits in the header": (octets, random) => {
    for (let bits = 1 + random() * 3; bits > 0; bits--) flip(octets, random() * 22 * 8);
  },
  "wrong bits in the name and its length": (octets, random) => {
    for (let bits = 1 + random() * 2; bits > 0; bits--) flip(octets, 37 * 8 + random() * 9 * 8);
  },
};

function flip(octets: Buffer, bit: number): void {
  const at = Math.min(octets.length - 1, Math.floor(bit / 8));
  octets.writeUInt8(octets.readUInt8(at) ^ (1 << (Math.floor(bit) % 8)), at);
}

function building(seconds: number): MadeAir {
  const air = new MadeAir();
  for (const [index, name] of NAMES.entries()) {
    const transmitter = AP + index * 0x31_07;
    const sent = { transmitter, age: 90_000 * (index + 1), levelDbm: -80 - index, elements: ordinary(name) };
    air.beacons(index * 0.013, seconds, sent);
  }
  return air;
}

describe("access points at the edge of the range, heard by a radio that says nothing of checksums, accuse nobody", () => {
  for (const [what, damage] of Object.entries(DAMAGE))
    test.each([1, 2, 3])(`${what} in one frame of six (seed %i)`, (seed) => {
      const random = randomFrom(seed);
      const air = building(60).damaged((octets) => {
        const arrived = Buffer.from(octets);
        if (random() < 1 / 6) damage(arrived, random);
        return arrived;
      });
      expect(air.accused()).toEqual([]);
    });
});

test("old access points of few elements, heard once each with one bit of header or TIM hit, accuse nobody", () => {
  for (let bit = 0; bit < 24 * 8; bit++) {
    const air = building(5);
    for (let index = 0; index < 20; index++) {
      const elements = Buffer.concat([
        nameOf(`shop ${index}`),
        RATES,
        channelIs(6),
        element(index % 2 === 0 ? 0x85 : 0x25, 0, 1, 0, 0),
        MORE_RATES,
      ]);
      const octets = advertisement({
        transmitter: AP + index * 7_919,
        tsfSeconds: 1e6 + index * 7_777,
        sequence: index * 211,
        elements,
      });
      flip(octets, bit);
      air.put(1 + index * 0.2, octets);
    }
    expect(air.accused(), `bit ${bit}`).toEqual([]);
  }
});

test("a phone's QoS data of which one bit of Frame Control was hit names nobody, whatever it carries", () => {
  const random = randomFrom(5);
  const air = building(60);
  for (let index = 0; index < 200; index++) {
    const octets = Buffer.from(Array.from({ length: 36 + random() * 200 }, () => random() * 256));
    // 0x88 is QoS data, 0x80 a beacon, 0x50 an answer.
    octets[0] = index % 3 === 0 ? 0x50 : 0x80;
    octets[1] = index % 2 === 0 ? 0x41 : 0x42;
    octets.writeUIntBE(index % 5 === 0 ? 0x0100_5e00_00fb : AP, 4, 6);
    octets.writeUIntBE(PHONE + index, 10, 6);
    octets.writeUIntBE(index % 4 === 0 ? 0x3333_0000_00fb : AP, 16, 6);
    air.put(0.3 * index, octets);
  }
  const findings = air.findings();
  expect(findings.flatMap(({ transmitters }) => transmitters)).toEqual([]);
});

test("a flood is found through the same damage", () => {
  for (const damage of Object.values(DAMAGE)) {
    const random = randomFrom(9);
    const air = building(30);
    for (let index = 0; index < 200; index++)
      air.send(8 + index * 0.05, {
        transmitter: 0x02_0000_0000_00 + Math.floor(random() * 2 ** 32) * 2,
        sequence: index,
        tsfSeconds: index / 1e5,
        elements: Buffer.concat([nameOf(`免费WiFi ${index}`), RATES, channelIs(6)]),
      });
    air.damaged((octets) => {
      const arrived = Buffer.from(octets);
      if (random() < 1 / 6) damage(arrived, random);
      return arrived;
    });
    expect(air.accused().map(({ suspicion }) => suspicion)).toContain("disruption");
  }
});

test("beacons that all contradict themselves were sent so, and are judged", () => {
  const random = randomFrom(3);
  const air = building(30);
  for (let index = 0; index < 600; index++) {
    const address = 0x02_0000_0000_00 + Math.floor(random() * 2 ** 32) * 2;
    const elements = Buffer.concat([nameOf(`Net ${index}`), RATES, channelIs(6), COUNTRY]);
    air.send(5 + index * 0.03, {
      transmitter: address,
      bssid: 0x02_1111_1111_11 + index * 513,
      sequence: index,
      tsfSeconds: 9_000 + index,
      elements,
    });
  }
  expect(air.accused().map(({ suspicion }) => suspicion)).toContain("disruption");
});

test("invented beacons with a TIM and stray octets behind it are found", () => {
  const air = building(20);
  for (let index = 0; index < 60; index++)
    air.send(5 + index * 0.1, {
      transmitter: 0x02_4000_0000_00 + index * 65_537,
      sequence: index,
      tsfSeconds: 0.004,
      elements: Buffer.concat([nameOf(`Area ${index}`), RATES, channelIs(11), TIM, Buffer.from([9, 200, 1, 2])]),
    });
  expect(air.accused().map(({ suspicion }) => suspicion)).toContain("disruption");
});

test("stations of networks without an access point, whose addresses are hit in one beacon of ten, accuse nobody", () => {
  const random = randomFrom(9);
  const air = new MadeAir();
  const elements = Buffer.concat([nameOf("adhoc"), RATES, channelIs(6), element(6, 0, 0), MORE_RATES]);
  for (let index = 0; index < 1_000; index++) {
    const sent = { transmitter: AP + (index % 12) * 77, bssid: 0x0211_2233_4455, capability: 0b10, elements };
    air.send(index / 10, { ...sent, sequence: index, tsfSeconds: 90_000 + index / 10 });
  }
  air.damaged((octets) => {
    const arrived = Buffer.from(octets);
    if (random() < 1 / 10) flip(arrived, 10 * 8 + random() * 48);
    return arrived;
  });
  expect(air.accused()).toEqual([]);
});
