import { expect, test } from "vitest";
import { codesIn, MadeAir, ordinary, randomFrom, type Sent } from "../../made-air-for-tests.ts";

const BOX = 0xd63a19_ae0300;
const AP = 0x001f7a_e26c00;
const TU_SECONDS = 0.001024;
const INTERVAL = 100 * TU_SECONDS;

interface Networks {
  /** How many, and seconds between two frames of the counter. */
  count: number;
  apart: number;
  until: number;
  addressOf: (index: number) => number;
  /** Its time stamp, in seconds. */
  clockOf: (index: number, at: number) => number;
  /** The number of a frame, from how many were sent before. */
  numberOf?: (sent: number, index: number) => number;
  /** Whether a frame is heard. */
  isHeard?: (at: number) => boolean;
  nameOf?: (index: number) => string;
  /** How much later each frame is than it should be after the one before, in shares of the time between two. */
  lateOf?: () => number;
  more?: Partial<Sent>;
  from?: number;
}

/** One sender that beacons networks by turns, and counts all of its frames together. */
function sendsAll(air: MadeAir, it: Networks): MadeAir {
  const { count, apart, until, addressOf, clockOf, numberOf = (sent) => sent, isHeard = () => true } = it;
  let sent = 0;
  for (let at = it.from ?? 0; at < until; at += apart * (1 + (it.lateOf?.() ?? 0)), sent++) {
    const index = sent % count;
    if (!isHeard(at)) continue;
    air.send(at, {
      transmitter: addressOf(index),
      sequence: numberOf(sent, index),
      tsfSeconds: clockOf(index, at),
      intervalTu: Math.round((count * apart) / TU_SECONDS),
      elements: ordinary(it.nameOf?.(index) ?? `Network ${index * 7_919}`),
      ...it.more,
    });
  }
  return air;
}

const inARow = (index: number): number => BOX + index;
/** Individual addresses by chance, always the same ones. */
const byChance = (index: number): number => {
  const random = randomFrom(index + 1);
  return Math.floor(random() * 64) * 4 * 2 ** 40 + Math.floor(random() * 2 ** 40);
};
/** A clock for each, by chance within days. */
const ofItsOwn = (index: number, at: number): number => 200_000 * randomFrom(100 + index)() + at;
const oneClock = (_index: number, at: number): number => 20_000 + at;

const FORTY: Networks = { count: 40, apart: 12 * TU_SECONDS, until: 30, addressOf: inARow, clockOf: ofItsOwn };
const TWELVE: Networks = { count: 12, apart: 12 * TU_SECONDS, until: 30, addressOf: byChance, clockOf: ofItsOwn };
const codes = (air: MadeAir): string[][] => air.findings().map(codesIn);
const heard = (share: number, seed = 7): (() => boolean) => {
  const random = randomFrom(seed);
  return () => random() < share;
};

test("forty names behind one counter, each with a clock of its own, are one suspect and watched", () => {
  const air = sendsAll(new MadeAir(), FORTY);
  expect(codes(air)).toEqual([["names-of-one-counter"]]);
  expect(air.accused()).toEqual([]);
  expect(air.findings()[0]).toMatchObject({ suspicion: "probe-box", band: "watch", transmitterCount: 40 });
});

test("twelve under addresses that have nothing in common are watched, too, and less", () => {
  const air = sendsAll(new MadeAir(), TWELVE);
  expect(codes(air)).toEqual([["strangers-of-one-counter"]]);
  expect(air.accused()).toEqual([]);
  const dbOf = (made: MadeAir): number => made.findings()[0]?.scoreDb ?? Number.NaN;
  expect(dbOf(air)).toBeLessThan(dbOf(sendsAll(new MadeAir(), FORTY)));
});

test.each([
  ["sends its frames far apart", { apart: 30 * TU_SECONDS, until: 90 }],
  ["is heard with half of its frames", { until: 90, isHeard: heard(0.5) }],
  ["is heard one second in five", { until: 150, isHeard: (at: number) => Math.floor(at) % 5 === 2 }],
  [
    "is heard so, with a third of them missed",
    { until: 240, isHeard: (at: number) => Math.floor(at) % 5 === 2 && (at * 1_000) % 3 > 1 },
  ],
  ["announces a short interval", { more: { intervalTu: 1 } }],
  ["announces a long interval", { more: { intervalTu: 65_535 } }],
  ["skips a number now and then", { numberOf: (sent: number) => sent + Math.floor(sent / 7) }],
  ["numbers from another start", { numberOf: (sent: number) => sent + 4_000 }],
])("both are told of a sender that %s", (_what, more: Partial<Networks>) => {
  expect(codes(sendsAll(new MadeAir(), { ...FORTY, ...more })).flat()).toContain("names-of-one-counter");
  expect(codes(sendsAll(new MadeAir(), { ...TWELVE, ...more })).flat()).toContain("strangers-of-one-counter");
});

test.each([
  ["by chance in every frame", (index: number, at: number) => 1e6 * randomFrom(index + Math.round(at * 1_000))()],
  ["of nothing", () => 0],
])(
  "time stamps %s hide forty names as little; of twelve nobody knows whether their driver writes none",
  (_what, clockOf) => {
    expect(codes(sendsAll(new MadeAir(), { ...FORTY, clockOf })).flat()).toContain("names-of-one-counter");
    expect(codes(sendsAll(new MadeAir(), { ...TWELVE, clockOf }))).toEqual([]);
    // A program that sends when it comes to it is told by that.
    const late = { ...TWELVE, clockOf, until: 60, lateOf: randomFrom(5) };
    expect(codes(sendsAll(new MadeAir(), late)).flat()).toContain("strangers-of-one-counter");
  },
);

