import { expect, test } from "vitest";
import { BOX, detector, frame, hidden, observation, setUp } from "./subjects-for-tests.ts";

test("a finding opens, changes, is heard once a minute and ends after half an hour of listening, under one id", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("three-names"), frame, 100);
  subjects.observe(detector, observation("three-names"), frame, 101);
  subjects.observe(detector, observation("five-names"), frame, 102);
  for (let at = 103; at < 300; at++) {
    subjects.hear(frame, at);
    subjects.tick(at, at);
  }
  subjects.tick(90_000, 2_000);
  subjects.tick(90_001, 2_101);
  expect(said.map(({ state }) => state)).toEqual(["opened", "changed", "heard", "heard", "heard", "heard", "ended"]);
  expect(new Set(said.map(({ findingId }) => findingId)).size).toBe(1);
  expect(said.at(-1)?.highestDb).toBe(16);
});

test("a deaf day ends nothing: silence is counted in seconds of listening", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 100);
  subjects.tick(100_000, 1_000);
  expect(said.map(({ state }) => state)).toEqual(["opened"]);
});

test("after a restart a finding goes on under its id", () => {
  const before = setUp();
  before.subjects.observe(detector, observation("five-names"), frame, 100);
  const after = setUp();
  after.subjects.resume(before.said, 150);
  after.subjects.observe(detector, observation("unadvertised-names"), frame, 200);
  expect(after.said[0]).toMatchObject({
    state: "changed",
    findingId: before.said[0]?.findingId,
    suspectId: before.said[0]?.suspectId,
  });
});

test("subjects are bounded: one that was never told makes room, and nobody hears that it ended", () => {
  const { said, subjects } = setUp();
  const faint = { ...observation("unadvertised-names"), facts: [] };
  for (let index = 0; index < 600; index++)
    subjects.observe(
      detector,
      { ...faint, subject: { kind: "transmitter", address: index }, transmitters: [index] },
      undefined,
      100 + index,
    );
  expect(subjects.size).toBe(512);
  expect(subjects.forgotten).toBe(88);
  expect(said).toEqual([]);
});

test("no identifier holds an address", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 100);
  expect(said[0]?.suspectId).toMatch(/^s-[g-v]{20}$/);
  expect(said[0]?.findingId).toMatch(/^f-[g-v]{20}$/);
});

test("a network that may not be named is not named by the identifier either: whoever knows the venue could try all addresses", () => {
  const PHONE = 0x262371_06e6ef;
  const idAgainst = (address: number, at: number, targets: readonly number[]): string | undefined => {
    const { said, subjects } = setUp();
    subjects.observe(detector, hidden(address, targets), undefined, at);
    return said[0]?.suspectId;
  };
  expect(idAgainst(PHONE, 100, [])).toBe(idAgainst(PHONE + 1, 100, []));
  expect(idAgainst(PHONE, 100, [])).not.toBe(idAgainst(PHONE, 101, []));
  // An access point's stays the same, at every sensor of the venue.
  expect(idAgainst(BOX, 100, [BOX])).toBe(idAgainst(BOX, 200, [BOX]));
});

test("a network that may not be named yet is one subject, each its own, and keeps its identifier when it is heard advertising", () => {
  const { said, subjects } = setUp();
  for (const at of [100, 101]) {
    subjects.observe(detector, hidden(1, []), undefined, at);
    subjects.observe(detector, hidden(2, []), undefined, at);
  }
  expect(subjects.size).toBe(2);
  expect(new Set(said.map(({ suspectId }) => suspectId)).size).toBe(2);
  subjects.observe(detector, { ...hidden(1, [1]), code: "parted-twice" }, undefined, 102);
  expect(subjects.size).toBe(2);
  expect(said.at(-1)).toMatchObject({ suspectId: said[0]?.suspectId, targets: ["00:00:00:00:00:01"] });
  expect(subjects.isSubject(1)).toBe(false);
});

test("a clock that is set back holds up no word: a finding is still heard once a minute", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("five-names"), frame, 90_000);
  for (let at = 100; at < 221; at++) {
    subjects.hear(frame, at);
    subjects.tick(at, at);
  }
  expect(said.map(({ state }) => state)).toEqual(["opened", "heard", "heard", "heard"]);
});

test("of two findings about one thing, one told before a restart and one since, the older ends", () => {
  const before = setUp();
  before.subjects.observe(detector, observation("five-names"), frame, 100);
  const after = setUp();
  after.subjects.observe(detector, observation("five-names"), frame, 200);
  after.subjects.resume(before.said, 201);
  expect(after.said.map(({ findingId, state }) => [findingId === before.said[0]?.findingId, state])).toEqual([
    [false, "opened"],
    [true, "ended"],
  ]);
  after.subjects.observe(detector, observation("unadvertised-names"), frame, 202);
  expect(after.said.at(-1)).toMatchObject({ state: "changed", findingId: after.said[0]?.findingId });
});
