import { CAMERA_STEPS, type CameraChange, type CameraFinding } from "@probewarden/contract";

/** Changes kept of one camera, the newest first. */
export const CAMERA_CHANGES = 32;

const NAMED = ["firmware", "hardware", "name"] as const;

/**
 * What a visit found otherwise than the one before: firmware, model, name, and each step of the ladder. A step that is not found again is
 * told as such where the camera has answered, for "not said at this visit" is no "no"; of a visit that could not ask nothing follows.
 * @param at when it was received, in milliseconds
 * @param mayLower whether a lower step is a change
 */
export function changesBetween(
  before: CameraFinding,
  now: CameraFinding,
  at: number,
  mayLower = now.analytics !== "unknown",
): CameraChange[] {
  const when = new Date(at).toISOString();
  const named = NAMED.flatMap((what): CameraChange[] => {
    const [from, to] = [before[what], now[what]];
    return to === undefined || from === to ? [] : [{ at: when, what, ...(from === undefined ? {} : { from }), to }];
  });
  const stepOf = ({ ladder }: CameraFinding, category: string): string =>
    ladder.find((row) => row.category === category)?.step ?? "unknown";
  const categories = new Set([...before.ladder, ...now.ladder].map(({ category }) => category));
  const steps = [...categories].flatMap((category): CameraChange[] => {
    const [from, to] = [stepOf(before, category), stepOf(now, category)];
    if (from === to || (!mayLower && rank(to) < rank(from))) return [];
    return [{ at: when, what: "step", category, from, to }];
  });
  return [...named, ...steps];
}

const rank = (step: string): number => CAMERA_STEPS.findIndex((each) => each === step);

/** Changes of before and of now, the newest first, as many as are kept. What was told last is not told again. */
export function withChanges(before: readonly CameraChange[], now: readonly CameraChange[]): CameraChange[] {
  const lastOf = ({ what, category }: CameraChange): string | undefined =>
    before.find((each) => each.what === what && each.category === category)?.to;
  return [...now.filter((change) => lastOf(change) !== change.to), ...before].slice(0, CAMERA_CHANGES);
}
