import { expect, test } from "vitest";
import { differIn, fuseWords, inOrder, type SensorWord } from "./fuse-words.ts";
import { findingOf, type Ladder, type Said } from "./test-visits.ts";

const word = (sensorId: string, ladder: Ladder, said: Said = {}, firstSeenAt = 1): SensorWord => ({
  sensorId,
  firstSeenAt,
  lastSeenAt: 9,
  finding: findingOf(ladder, said),
});
const steps = (...words: SensorWord[]) =>
  Object.fromEntries(fuseWords(words)?.finding.ladder.map(({ category, step }) => [category, step]) ?? []);

test("of each function the highest step that any sensor proves is told, whoever spoke last", () => {
  const north = word("north", { "face-detection": "enabled", "people-counting": "supported" });
  const liar = word("liar", { "face-detection": "claimed", "people-counting": "configured" });
  expect(steps(north, liar)).toEqual({ "face-detection": "enabled", "people-counting": "configured" });
  expect(steps(liar, north)).toEqual(steps(north, liar));
  expect(steps(north, word("liar", {}))).toEqual(steps(north));
  expect(fuseWords([])).toBeUndefined();
});

test("model and name are the words of who proves most; of two that prove as much, of who has known the camera longest", () => {
  const old = word("south", { gait: "claimed" }, { hardware: "IPC-1" }, 1);
  const late = word("liar", { gait: "claimed" }, { hardware: "TOASTER" }, 2);
  expect(fuseWords([late, old])).toMatchObject({ sensorId: "south", finding: { hardware: "IPC-1" } });
  const more = word("west", { gait: "supported" }, {}, 3);
  expect(inOrder([late, old, more]).map(({ sensorId }) => sensorId)).toEqual(["west", "south", "liar"]);
});

test("where sensors differ is told; one that could not ask differs from nobody", () => {
  const north = word("north", { "face-detection": "enabled", gait: "claimed" });
  expect(differIn([north, word("south", { "face-detection": "claimed", gait: "claimed" })])).toEqual([
    "face-detection",
  ]);
  expect(differIn([north, word("south", {})])).toEqual(["face-detection", "gait"]);
  expect(differIn([north, word("south", {}, { analytics: "unknown" })])).toEqual([]);
  expect(differIn([north])).toEqual([]);
});

test("oddities and destinations are everybody's, as many as a finding holds", () => {
  const oddities = (from: string) =>
    Array.from({ length: 12 }, (_, n) => ({ code: "locked" as const, text: `${from} ${n}` }));
  const fused = fuseWords([
    word("a", {}, { oddities: oddities("a") }),
    word("b", {}, { oddities: oddities("b"), auditedAt: "2026-11-24T08:00:00.000Z", sendsTo: [] }),
  ]);
  expect(fused?.finding.oddities).toHaveLength(16);
  expect(fused?.finding).toMatchObject({ auditedAt: "2026-11-24T08:00:00.000Z", sendsTo: [] });
});
