import { expect, test } from "vitest";
import { HEARD_WINDOW_MS, stateOf, type StateAndSince, type Witness } from "./suspect-state.ts";

const NOW = 1_000_000_000;
const ACTIVE: StateAndSince = { state: "active", since: undefined };
const witness = (over: Partial<Witness> = {}): Witness => ({
  judged: true,
  open: true,
  heardAt: NOW - 60_000,
  present: true,
  listens: true,
  readsMost: true,
  since: undefined,
  ...over,
});
const LONG_AGO = NOW - HEARD_WINDOW_MS - 1;

test("what a sensor that listens heard within a quarter of an hour is active", () => {
  expect(stateOf([witness(), witness({ listens: false })], ACTIVE, NOW)).toEqual(ACTIVE);
  // A level is enough, of a sensor that never judged it.
  const lost = witness({ listens: false, since: 5 });
  expect(stateOf([lost, witness({ judged: false, open: false })], ACTIVE, NOW)).toEqual(ACTIVE);
});

test("what nobody heard for a quarter of an hour is silent while a sensor of it listens", () => {
  expect(stateOf([witness({ heardAt: LONG_AGO })], ACTIVE, NOW)).toEqual({ state: "silent", since: LONG_AGO });
});

test("what only sensors heard that do not listen is unobserved, since the last of them stopped", () => {
  const gone = [witness({ listens: false, since: 700 }), witness({ listens: false, since: 900 })];
  expect(stateOf(gone, ACTIVE, NOW)).toEqual({ state: "unobserved", since: 900 });
  // A removed sensor hears nothing for this venue, even where it still sends.
  expect(stateOf([witness({ present: false, since: NOW - 800 })], ACTIVE, NOW)).toEqual({
    state: "unobserved",
    since: NOW - 800,
  });
  // A sensor that heard it long before the others says nothing of where it is now.
  const before = witness({ judged: false, open: false, heardAt: NOW - 10 * HEARD_WINDOW_MS });
  expect(stateOf([witness({ listens: false }), before], ACTIVE, NOW)).toEqual({ state: "unobserved", since: NOW });
});

test("a sensor that cannot read most of what it hears knows who is there, and not who is silent", () => {
  const blurred = (heardAt: number): Witness => witness({ readsMost: false, heardAt });
  expect(stateOf([blurred(NOW - 60_000)], ACTIVE, NOW)).toEqual(ACTIVE);
  expect(stateOf([blurred(LONG_AGO)], ACTIVE, NOW)).toEqual({ state: "unobserved", since: NOW });
  expect(stateOf([blurred(LONG_AGO), witness({ heardAt: LONG_AGO })], ACTIVE, NOW).state).toBe("silent");
});

test("since when it is unobserved stays, and a sensor that comes back makes it silent or active again", () => {
  const unobserved: StateAndSince = { state: "unobserved", since: 900 };
  expect(stateOf([witness({ listens: false })], unobserved, NOW)).toBe(unobserved);
  expect(stateOf([witness({ heardAt: LONG_AGO })], unobserved, NOW).state).toBe("silent");
  expect(stateOf([witness()], unobserved, NOW)).toEqual(ACTIVE);
});

test("it has ended when every sensor that is still here has said so, and not because one is lost", () => {
  const ended = witness({ open: false, heardAt: NOW - 3 * HEARD_WINDOW_MS });
  expect(stateOf([ended, ended], ACTIVE, NOW)).toEqual({ state: "ended", since: NOW });
  expect(stateOf([ended, witness({ present: false })], ACTIVE, NOW).state).toBe("ended");
  expect(stateOf([ended, witness({ listens: false, heardAt: LONG_AGO })], ACTIVE, NOW).state).toBe("unobserved");
  expect(stateOf([witness({ present: false })], ACTIVE, NOW).state).toBe("unobserved");
  const before: StateAndSince = { state: "ended", since: 3 };
  expect(stateOf([ended], before, NOW)).toBe(before);
});

test("what only sensors heard that were removed a day ago has ended, while one that is lost leaves it unobserved for good", () => {
  const DAY = 24 * 3_600_000;
  const removed = witness({ present: false, listens: false, since: NOW - DAY - 1 });
  const unobserved: StateAndSince = { state: "unobserved", since: NOW - DAY - 1 };
  expect(stateOf([removed], unobserved, NOW)).toEqual({ state: "ended", since: NOW });
  expect(stateOf([removed, witness({ present: false, since: NOW - DAY + 1 })], unobserved, NOW)).toBe(unobserved);
  expect(stateOf([removed, witness({ listens: false, since: 5 })], unobserved, NOW)).toBe(unobserved);
});
