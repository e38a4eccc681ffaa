import { expect, test } from "vitest";
import { passwordProblem } from "./password-problem.ts";

const told = (present: string, next: string, again = next) => {
  const problem = passwordProblem({ present, next, again });
  return problem && `${problem.field} ${problem.words} ${problem.n}`;
};

test("each mistake is told at its field, the first one first, and a good change has none", () => {
  const good = "correct horse battery";
  expect(told("", "")).toBe("present password.presentMissing 0");
  expect(told("old", "too short")).toBe("next password.tooShort 9");
  expect(told("old", "锁".repeat(11))).toBe("next password.tooShort 11");
  expect(told(good, good)).toBe("next password.asBefore 21");
  expect(told("old", good, `${good}x`)).toBe("again password.notTheSame 21");
  expect(told("old", good)).toBeUndefined();
  expect(told("old", "锁".repeat(12))).toBeUndefined();
});
