import type { CameraFinding } from "@probewarden/contract";
import { expect, test } from "vitest";
import { cameraNeed } from "./camera-need.ts";

const need = (...ladder: [CameraFinding["ladder"][number]["category"], CameraFinding["ladder"][number]["step"]][]) =>
  cameraNeed({ ladder: ladder.map(([category, step]) => ({ category, step, proofs: [] })) });

test("a claim about faces needs a person more than any proof about cars; of one kind the higher step does", () => {
  expect(need()).toBe(0);
  expect(need(["face-recognition", "unknown"])).toBe(0);
  expect(need(["licence-plate", "observed"])).toBeLessThan(need(["gait", "claimed"]));
  expect(need(["face-detection", "claimed"])).toBeLessThan(need(["face-detection", "enabled"]));
  expect(need(["motion-only", "observed"], ["body-attributes", "supported"])).toBe(
    need(["body-attributes", "supported"]),
  );
});
