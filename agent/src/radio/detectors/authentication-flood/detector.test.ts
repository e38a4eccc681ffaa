import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { AP, Entrance } from "./air-for-tests.ts";

const SUSPECTED = 10;
const WATCH = -10;
const one = 0x02_5e00_000000;

/** An address that was never used. */
const invented = (index: number): number => one + ((index * 0x9e_3779_b1) % 2 ** 32);

test("sixty invented stations a second, half of them impossible, are told within a second, and nobody is accused", () => {
  const air = new Entrance();
  for (let index = 0; index < 60; index++)
    air.ask(100 + index / 60, invented(index) + (index % 2) * 2 ** 40, { rssiDbm: -54, sequence: index });
  expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  const [seen] = air.context.observations;
  expect(seen).toMatchObject({ subject: { kind: "hidden", against: AP }, transmitters: [], targets: [AP] });
});

test.each([
  ["at one level, with numbers at random", { rssiDbm: -70 }],
  ["without a level, with the numbers of one counter", {}],
])("two invented stations a second are found %s", (_how, fields) => {
  const air = new Entrance();
  for (let index = 0; index < 130; index++) {
    const sequence = "rssiDbm" in fields ? {} : { sequence: (4_080 + index) & 4_095 };
    air.ask(100 + index / 2, invented(index), { ...fields, ...sequence });
  }
  expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  expect(air.context.codes).toEqual(["lone-applicants", "applicants-of-one-radio"]);
});

test("a flood of association requests is one, too, and so is one whose level changes from frame to frame", () => {
  const air = new Entrance();
  for (let index = 0; index < 200; index++)
    air.ask(100 + index / 20, invented(index), { kind: FrameKind.associationRequest, rssiDbm: air.somewhere() });
  expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  expect(air.context.codes).toContain("applicant-burst");
});

test.each([true, false])(
  "where nobody's data are recorded, three hundred that authenticate and associate are a crowd: %s",
  (isCrowd) => {
    const air = new Entrance();
    for (let index = 0; index < 300; index++) {
      const at = 100 + index / 30;
      const rssiDbm = air.somewhere();
      air.ask(at, invented(index), { rssiDbm });
      air.ask(at + 0.02, invented(index), isCrowd ? { rssiDbm, kind: FrameKind.associationRequest } : { rssiDbm });
    }
    expect(air.play() >= SUSPECTED).toBe(!isCrowd);
  },
);

test("a radio that is on the channel one second in five finds the flood", () => {
  const air = new Entrance();
  for (let index = 0; index < 600; index++) air.ask(100 + index / 10, invented(index), { rssiDbm: -54 });
  expect(air.play((at) => Math.floor(at) % 5 === 0)).toBeGreaterThanOrEqual(SUSPECTED);
});

test("one address that asks fifty times a second is told, also when its frames all carry one number", () => {
  const air = new Entrance();
  for (let index = 0; index < 250; index++) air.ask(100 + index / 50, one, { sequence: 7 });
  expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
});

test("all access points of a venue are hit at once: one suspect, with those that were hit as targets", () => {
  const air = new Entrance();
  for (let index = 0; index < 400; index++) {
    const bssid = AP + (index % 4);
    air.ask(100 + index / 40, invented(index), { rssiDbm: -54, bssid, receiver: bssid });
  }
  air.play();
  expect(new Set(air.context.observations.map(({ subject }) => JSON.stringify(subject))).size).toBe(1);
});

test.each([1, 2, 3])(
  "three hundred stations that come back after a power cut are no flood, also to a radio that hears one second in five (%i)",
  (seed) => {
    for (const hears of [() => true, (at: number) => Math.floor(at) % 5 === 0]) {
      const air = new Entrance(seed);
      for (let index = 0; index < 300; index++) air.joins(100 + air.random() * 10, invented(index), air.somewhere());
      expect(air.play(hears)).toBeLessThan(WATCH);
    }
  },
);

