import { expect, test } from "vitest";
import { AccusedFrames } from "./accused-frames.ts";
import { EXCERPTS } from "./figures.ts";
import { KINDS } from "./suspect-frames.ts";
import { air, BOX, element, findingOf, PHONE, read, subjectOf } from "./frames-for-tests.ts";

const NAME = element(0, "Mall");
const START = 1_795_000_000;

/** Frames kept of each suspect, by its id. */
const keptBy = (frames: AccusedFrames): Record<string, number> =>
  Object.fromEntries([...frames.suspects()].map((kept) => [kept.suspectId, kept.size]));

test("of nobody who is not accused a frame is kept, and of who is it every one that it sends or gets", () => {
  const frames = new AccusedFrames();
  frames.hear(read(air.beacon(BOX, NAME)), 1, START);
  frames.hear(read(air.data(BOX, PHONE)), 1, START);
  expect(frames.size).toBe(0);
  frames.accuse(subjectOf("s-box", [BOX]), read(air.beacon(BOX, NAME)), 2, START);
  // The frame that completed the evidence comes again as one that was heard, and what was heard before it is there.
  frames.hear(read(air.beacon(BOX, NAME)), 2, START);
  frames.hear(read(air.response(BOX, PHONE, NAME)), 3, START + 1);
  frames.hear(read(air.rts(PHONE, BOX)), 4, START + 1);
  frames.hear(read(air.rts(PHONE, PHONE + 1)), 5, START + 1);
  expect(keptBy(frames)).toEqual({ "s-box": 4 });
});

test("beacons that say the same are kept three times a second after the first of them, names in turn each time", () => {
  const frames = new AccusedFrames();
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 0, START);
  const first = EXCERPTS.unrepeated;
  for (let index = 0; index < first + 20; index++)
    frames.hear(read(air.beacon(BOX, NAME)), index + 1, START + index / 8);
  expect(keptBy(frames)["s-box"]).toBe(first + 6);
  const others = new AccusedFrames();
  others.accuse(subjectOf("s-box", [BOX]), undefined, 0, START);
  for (let index = 0; index < 20; index++)
    others.hear(read(air.beacon(BOX, element(0, `Mall ${index % 2}`))), index + 1, START + index / 10);
  expect(keptBy(others)["s-box"]).toBe(20);
});

test("each kind has room of its own, and no more: what is most does not push out what is rarest", () => {
  const frames = new AccusedFrames();
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 0, START);
  let order = 0;
  const hear = (hex: string): void => frames.hear(read(hex), ++order, START + order / 1_000);
  for (let index = 0; index < EXCERPTS.questions.most + 50; index++) {
    hear(air.request(PHONE + index, NAME));
    hear(air.response(BOX, PHONE + index, NAME));
  }
  for (let index = 0; index < 3_000; index++) {
    hear(air.data(BOX, PHONE + index, "00".repeat(200)));
    hear(air.beacon(BOX, element(0, `name ${index}`)));
    hear(air.response(BOX, PHONE + index, element(0, `name ${index}`)));
    hear(air.authentication(PHONE + index, BOX, "00".repeat(300)));
  }
  const [kept] = frames.suspects();
  if (kept === undefined) throw new Error("nothing is kept");
  for (const kind of KINDS) {
    const { size, passed } = kept.stores[kind];
    const { most } = EXCERPTS[kind];
    expect([kind, size <= most, size >= most / 2, passed > 0]).toEqual([kind, true, true, true]);
  }
  // Of each kind the first is there, and of data nothing but the header is in memory.
  const { questions, others, shorts, answers, beacons } = kept.stores;
  const orders = [questions, others, shorts, answers, beacons].map((store) => store.frames()[0]?.order ?? 0);
  expect(Math.max(...orders)).toBeLessThan(2 * (EXCERPTS.questions.most + 50) + 5);
  expect(new Set(others.frames().map(({ octets }) => octets.length))).toEqual(new Set([24]));
  expect(new Set(shorts.frames().map(({ octets }) => octets.length))).toEqual(new Set([EXCERPTS.shortOctets]));
});

