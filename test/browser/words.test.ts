import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { detectorsInForce } from "../../agent/src/radio/detectors/detectors.ts";
import { EVIDENCE_CODES, factsOf } from "../../agent/src/radio/detectors/weights.ts";
import { PROBLEMS } from "../../collector/src/api/openapi-problems.ts";
import { zhCN } from "../../dashboard/src/text/zh-CN.ts";
import { ROOT } from "../road/sandbox.ts";

/** Codes that the contract leaves to the agent, held against the words of the screens. English has the same keys by its type. */
const words = (group: keyof typeof zhCN.code): string[] => Object.keys(zhCN.code[group]);

const namesIn = (source: string, pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? "")),
];

test("every observation of a detector has its words, and no words are left over", () => {
  expect(words("evidence").toSorted()).toEqual([...EVIDENCE_CODES].toSorted());
});

test("every reason for which evidence is taken back has its words, and no words are left over", () => {
  const source = readFileSync(`${ROOT}agent/src/radio/detectors/detector.ts`, "utf8");
  const type = /type WithdrawReason =([^;]+);/.exec(source)?.[1] ?? "";
  expect(words("withdrawn").toSorted()).toEqual(namesIn(type, /"([a-z-]+)"/g).toSorted());
});

test("every detector has its name and its innocent causes", () => {
  const detectors = detectorsInForce();
  expect(detectors.length).toBeGreaterThan(0);
  for (const { id } of detectors) {
    expect(words("detector")).toContain(id);
    expect(words("innocent")).toContain(id);
  }
});

test("every figure behind an observation has its words, and no words are left over", () => {
  const names = [...new Set(EVIDENCE_CODES.flatMap(factsOf))];
  expect(names.length).toBeGreaterThan(10);
  expect(words("fact").toSorted()).toEqual(names.toSorted());
});

test("every phrase of a frame's summary has its words", () => {
  const source = readFileSync(`${ROOT}agent/src/radio/judge/finding-message.ts`, "utf8");
  const phrases = namesIn(source.slice(source.indexOf("function summarise")), /`([^`]+)`/g);
  expect(phrases.length).toBeGreaterThan(3);
  for (const phrase of phrases)
    expect(
      words("framePhrase").some((known) => phrase.includes(known)),
      phrase,
    ).toBe(true);
});

test("every question that a camera is asked has its words", () => {
  const source = readFileSync(`${ROOT}agent/src/cameras/interrogate/pre-login.ts`, "utf8");
  const calls = namesIn(source, /^ {2}"(get-[a-z-]+)":/gm);
  expect(calls.length).toBeGreaterThan(3);
  for (const call of [...calls, "probe"]) expect(words("call")).toContain(call);
});

test("every reason for which a camera's service is not contacted has its words", () => {
  const source = readFileSync(`${ROOT}agent/src/cameras/interrogate/address-guard.ts`, "utf8");
  const type = /type GuardRefusal =([^;]+);/.exec(source)?.[1] ?? "";
  const reasons = namesIn(type, /"([a-z-]+)"/g);
  expect(reasons.length).toBeGreaterThan(3);
  for (const reason of reasons) expect(words("cause")).toContain(reason);
});

test("every problem that the API can answer has its words", () => {
  const known = words("failure");
  expect(Object.keys(PROBLEMS).filter((code) => !known.includes(code))).toEqual([]);
});