test("stations that come back at once, of which a third of all frames is lost, are no flood", () => {
  const air = new Entrance(5);
  for (let index = 0; index < 300; index++) air.joins(100 + air.random() * 10, invented(index), air.somewhere());
  expect(air.play(() => air.random() > 0.35)).toBeLessThan(WATCH);
});

test("an access point that is full, or whose key was changed, turns a crowd away again and again: no flood", () => {
  const air = new Entrance();
  for (let phone = 0; phone < 150; phone++) {
    const rssiDbm = air.somewhere();
    for (let at = 100 + air.random() * 30; at < 220; at += 20 + 20 * air.random())
      for (const wait of [0, 0.2, 0.4]) air.ask(at + wait, invented(phone), { rssiDbm });
  }
  expect(air.play()).toBeLessThan(SUSPECTED);
});

test("a store room of eighty equal devices at one level that are turned away try again and again: no flood", () => {
  const air = new Entrance();
  for (let device = 0; device < 80; device++)
    for (let at = 100 + air.random() * 10; at < 220; at += 5 + 10 * air.random())
      air.ask(at, invented(device), { rssiDbm: -58 - Math.round(3 * air.random()) });
  expect(air.play()).toBeLessThan(SUSPECTED);
});

test("a class that comes in with thirty-five equal machines joins, and one machine that is broken asks three times a second", () => {
  const air = new Entrance();
  for (let index = 0; index < 35; index++)
    air.joins(100 + index / 10, invented(index), -50 - Math.round(4 * air.random()));
  for (let index = 0; index < 90; index++) air.ask(100 + index / 3, one - 1, { rssiDbm: -50, sequence: index });
  expect(air.play()).toBeLessThan(WATCH);
});

test("a station with the group bit hit on the way is damage, however often", () => {
  const air = new Entrance();
  for (let index = 0; index < 20; index++) air.probe(90, one + index);
  for (let index = 0; index < 20; index++) air.ask(100 + index, one + index + 2 ** 40);
  expect(air.play()).toBeLessThan(WATCH);
});

test("where only the order of the frames is known there are no rates, and impossible senders are still found", () => {
  const air = new Entrance();
  air.context.timeIsKnown = false;
  for (let index = 0; index < 300; index++) air.ask(100, invented(index), { rssiDbm: -54, sequence: index });
  expect(air.play()).toBeLessThan(WATCH);
  const other = new Entrance();
  other.context.timeIsKnown = false;
  for (let index = 0; index < 10; index++) other.ask(100, invented(index) + 2 ** 40);
  expect(other.play()).toBeGreaterThanOrEqual(SUSPECTED);
});

test("a hundred thousand invented stations fill a memory of five hundred and are counted", () => {
  const air = new Entrance();
  for (let index = 0; index < 100_000; index++) air.ask(100 + index / 2_000, invented(index), { rssiDbm: -54 });
  air.play();
  expect(air.detector.forgotten()["authentication-flood-applicants"]).toBe(100_000 - 512);
  expect(air.context.observations.length).toBeLessThan(40);
});

test("requests that phones are made, by ever new addresses or by one, are pings and no flood; the same ones to whom nobody knows are one", () => {
  const scores = [true, false].map((areHeardAsking) => {
    const air = new Entrance();
    const phones = Array.from({ length: 6 }, (_, index) => 0x02_7700_000000 + index);
    if (areHeardAsking) for (const phone of phones) air.probe(90, phone);
    for (let index = 0; index < 300; index++) {
      const to = phones.at(index % phones.length) ?? 0;
      const fields = { rssiDbm: -54, receiver: to, bssid: to };
      air.ask(100 + index / 30, invented(index), fields);
      air.ask(100.01 + index / 30, invented(-1), { ...fields, sequence: index });
    }
    return air.play();
  });
  expect(scores[0]).toBeLessThan(WATCH);
  expect(scores[1]).toBeGreaterThanOrEqual(SUSPECTED);
});
