import type { Camera, CameraCategory, CameraLadder, CameraStep } from "@probewarden/contract";

/** The rungs, lowest first. `unknown` is no rung: nothing is proven, and nothing is denied. */
export const RUNGS: readonly Exclude<CameraStep, "unknown">[] = [
  "claimed",
  "advertised",
  "supported",
  "configured",
  "enabled",
  "observed",
];

/** All categories, in the order of how much of the public they take. */
export const CATEGORIES: readonly CameraCategory[] = [
  "face-recognition",
  "face-detection",
  "body-attributes",
  "gait",
  "people-counting",
  "person-detection",
  "licence-plate",
  "perimeter",
  "motion-only",
];

/** How many rungs a step has climbed. */
export const rungsOf = (step: CameraStep): number => (step === "unknown" ? 0 : RUNGS.indexOf(step) + 1);

/** The whole ladder of a camera: every category, those without a proof as unknown. */
export function wholeLadder(ladder: readonly CameraLadder[]): CameraLadder[] {
  return CATEGORIES.map(
    (category) => ladder.find((entry) => entry.category === category) ?? { category, step: "unknown", proofs: [] },
  );
}

/** The category proven highest; of two on one rung the one that takes more. */
export function topOf(camera: Camera): CameraLadder | undefined {
  return wholeLadder(camera.finding.ladder)
    .filter((entry) => entry.step !== "unknown")
    .toSorted((a, b) => rungsOf(b.step) - rungsOf(a.step))[0];
}