test("who numbers each network by itself, at random, or not at all, shares no counter", () => {
  const random = randomFrom(3);
  for (const numberOf of [
    (sent: number, index: number) => index * 100 + Math.floor(sent / 40),
    () => Math.floor(random() * 4_096),
    () => 0,
  ])
    expect(codes(sendsAll(new MadeAir(), { ...FORTY, numberOf }))).toEqual([]);
});

test("what is in the venue's list is left out", () => {
  const air = sendsAll(new MadeAir(), { ...FORTY, nameOf: (index) => `Tenant ${index}` });
  air.networks = Array.from({ length: 10 }, (_, index) => ({
    bssid: (BOX + index).toString(16).replace(/..(?!$)/g, "$&:"),
    ssid: Buffer.from(`Tenant ${index}`).toString("hex"),
  }));
  expect(codes(air)).toEqual([]);
});

test("a sender that stops and one that goes on after a restart are told in each piece", () => {
  for (const from of [0, 600]) {
    expect(codes(sendsAll(new MadeAir(), { ...FORTY, from, until: from + 15 }))).toEqual([["names-of-one-counter"]]);
    expect(codes(sendsAll(new MadeAir(), { ...TWELVE, from, until: from + 15 }))).toEqual([
      ["strangers-of-one-counter"],
    ]);
  }
});

test("sixteen tenants' networks on one radio are nobody's disguise, whatever their names, clocks and addresses", () => {
  const tenants = {
    count: 16,
    apart: INTERVAL / 16,
    until: 120,
    nameOf: (index: number) => ["Café Ö", "星巴克", "Shop", "x"][index % 4] + `${index}`,
  };
  // One clock; one that is set by the turn of each; or one for each, where they are made from one address.
  const staggered = (index: number, at: number): number => 20_000 + at + (index * INTERVAL) / 16;
  for (const clockOf of [oneClock, staggered, ofItsOwn])
    expect(codes(sendsAll(new MadeAir(), { ...tenants, clockOf, addressOf: (index) => AP + index }))).toEqual([]);
  // Recorded with other addresses put in for all: they have nothing in common, and still one clock.
  for (const clockOf of [oneClock, staggered])
    expect(codes(sendsAll(new MadeAir(), { ...tenants, clockOf, addressOf: byChance }))).toEqual([]);
  // Addresses that differ in first octet and last, or in a middle one.
  for (const addressOf of [
    (index: number) => AP + index + (4 * index + 2) * 2 ** 40,
    (index: number) => AP + index * 2 ** 16 + index,
  ])
    expect(codes(sendsAll(new MadeAir(), { ...tenants, clockOf: ofItsOwn, addressOf }))).toEqual([]);
});

test("three such radios, whose counters run side by side, are not one, however well they are heard", () => {
  for (const share of [1, 0.5, 0.2])
    for (const ahead of [0, 1, 3]) {
      const air = new MadeAir();
      for (let radio = 0; radio < 3; radio++)
        sendsAll(air, {
          count: 16,
          apart: INTERVAL / 16,
          from: 0.002 * radio,
          until: 120,
          addressOf: (index) => AP + 0x10000 * radio + index,
          clockOf: (_index, at) => 10_000 * (radio + 1) + at,
          nameOf: (index) => `Tenant ${radio} ${index}`,
          numberOf: (sent) => sent + ahead * radio,
          isHeard: heard(share, radio + 1),
        });
      expect(codes(air)).toEqual([]);
    }
});

test("two hundred shops whose access points started with one power cut count alike, and each by itself", () => {
  for (const [share, perInterval] of [
    [1, 1],
    [0.3, 1],
    [0.03, 1],
    [0.3, 6],
    [0.1, 6],
  ] as const) {
    const random = randomFrom(11);
    const air = new MadeAir();
    for (let shop = 0; shop < 200; shop++) {
      const start = random() * 2;
      for (let sent = 0, at = start; at < 60; at += INTERVAL, sent++)
        if (random() < share)
          air.send(at, {
            transmitter: byChance(shop),
            sequence: sent * perInterval,
            tsfSeconds: at - start,
            elements: ordinary(`Shop ${shop}`),
          });
    }
    expect(codes(air)).toEqual([]);
  }
});

test("a radio that is seen by its clock and by its counter counts once", () => {
  // Ten of fifty networks have clocks of their own; all are numbered by the one counter.
  const clockOf = (index: number, at: number): number => (index < 40 ? oneClock(index, at) : ofItsOwn(index, at));
  const [finding, ...others] = sendsAll(new MadeAir(), { ...FORTY, count: 50, clockOf }).findings();
  expect(others).toEqual([]);
  expect(finding?.evidence.map(({ code }) => code).sort()).toEqual([
    "names-of-one-clock-and-counter",
    "names-of-one-counter",
  ]);
  const weights = finding?.evidence.map(({ weightDb }) => weightDb) ?? [];
  expect(finding?.scoreDb).toBe((finding?.priorDb ?? 0) + Math.max(...weights));
});
