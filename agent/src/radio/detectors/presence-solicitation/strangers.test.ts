import { expect, test } from "vitest";
import { AP, BOX, FOR_A_FRAME, Hall } from "./air-for-tests.ts";

const SUSPECTED = 10;
const WATCH = -10;

test.each(["null", "rts"] as const)(
  "a list of addresses that is tried by %s is told, also when nobody of it is there",
  (way) => {
    const hall = new Hall();
    for (let index = 0; index < 60; index++)
      hall.ping(100 + index / 2, way, BOX, 0x3c28_6d00_0000 + index * 7_919, { mayBeDamaged: false });
    expect(hall.play()).toBeGreaterThanOrEqual(SUSPECTED);
    expect(hall.context.codes).toEqual(["addresses-strangers"]);
  },
);

test.each([
  ["rts", {}],
  ["GAS request", {}],
  ["FTM request", {}],
  ["authentication", {}],
  ["association", {}],
  ["null", { toDs: true }],
] as const)(
  "stations that talk with their access point and are asked by %s, each once in ten seconds, are told, also to a radio that hops",
  (way, fields) => {
    for (const hears of [() => true, (at: number) => Math.floor(at) % 5 === 0])
      for (const mayBeDamaged of [false, true]) {
        const hall = new Hall();
        const stations = Array.from({ length: 25 }, () => hall.made());
        for (const [index, station] of stations.entries())
          for (let at = 90 + index / 3; at < 400; at += 2.7) hall.talks(at, station);
        for (const [index, station] of stations.entries())
          for (let at = 100 + index * 0.4; at < 400; at += 10.3)
            hall.ping(at, way, BOX, station, { ...fields, mayBeDamaged });
        expect(hall.play(hears)).toBeGreaterThanOrEqual(SUSPECTED);
        expect(hall.context.codes).toEqual(["addresses-strangers"]);
      }
  },
);

test.each(["block ack request", "data", "deauthentication", "answer to an association", "radio measurement"] as const)(
  "stations that talk with their access point may be sent %s by another that is not heard",
  (way) => {
    const hall = new Hall();
    for (let index = 0; index < 30; index++) {
      const station = hall.made();
      hall.talks(100 + index, station);
      for (let at = 101 + index; at < 160; at += 5) hall.ping(at, way, 0x28d1_2755_0102, station);
    }
    expect(hall.play()).toBeLessThan(WATCH);
  },
);

test("an access point that lets in, answers and sends away stations whose own frames are not heard, but for their questions", () => {
  for (const hears of [() => true, (at: number) => Math.floor(at) % 5 === 0]) {
    const hall = new Hall();
    for (let at = 4; at < 400; at += 0.1) hall.beacon(AP, at);
    for (let index = 0; index < 150; index++) {
      const station = hall.made();
      const at = 100 + index * 2 + hall.random();
      hall.asks(at, station);
      hall.ping(at + 0.1, "answer to an authentication", AP, station);
      hall.ping(at + 0.12, "answer to an association", AP, station);
      hall.ping(at + 20, "deauthentication", AP, station);
      hall.ping(at + 0.3, "disassociation", AP, hall.made());
    }
    expect(hall.play(hears)).toBeLessThan(WATCH);
  }
});

test("a phone that goes from one to the next of forty access points that are not heard, one of them a repeater that looks about", () => {
  const hall = new Hall();
  const phone = hall.made();
  for (let index = 0; index < 40; index++) {
    const unheard = 0x70f0_9600_0000 + index * 0x1_0001;
    const at = 100 + index * 3;
    if (index === 3) hall.asks(at - 50, unheard);
    for (const way of ["question by its address", "GAS request", "authentication", "association"] as const)
      hall.ping(at, way, phone, unheard);
    hall.ping(at + 1, "null", phone, unheard, { toDs: true });
    hall.ping(at + 1.1, "rts", phone, unheard, { durationMicroseconds: FOR_A_FRAME });
  }
  expect(hall.play()).toBeLessThan(SUSPECTED);
});
