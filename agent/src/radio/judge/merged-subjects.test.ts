import { expect, test } from "vitest";
import { SubjectRegister } from "./subject-register.ts";
import { BOX, detector, frame, observation, setUp } from "./subjects-for-tests.ts";

const OTHER = BOX + 0x100;

/** What a detector sees of one radio under several addresses, known by the first. */
const together = (code: Parameters<typeof observation>[0], ...addresses: number[]): ReturnType<typeof observation> => ({
  ...observation(code, addresses[0]),
  transmitters: addresses,
  transmitterCount: addresses.length,
});

test("a suspect that turns out to have further addresses keeps its name, by whichever of them it was seen", () => {
  for (const addresses of [
    [BOX, OTHER],
    [OTHER, BOX],
  ]) {
    const { said, subjects } = setUp();
    subjects.observe(detector, observation("five-names"), frame, 100);
    subjects.observe(detector, together("names-as-asked", ...addresses), frame, 101);
    subjects.observe(detector, observation("unadvertised-names", OTHER), frame, 102);
    expect(said.map(({ state }) => state)).toEqual(["opened", "changed", "changed"]);
    expect(new Set(said.map(({ suspectId }) => suspectId)).size).toBe(1);
    expect(new Set(said.map(({ findingId }) => findingId)).size).toBe(1);
    expect(said.at(-1)?.transmitters.toSorted()).toEqual(["00:0c:43:7e:37:18", "00:0c:43:7e:38:18"]);
    expect(subjects.size).toBe(1);
  }
});

test("of two suspects that turn out to be one radio the one that was told first goes on, with the lines of both; the other ends", () => {
  for (const addresses of [
    [BOX, OTHER],
    [OTHER, BOX],
  ]) {
    const { said, subjects } = setUp();
    subjects.observe(detector, observation("five-names"), frame, 100);
    subjects.observe(detector, observation("three-names", OTHER), frame, 200);
    const [first, second] = said;
    subjects.observe(detector, together("names-as-asked", ...addresses), frame, 300);
    expect(said.slice(2).map(({ state, findingId }) => ({ state, findingId }))).toEqual([
      { state: "ended", findingId: second?.findingId },
      { state: "changed", findingId: first?.findingId },
    ]);
    const codes = said.at(-1)?.evidence.map(({ code }) => code);
    expect(codes?.toSorted()).toEqual(["five-names", "names-as-asked", "three-names"]);
    expect(said.at(-1)?.firstHeardAt).toBe(first?.firstHeardAt);
    // What either address shows later is the one suspect's.
    subjects.observe(detector, observation("unadvertised-names", OTHER), frame, 301);
    expect(said.at(-1)).toMatchObject({ state: "changed", suspectId: first?.suspectId });
  }
});

test("one that was never told gives way to one that was", () => {
  const { said, subjects } = setUp();
  subjects.observe(detector, observation("unadvertised-names"), frame, 100);
  subjects.observe(detector, observation("five-names", OTHER), frame, 200);
  subjects.observe(detector, together("names-as-asked", BOX, OTHER), frame, 300);
  expect(said.map(({ state }) => state)).toEqual(["opened", "changed"]);
  expect(new Set(said.map(({ suspectId }) => suspectId)).size).toBe(1);
});

test("of whoever goes on as a station under one address after another, as many are remembered as there is room for, and the rest is counted", () => {
  const register = new SubjectRegister("test", "secret", () => []);
  const subject = register.open(observation("five-names"), 100);
  if (subject === undefined) throw new Error("there was room");
  for (let index = 0; index < 10_000; index++) {
    register.name(subject, index);
    register.takeBack(index);
  }
  const isKnown = (address: number): boolean => register.find(observation("five-names", address)) === subject;
  const known = Array.from({ length: 10_000 }, (_, address) => address).filter(isKnown);
  expect(known).toEqual(Array.from({ length: 4_095 }, (_, address) => address));
  expect(register.forgotten).toBe(10_000 - 4_095);
  register.delete(subject);
  expect(isKnown(0)).toBe(false);
});
