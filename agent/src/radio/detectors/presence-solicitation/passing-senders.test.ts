import { expect, test } from "vitest";
import { PassingSenders } from "./passing-senders.ts";

/** Addresses that have nothing in common (Fibonacci hashing). */
const address = (index: number): number => 0x02_00_00_00_00_00 + (Math.imul(index, 0x9e37_79b1) >>> 0);

/** So many senders, each of a frame to a receiver of its own, within the second that begins at `at`. */
function pass(passing: PassingSenders, count: number, at: number, levelDbm = -50): void {
  for (let index = 0; index < count; index++) passing.take(address(index), address(1_000 + index), levelDbm, false, at);
}

test("new senders at one level are one radio's work; few of them, or spread over the hall, are not", () => {
  const passing = new PassingSenders();
  pass(passing, 8, 10);
  expect(passing.areOne(10)).toBe(false);
  pass(passing, 20, 10);
  expect(passing.areOne(10)).toBe(true);
  const hall = new PassingSenders();
  for (let index = 0; index < 30; index++)
    hall.take(address(index), address(1_000 + index), -30 - 2 * index, false, 10);
  expect(hall.areOne(10)).toBe(false);
});

test("whoever takes a new address for every frame has them looked at some times in a second, and no more", () => {
  const passing = new PassingSenders();
  for (let look = 0; look < 16; look++) expect(passing.areOne(10 + look / 100)).toBe(false);
  pass(passing, 20, 10.5);
  expect(passing.areOne(10.5)).toBe(false);
  expect(passing.areOne(11)).toBe(true);
});

test("of one receiver eight senders are remembered: a phone that is asked without end leaves room for others", () => {
  const passing = new PassingSenders();
  for (let phone = 0; phone < 16; phone++)
    for (let index = 0; index < 100; index++)
      passing.take(address(phone * 100 + index), address(9_000 + phone), -50, true, 10);
  expect(passing.areOne(10)).toBe(true);
  expect(passing.receivers).toBe(16);
});

test("senders that are heard with their receiver again have to do with it", () => {
  const passing = new PassingSenders();
  const hear = (at: number): void => {
    for (let index = 0; index < 40; index++) passing.take(address(index), address(9_000 + (index % 5)), -50, false, at);
  };
  hear(10);
  expect(passing.areOne(10)).toBe(true);
  hear(11);
  expect(passing.areOne(11)).toBe(false);
});
