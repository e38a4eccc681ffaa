import { expect, test } from "vitest";
import { ACCOUNT_STATES, accountState, type AccountFacts } from "./account-state.ts";

const NOTHING: AccountFacts = {
  isAccepted: false,
  isLocked: false,
  isRefused: false,
  isUsedToday: false,
  isUnsafe: false,
  isOffered: false,
  isStopped: false,
  isAnswering: false,
};

test.each([
  [{}, "no-answer"],
  [{ isAnswering: true }, "not-asked"],
  [{ isStopped: true }, "stopped"],
  [{ isAnswering: true, isUnsafe: true }, "no-safe-login"],
  [{ isAnswering: true, isOffered: true }, "undecided"],
  [{ isAnswering: true, isUsedToday: true }, "used-today"],
  [{ isAnswering: true, isOffered: true, isRefused: true }, "refused"],
  // One realm refused it, another has accepted it: what was read was read with it.
  [{ isAnswering: true, isOffered: true, isAccepted: true, isRefused: true }, "accepted"],
  [{ isAnswering: true, isOffered: true, isAccepted: true, isLocked: true }, "locked"],
] as const)("%o is %s", (facts, state) => {
  expect(accountState({ ...NOTHING, ...facts })).toBe(state);
  expect(ACCOUNT_STATES).toContain(state);
});
