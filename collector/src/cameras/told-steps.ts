import { CAMERA_STEPS, type CameraCategory, type CameraFinding, type CameraStep } from "@probewarden/contract";
import { categoryNeed, OF_PEOPLE } from "./camera-need.ts";

/** The proven step of each category that takes something of people as such; a category without a step is absent. */
export type Steps = Partial<Record<CameraCategory, CameraStep>>;

/** A step that is higher than the one before it. */
export interface NewStep {
  category: CameraCategory;
  from: CameraStep;
  step: CameraStep;
}

const rankOf = (step: CameraStep | undefined): number => (step === undefined ? 0 : CAMERA_STEPS.indexOf(step));

/** The steps of a visit of which people are told: those of faces, bodies and gait. A line about cars or plain motion wakes nobody. */
export const stepsOf = ({ ladder }: Pick<CameraFinding, "ladder">): Steps =>
  Object.fromEntries(
    ladder
      .filter(({ category, step }) => OF_PEOPLE.has(category) && step !== "unknown")
      .map(({ category, step }) => [category, step]),
  );

/** The steps that are higher than what people were told of, what needs a person most first. */
export function newSteps(now: Steps, told: Steps): NewStep[] {
  const found = (Object.entries(now) as [CameraCategory, CameraStep][]).filter(
    ([category, step]) => rankOf(step) > rankOf(told[category]),
  );
  return found
    .map(([category, step]): NewStep => ({ category, from: told[category] ?? "unknown", step }))
    .toSorted((a, b) => categoryNeed(b.category, b.step) - categoryNeed(a.category, a.step));
}

/** The higher of both steps in each category. */
export function withSteps(told: Steps, now: Steps): Steps {
  return { ...told, ...Object.fromEntries(newSteps(now, told).map(({ category, step }) => [category, step])) };
}

/** From this step on the ladder says how a camera is set, and not only what it can do. */
const SET = rankOf("configured");

/**
 * What people were told of, after a visit that found less. What a camera can do does not come and go, so a visit that did not say it changes
 * nothing; but how it is set does: what was switched off has to be told again when it is switched on again.
 */
export function loweredBy(told: Steps, now: Steps): Steps {
  return Object.fromEntries(
    (Object.entries(told) as [CameraCategory, CameraStep][]).map(([category, step]) => {
      const seen = rankOf(now[category]);
      return [
        category,
        rankOf(step) >= SET && seen < rankOf(step) ? (CAMERA_STEPS[Math.max(seen, SET - 1)] ?? step) : step,
      ];
    }),
  );
}
