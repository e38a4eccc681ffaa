import type { CameraFinding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { loweredBy, newSteps, stepsOf, withSteps } from "./told-steps.ts";

type Row = [CameraFinding["ladder"][number]["category"], CameraFinding["ladder"][number]["step"]];
const seen = (...ladder: Row[]) =>
  stepsOf({ ladder: ladder.map(([category, step]) => ({ category, step, proofs: [] })) });

test("people are told of faces, bodies and gait, and of nothing else", () => {
  expect(
    seen(["face-detection", "enabled"], ["gait", "claimed"], ["licence-plate", "enabled"], ["motion-only", "observed"]),
  ).toEqual({ "face-detection": "enabled", gait: "claimed" });
  expect(seen(["face-recognition", "unknown"])).toEqual({});
});

test("a step is new where it is higher than what was told, the neediest first", () => {
  const told = seen(["face-detection", "supported"], ["body-attributes", "enabled"]);
  const now = seen(["face-detection", "configured"], ["body-attributes", "supported"], ["gait", "enabled"]);
  expect(newSteps(now, told)).toEqual([
    { category: "gait", from: "unknown", step: "enabled" },
    { category: "face-detection", from: "supported", step: "configured" },
  ]);
  expect(withSteps(told, now)).toEqual({
    "face-detection": "configured",
    "body-attributes": "enabled",
    gait: "enabled",
  });
  expect(newSteps(now, withSteps(told, now))).toEqual([]);
});

test("what was switched off is told again when it is on again; what a camera can do does not come and go", () => {
  const told = seen(["face-detection", "enabled"], ["face-recognition", "advertised"]);
  const off = loweredBy(told, seen(["face-detection", "configured"]));
  expect(off).toEqual({ "face-detection": "configured", "face-recognition": "advertised" });
  expect(newSteps(seen(["face-detection", "enabled"], ["face-recognition", "advertised"]), off)).toEqual([
    { category: "face-detection", from: "configured", step: "enabled" },
  ]);
  expect(loweredBy(told, {})).toEqual({ "face-detection": "supported", "face-recognition": "advertised" });
});
