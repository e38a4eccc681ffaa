import { CAMERA_STEPS, type CameraCategory, type CameraFinding, type CameraStep } from "@probewarden/contract";

/** What a camera may take of people as such, whoever they are: these are asked about first. */
export const OF_PEOPLE: ReadonlySet<CameraCategory> = new Set<CameraCategory>([
  "face-recognition",
  "face-detection",
  "body-attributes",
  "gait",
]);

/**
 * How much a camera needs a person, for the order of lists: what is proven of faces, bodies and gait before what is proven of anything else,
 * within it the higher step first. From 0 (nothing is proven) to 16.
 */
export const cameraNeed = ({ ladder }: Pick<CameraFinding, "ladder">): number =>
  Math.max(0, ...ladder.map(({ category, step }) => categoryNeed(category, step)));

/** The same of one category's step. */
export function categoryNeed(category: CameraCategory, step: CameraStep): number {
  const rank = CAMERA_STEPS.indexOf(step);
  return rank <= 0 ? 0 : rank + (OF_PEOPLE.has(category) ? 10 : 0);
}