test("a question is kept for who answers it, or beacons the name, and nobody else's", () => {
  const frames = new AccusedFrames();
  frames.hear(read(air.request(PHONE, element(0, "Home"))), 1, START);
  frames.hear(read(air.request(PHONE + 1, element(0, "Work"))), 2, START);
  frames.hear(read(air.request(PHONE + 2, element(0, "Gym"))), 3, START);
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 4, START);
  frames.hear(read(air.response(BOX, PHONE, element(0, "Home"))), 5, START + 1);
  frames.hear(read(air.beacon(BOX, element(0, "Work"))), 6, START + 1);
  const [kept] = frames.suspects();
  expect((kept?.stores.questions.frames() ?? []).map(({ order }) => order)).toEqual([1, 2]);
});

test("so many suspects are kept: those that are suspected stay, whoever comes, and others make room for newer ones", () => {
  const frames = new AccusedFrames();
  const accuse = (index: number): void =>
    frames.accuse(subjectOf(`s-${index}x`, [BOX + index]), undefined, index, START + index);
  for (let index = 0; index < EXCERPTS.suspects; index++) accuse(index);
  frames.told(findingOf("s-0x"));
  accuse(100);
  expect([frames.size, frames.refused]).toEqual([EXCERPTS.suspects, 1]);
  expect(Object.keys(keptBy(frames))).toEqual(expect.arrayContaining(["s-0x", "s-100x"]));
  expect(keptBy(frames)).not.toHaveProperty("s-1x");
  for (const { suspectId } of frames.suspects()) frames.told(findingOf(suspectId));
  accuse(200);
  expect([frames.size, frames.refused]).toEqual([EXCERPTS.suspects, 2]);
  expect(keptBy(frames)).not.toHaveProperty("s-200x");
});

test("one suspect is known by so many addresses, and a frame is kept for so many suspects", () => {
  const frames = new AccusedFrames();
  const many = Array.from({ length: 200 }, (_, index) => BOX + index);
  frames.accuse(subjectOf("s-many", many), undefined, 0, START);
  expect([...frames.suspects()][0]?.addresses.size).toBe(EXCERPTS.addresses);
  const crowd = new AccusedFrames();
  for (let index = 0; index < EXCERPTS.suspectsOfOne + 3; index++)
    crowd.accuse(subjectOf(`s-${index}x`, [], [BOX]), undefined, index, START);
  crowd.hear(read(air.beacon(BOX, NAME)), 100, START);
  expect(Object.values(keptBy(crowd)).reduce((sum, it) => sum + it, 0)).toBe(EXCERPTS.suspectsOfOne);
});

test("two that turn out to be one radio are one: what both had stands in the order in which it was heard", () => {
  const frames = new AccusedFrames();
  frames.accuse(subjectOf("s-one", [BOX]), undefined, 0, START);
  frames.accuse(subjectOf("s-two", [BOX + 1]), undefined, 0, START);
  frames.hear(read(air.beacon(BOX, NAME)), 1, START);
  frames.hear(read(air.beacon(BOX + 1, NAME)), 2, START);
  frames.hear(read(air.beacon(BOX, element(0, "x"))), 3, START + 1);
  frames.accuse(subjectOf("s-two", [BOX + 1, BOX]), undefined, 4, START + 1);
  const [kept, ...others] = frames.suspects();
  expect([kept?.suspectId, others]).toEqual(["s-two", []]);
  expect((kept?.stores.beacons.frames() ?? []).map(({ order }) => order)).toEqual([1, 2, 3]);
});

test("who has ended, or was not heard for long, is forgotten", () => {
  const frames = new AccusedFrames();
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 0, START);
  frames.told(findingOf("s-box"));
  frames.told(findingOf("s-box", { state: "ended" }));
  expect(frames.size).toBe(0);
  frames.accuse(subjectOf("s-box", [BOX]), undefined, 0, START);
  frames.expire(START + EXCERPTS.idleSeconds);
  expect(frames.size).toBe(1);
  frames.expire(START + EXCERPTS.idleSeconds + 1);
  expect(frames.size).toBe(0);
  frames.hear(read(air.beacon(BOX, NAME)), 9, START + 9_999);
  expect(frames.size).toBe(0);
});
