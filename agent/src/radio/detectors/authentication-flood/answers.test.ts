import { describe, expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Answers } from "./answers.ts";
import { Entrance } from "./air-for-tests.ts";

const SUSPECTED = 10;
const WATCH = -10;
const one = 0x02_5e00_000000;

/** An address that was never used, or is another's of the same maker. */
const invented = (index: number): number => one + ((index * 0x9e_3779_b1) % 2 ** 32);

const hops = (at: number): boolean => Math.floor(at) % 5 === 0;

describe("a flood that is answered, at levels of a whole hall and with numbers at random:", () => {
  test.each([
    [1, "from a new address each time", invented],
    [1, "from ten addresses", (index: number) => invented(index % 10)],
    [50, "from ten addresses", (index: number) => invented(index % 10)],
  ])("%i a second %s is told, for nobody acknowledges the answers", (rate, _from, address) => {
    const air = new Entrance();
    for (let index = 0; index < rate * 90; index++) {
      const at = 100 + index / rate;
      air.ask(at, address(index), { rssiDbm: air.somewhere() });
      air.answers(at, address(index), false);
    }
    expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
    expect(air.context.codes).toContain("unacknowledged-answers");
    for (const { transmitters } of air.context.observations) expect(transmitters).toEqual([]);
  });

  test.each([
    ["one second in five is heard", hops],
    ["a third of all frames is lost", undefined],
  ])("two a second, while %s", (_how, hears) => {
    const air = new Entrance();
    for (let index = 0; index < 240; index++) {
      air.ask(100 + index / 2, invented(index), { rssiDbm: air.somewhere() });
      air.answers(100 + index / 2, invented(index), false);
    }
    expect(air.play(hears ?? (() => air.random() > 0.3))).toBeGreaterThanOrEqual(SUSPECTED);
  });

  test("association requests are answered by good-byes, which nobody acknowledges either", () => {
    const air = new Entrance();
    for (let index = 0; index < 120; index++) {
      const at = 100 + index / 2;
      air.ask(at, invented(index), { rssiDbm: air.somewhere(), kind: FrameKind.associationRequest });
      air.answers(at, invented(index), false, { kind: FrameKind.deauthentication, reasonCode: 6 });
    }
    expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  });

  test("among as many visitors who come in", () => {
    const air = new Entrance();
    for (let index = 0; index < 120; index++) {
      const at = 100 + index / 2;
      air.ask(at, invented(index), { rssiDbm: air.somewhere() });
      air.answers(at, invented(index), false);
      air.joins(at + 0.2, invented(5_000 + index), air.somewhere());
      air.answers(at + 0.2, invented(5_000 + index), true);
    }
    expect(air.play()).toBeGreaterThanOrEqual(SUSPECTED);
  });
});

describe("innocent:", () => {
  test.each([
    [500, 60],
    [500, 10],
    [300, 10],
  ])(
    "a train with %i phones comes in within %i seconds, and the access point is full: all are turned away, some come back",
    (phones, seconds) => {
      for (const hears of [() => true, hops]) {
        const air = new Entrance();
        for (let phone = 0; phone < phones; phone++) {
          const rssiDbm = air.somewhere();
          const tries = phone % 3;
          for (let at = 100 + seconds * air.random(), time = 0; time <= tries; time++, at += 8 + 30 * air.random()) {
            air.ask(at, invented(phone), { rssiDbm });
            air.answers(at, invented(phone), true);
            air.ask(at + 0.02, invented(phone), { rssiDbm, kind: FrameKind.associationRequest });
            air.answers(at + 0.02, invented(phone), true, { kind: FrameKind.associationResponse });
          }
        }
        expect(air.play(hears)).toBeLessThan(SUSPECTED);
      }
    },
  );

  test("a controller that is slow answers phones that have gone to other channels since", () => {
    const air = new Entrance();
    for (let phone = 0; phone < 300; phone++) {
      const rssiDbm = air.somewhere();
      const at = 100 + 30 * air.random();
      for (const wait of [0, 0.2, 0.4]) air.ask(at + wait, invented(phone), { rssiDbm });
      air.answers(at + 0.4, invented(phone), false, {}, 0.3);
    }
    expect(air.play()).toBeLessThan(SUSPECTED);
  });

  test.each([
    ["forty lamps with a wrong password that stand together", 40, 1],
    ["twenty devices at the edge of the range, to which half of all frames do not come,", 20, 0.5],
  ])("%s ask for hours", (_who, devices, share) => {
    const air = new Entrance();
    for (let device = 0; device < devices; device++)
      for (let at = 100 + 5 * air.random(); at < 700; at += 4 + 6 * air.random())
        for (const wait of [0, 0.1]) {
          air.ask(at + wait, invented(device), { rssiDbm: -80 - Math.round(3 * air.random()) });
          air.answers(at + wait, invented(device), air.random() < share);
        }
    expect(air.play()).toBeLessThan(WATCH);
  });

  test("one device that hears no answer at all asks on and on", () => {
    const air = new Entrance();
    for (let at = 100; at < 400; at += 0.5) {
      air.ask(at, one, { rssiDbm: -85 });
      air.answers(at, one, false);
    }
    expect(air.play()).toBeLessThan(WATCH);
  });
});

test("an answer counts once however often it is repeated, and not at all when it comes late or nobody knows its number", () => {
  const answers = new Answers(4);
  answers.begin(1);
  answers.hear(1, -1, true, 0.01, 10);
  answers.hear(1, 7, false, 0.3, 10);
  expect(answers.isAnswered(1)).toBe(false);
  for (let time = 0; time < 7; time++) answers.hear(1, 8, time > 0, 0.01 + time / 500, 11 + time / 500);
  expect([answers.isAnswered(1), answers.isDeaf(1)]).toEqual([true, true]);
  answers.hear(1, 9, false, 0.01, 12);
  expect(answers.isDeaf(1)).toBe(false);
  answers.begin(1);
  expect([answers.isAnswered(1), answers.isDeaf(1)]).toEqual([false, false]);
});
