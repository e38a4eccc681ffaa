import type { Suspect } from "@probewarden/contract";
import { expect, test } from "vitest";
import { ordinalOf } from "./same-face.ts";

const flood = (suspectId: string, more: Partial<Suspect> = {}): Suspect => ({
  suspectId,
  venueId: "mall",
  suspicion: "disruption",
  band: "strong",
  scoreDb: 24,
  highestDb: 24,
  state: "active",
  firstHeardAt: "2026-01-01T00:00:00.000Z",
  lastHeardAt: "2026-01-01T00:10:00.000Z",
  transmitters: [],
  transmitterCount: 0,
  targets: [],
  sensors: [],
  heardBy: { ever: 1, now: 1 },
  ...more,
});

test("suspects without address and target are counted in the order in which they were heard", () => {
  const first = flood("z");
  const second = flood("a", { firstHeardAt: "2026-01-01T00:00:01.000Z" });
  expect([first, second].map((one) => ordinalOf(one, [second, first]))).toEqual([1, 2]);
});

test("one that nothing looks like has no number", () => {
  const all = [flood("a"), flood("b", { targets: ["0a:44:91:20:be:01"] }), flood("c", { suspicion: "probe-box" })];
  expect(all.map((one) => ordinalOf(one, all))).toEqual([undefined, undefined, undefined]);
});
