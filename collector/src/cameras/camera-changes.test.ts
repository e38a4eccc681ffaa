import type { CameraFinding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { CAMERA_CHANGES, changesBetween, withChanges } from "./camera-changes.ts";

const AT = Date.UTC(2026, 10, 27);
const finding = (over: Partial<CameraFinding>): CameraFinding => ({
  cameraId: "camera-x",
  address: "10.0.0.9",
  profiles: [],
  analytics: "named",
  ladder: [],
  asked: [],
  oddities: [],
  visitedAt: "2026-11-27T00:00:00.000Z",
  ...over,
});
const faces = (step: CameraFinding["ladder"][number]["step"]): Partial<CameraFinding> => ({
  ladder: [{ category: "face-detection", step, proofs: [] }],
});
const told = (before: Partial<CameraFinding>, now: Partial<CameraFinding>): string[] =>
  changesBetween(finding(before), finding(now), AT).map(({ what, category, from, to }) =>
    [what, category, from, to].filter(Boolean).join(" "),
  );

test.each([
  ["the same", faces("claimed"), faces("claimed"), []],
  ["a step that rises", faces("claimed"), faces("advertised"), ["step face-detection claimed advertised"]],
  ["a step that is new", {}, faces("advertised"), ["step face-detection unknown advertised"]],
  ["a step that is not said again", faces("advertised"), {}, ["step face-detection advertised unknown"]],
  ["a visit that could not ask", faces("advertised"), { analytics: "unknown" as const }, []],
  ["another firmware", { firmware: "5.9" }, { firmware: "5.10" }, ["firmware 5.9 5.10"]],
  ["a firmware that is not said", { firmware: "5.9" }, {}, []],
  ["a model that is said at last", {}, { hardware: "IPC-1" }, ["hardware IPC-1"]],
])("%s", (_, before, now, expected) => {
  expect(told(before, now)).toEqual(expected);
});

test("a step that is not said any more is no change where it may not be lower, and what was told is not told again", () => {
  const [high, none] = [finding(faces("advertised")), finding({})];
  expect(changesBetween(high, none, AT, false)).toEqual([]);
  const once = withChanges([], changesBetween(none, high, AT, false));
  expect(once).toHaveLength(1);
  expect(withChanges(once, changesBetween(none, high, AT + 1, false))).toEqual(once);
});

test("of a camera that changes at each visit the newest changes are kept", () => {
  const all = Array.from({ length: 100 }, (_, at) => at).reduce<ReturnType<typeof withChanges>>(
    (kept, at) => withChanges(kept, changesBetween(finding({ name: `a${at}` }), finding({ name: `a${at + 1}` }), AT)),
    [],
  );
  expect(all[0]?.to).toBe("a100");
  expect(all).toHaveLength(CAMERA_CHANGES);
});
