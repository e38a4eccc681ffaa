import type { Excerpt } from "@probewarden/contract";
import { expect, test } from "vitest";
import { spellAddress } from "../dot11/address.ts";
import { Excerpts } from "./excerpts.ts";
import { EXCERPTS } from "./figures.ts";
import { air, BOX, element, findingOf, PHONE, plain, read, stationsAre, subjectOf } from "./frames-for-tests.ts";

const START = 1_795_000_000;
const DUE = START + EXCERPTS.firstAfterSeconds;
const STEP_MS = 1;
const MALL = element(0, "Mall");

/** Excerpts whose every step takes a millisecond, in turns of the event loop that the test ends. */
function setUp() {
  const sent: Excerpt[] = [];
  const stations: number[] = [];
  const next: (() => void)[] = [];
  let now = 0;
  const excerpts = new Excerpts({
    // Who is a station is asked of the memory of stations, which goes on.
    maySay: () => ({
      ...stationsAre(),
      isStation: (address) => stations.includes(address),
      mayBeNamed: (address) => !stations.includes(address),
    }),
    *judge() {
      for (let step = 0; step < 40; step++) yield;
      return new Set<string>();
    },
    emit: (excerpt) => sent.push(excerpt),
    turns: {
      // Each step asks for the time once.
      nowMs: () => (now += STEP_MS),
      nextTurn: (callback) => next.push(callback),
    },
  });
  /** Another turn; for how many milliseconds it was held. */
  const turn = (): number => {
    const from = now;
    for (const callback of next.splice(0)) callback();
    return now - from;
  };
  const suspect = (index: number, frames: readonly string[]): void => {
    const address = BOX + index;
    excerpts.accuse(subjectOf(`s-${index}x`, [address]), undefined, 0, START);
    frames.forEach((hex, order) => excerpts.hear(read(hex, START + order), order + 1, START + order));
    excerpts.told(findingOf(`s-${index}x`, { transmitters: [spellAddress(address)] }), START);
  };
  const idle = (): boolean => next.length === 0;
  /** Turns until nothing is to be done, each with how long it was held. */
  const turns = (): number[] => {
    const held: number[] = [];
    while (!idle()) held.push(turn());
    return held;
  };
  return { excerpts, sent, stations, turn, turns, idle, suspect };
}

const beacons = Array.from({ length: 60 }, (_, index) => air.beacon(BOX, element(0, `Mall ${index}`)));

test("an excerpt is made a few milliseconds a turn, and leaves whole at the last of them", () => {
  const { excerpts, sent, turns, suspect } = setUp();
  suspect(0, beacons);
  excerpts.turn(DUE);
  expect(sent).toEqual([]);
  const held = turns();
  expect(held.length).toBeGreaterThan(10);
  expect(Math.max(...held)).toBeLessThanOrEqual(10);
  expect(sent).toMatchObject([{ suspectId: "s-0x", frames: beacons.length }]);
});

// Who lies writes the address of a visitor's phone into what he sends, before the phone says its first word.
const spelled = element(1, Buffer.from(plain(PHONE), "hex"));

test.each([
  ["who was accused", BOX, beacons],
  ["whose address the accused spelled", PHONE, [...beacons, air.beacon(BOX, MALL + spelled)]],
])(
  "one that is being made does not leave when it holds %s, who is heard as a station meanwhile",
  (_, station, frames) => {
    const whole = setUp();
    whole.suspect(0, frames);
    whole.excerpts.turn(DUE);
    const steps = whole.turns().length;
    expect(whole.sent).toHaveLength(1);
    expect(Buffer.from(whole.sent[0]?.capture ?? "", "base64").includes(Buffer.from(plain(station), "hex"))).toBe(true);

    // Whenever it is that he is heard: before the first turn, in between, before the last.
    for (let after = 0; after < steps; after++) {
      const { excerpts, sent, stations, turn, turns, suspect } = setUp();
      suspect(0, frames);
      excerpts.turn(DUE);
      for (let count = 0; count < after; count++) turn();
      stations.push(station);
      turns();
      for (const { capture, transmitters } of sent) {
        expect(Buffer.from(capture, "base64").includes(Buffer.from(plain(station), "hex"))).toBe(false);
        expect(transmitters).not.toContain(spellAddress(station));
      }
      // It is made anew, without him, when a minute is over.
      excerpts.turn(DUE + EXCERPTS.apartSeconds - 1);
      turns();
      excerpts.turn(DUE + EXCERPTS.apartSeconds);
      turns();
      expect(sent).toHaveLength(1);
      expect(Buffer.from(sent[0]?.capture ?? "", "base64").includes(Buffer.from(plain(station), "hex"))).toBe(false);
    }
  },
);

test("who has it made again and again by one more lie each time uses up the day, and nothing leaves", () => {
  const { excerpts, sent, stations, turn, turns, suspect } = setUp();
  const lies = Array.from({ length: EXCERPTS.ofDay + 1 }, (_, index) => PHONE + index);
  suspect(0, [
    ...beacons,
    ...lies.map((phone, index) =>
      air.beacon(BOX, element(0, `L${index}`) + element(1, Buffer.from(plain(phone), "hex"))),
    ),
  ]);
  lies.forEach((phone, index) => {
    excerpts.turn(DUE + index * EXCERPTS.apartSeconds);
    // Behind the step in which its frame was taken for harmless.
    for (let count = 0; count < 25; count++) turn();
    stations.push(phone);
    turns();
    expect(excerpts.forgotten()["excerpts-held-back"]).toBe(index < EXCERPTS.ofDay ? 0 : 1);
  });
  expect(sent).toEqual([]);
});

test("the end of a finding, or what is heard meanwhile, changes nothing in one that is being made, and it is sent once", () => {
  const { excerpts, sent, turn, turns, suspect } = setUp();
  suspect(0, beacons);
  excerpts.turn(DUE);
  turn();
  for (let order = 0; order < 2 * EXCERPTS.beacons.most; order++)
    excerpts.hear(read(air.beacon(BOX, element(0, `Shop ${order}`)), DUE), 1_000 + order, DUE);
  excerpts.told(findingOf("s-0x", { state: "ended" }), DUE);
  turns();
  excerpts.flush(DUE + 1);
  expect(sent).toMatchObject([{ suspectId: "s-0x", frames: beacons.length, lastAt: "2026-11-18T11:07:39.000Z" }]);
});

test("a process that stops finishes what is being made, and what waits", () => {
  const { excerpts, sent, turn, turns, suspect } = setUp();
  suspect(0, beacons);
  suspect(1, [air.beacon(BOX + 1, MALL)]);
  excerpts.turn(DUE);
  turn();
  excerpts.flush(DUE);
  expect(sent.map(({ suspectId }) => suspectId)).toEqual(["s-0x", "s-1x"]);
  turns();
  expect(sent).toHaveLength(2);
});

test("of many that end at once so many wait to be made as there are suspects, and what is over is counted", () => {
  const { excerpts, sent, turns, suspect } = setUp();
  const end = (index: number): void => {
    suspect(index, [air.beacon(BOX + index, MALL)]);
    excerpts.told(findingOf(`s-${index}x`, { state: "ended" }), START);
  };
  for (let index = 0; index < EXCERPTS.suspects; index++) end(index);
  expect(excerpts.forgotten()["excerpts-held-back"]).toBe(0);
  end(EXCERPTS.suspects);
  expect(excerpts.forgotten()["excerpts-held-back"]).toBe(1);
  turns();
  expect(sent).toHaveLength(EXCERPTS.ofDay);
});
