import { expect, test } from "vitest";
import { idOfCode, isProof, joinLink, keyOf, looksLikeCode, makeWords, proofOf, readCode } from "./site-code.ts";
import { WORDS } from "./words.ts";

const SIX = ["bridge", "olive", "march", "cabin", "violin", "honey"];

test("a code is six of 2,048 words that differ in their first four letters: 66 bits", () => {
  expect(WORDS.length).toBe(2_048);
  expect(new Set(WORDS.map((word) => word.slice(0, 4))).size).toBe(2_048);
  const words = makeWords();
  expect(words.length).toBe(6);
  for (const word of words) expect(WORDS).toContain(word);
  expect(makeWords()).not.toEqual(words);
});

test("it is read as cold fingers type it, and as a phone scans it", () => {
  for (const typed of [SIX.join(" "), SIX.join("-").toUpperCase(), "brid, oliv  marc cabi viol hone"])
    expect(readCode(typed)).toEqual({ words: SIX });
  const link = joinLink("https://collector.local:8443", SIX);
  expect(readCode(link)).toEqual({ words: SIX, collector: "https://collector.local:8443" });
});

test("a word that is none is named, with the one that was meant; so is a wrong number of them", () => {
  expect(() => readCode("bridge olive march cabin violin honny")).toThrow(
    'word 6, "honny", is none of the list (honey?)',
  );
  expect(() => readCode("bridge olive march")).toThrow("it is 6 words, and these are 3");
  expect(() => readCode(`${"x".repeat(5_000)} olive march cabin violin honey`)).toThrow(
    'word 1, "xxxxxxxxxxxxxxxxxxxx"',
  );
});

test("the name of a file is no code", () => {
  for (const file of ["agent.yaml", "/root/agent.yaml", "-", "agent", "./my-agent"])
    expect(looksLikeCode(file)).toBe(false);
  expect(looksLikeCode("bridge-olive-march-cabin-violin-honey")).toBe(true);
  expect(looksLikeCode("https://collector.local:8443/ladder#join=bridge")).toBe(true);
});

test("a proof is of one code, one end, one connection and one saying", async () => {
  const [key, other] = await Promise.all([keyOf(SIX), keyOf(SIX.toReversed())]);
  const channel = Buffer.alloc(32, 1);
  const proof = proofOf(key, "sensor", channel, "said");
  expect(isProof(proof, proofOf(key, "sensor", Buffer.alloc(32, 1), "said"))).toBe(true);
  for (const wrong of [
    proofOf(other, "sensor", channel, "said"),
    proofOf(key, "collector", channel, "said"),
    proofOf(key, "sensor", Buffer.alloc(32, 2), "said"),
    proofOf(key, "sensor", channel, "said otherwise"),
    "",
  ])
    expect(isProof(wrong, proof)).toBe(false);
  expect(idOfCode(key)).toMatch(/^[0-9a-f]{32}$/);
  expect(key.toString("hex")).not.toContain(idOfCode(key));
});

test("a guess costs tens of milliseconds and 32 MB, so that 66 bits outlast a night", async () => {
  const began = process.cpuUsage();
  await keyOf(makeWords());
  const { user, system } = process.cpuUsage(began);
  // RFC 7914: N = 32,768 and r = 8. The fastest machine that this ran on takes more than this.
  expect(user + system).toBeGreaterThan(10_000);
});
