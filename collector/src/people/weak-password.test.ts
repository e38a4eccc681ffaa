import { expect, test } from "vitest";
import { weaknessOf } from "./weak-password.ts";

test.each([
  ["password1234", "common"],
  ["P@ssw0rd!2026", "common"],
  ["Passw0rd1234!", "common"],
  ["admin1234567", "common"],
  ["qwertyuiop123", "common"],
  ["iloveyou2026!!", "common"],
  ["woaini1314520", "common"],
  ["我爱你1234567890", "common"],
  ["aaaaaaaaaaaa", "repeated"],
  ["abcabcabcabc", "repeated"],
  ["123412341234", "repeated"],
  ["0123456789012", "row"],
  ["987654321098", "row"],
  ["qwertyuiopas", "row"],
  ["mnbvcxzlkjhg", "row"],
  ["anastasia-2026!", "name"],
] as const)("%s is among the first that somebody tries (%s)", (password, weakness) => {
  expect(weaknessOf(password, "Anastasia")).toBe(weakness);
});

test.each([
  "correct horse battery",
  "staple of another horse",
  "another long password",
  "a long enough password",
  "七只白鹅过了河去看海",
  "kX7#vQ2m!pL9",
  "the administrator eats plums",
  "0123456789 are my digits",
])("%s is taken", (password) => {
  expect(weaknessOf(password, "Anastasia")).toBeUndefined();
});

test("a short name spoils no password, and a long one is looked at in no time", () => {
  expect(weaknessOf("correct horse battery", "co")).toBeUndefined();
  expect(weaknessOf("密".repeat(1_024), "a")).toBe("repeated");
  expect(weaknessOf(`x${"y z".repeat(340)}`, "a")).toBeUndefined();
});
