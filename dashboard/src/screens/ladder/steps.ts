import type { SensorSetup } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import type { Act } from "./act.ts";

/** The five steps of putting a sensor up, in the order in which they are done. */
export const STEPS = ["claim", "place", "photo", "well", "heard"] as const;
export type Step = (typeof STEPS)[number];
/** `waiting`: done on this phone and not sent yet. */
export type StepState = "done" | "waiting" | "open" | "trouble";

/** Whether a sensor hears and nothing is wrong with it. */
export const isWell = ({
  state,
  reasons,
  clockWrong,
}: Pick<ShownSensor, "state" | "reasons" | "clockWrong">): boolean =>
  state === "hearing" && reasons.length === 0 && !clockWrong;

/** A sensor is handed over when it has been well for so long: what fails soon after it was hung fails within that. */
export const PROVEN_MS = 10 * 60_000;

/** What says how long a sensor has been well. */
type Wellness = Pick<ShownSensor, "state" | "reasons" | "clockWrong" | "wellSince" | "lastHeardAt">;

/**
 * Minutes without a break in which a sensor was well, at most the ten that a hand-over asks for. Up to its latest message, by the collector's
 * clock alone: the clock of a phone proves nothing.
 */
export function wellMinutes(sensor: Wellness): number {
  const { wellSince, lastHeardAt } = sensor;
  if (!isWell(sensor) || wellSince === undefined || lastHeardAt === undefined) return 0;
  return Math.floor(Math.min(PROVEN_MS, Math.max(0, Date.parse(lastHeardAt) - Date.parse(wellSince))) / 60_000);
}

/** How far each step is, from what the collector knows and what waits on this phone. */
export function stepsOf(
  sensor: ShownSensor,
  setup: SensorSetup | undefined,
  waiting: readonly Pick<Act, "kind" | "of">[],
): Record<Step, StepState> {
  const waits = (kind: Act["kind"]): boolean => waiting.some((act) => act.kind === kind && act.of === sensor.sensorId);
  const told = (kind: Act["kind"], isDone: boolean): StepState => (waits(kind) ? "waiting" : isDone ? "done" : "open");
  return {
    claim: told("claim", setup?.claimed !== undefined),
    place: told("place", sensor.floorId !== undefined && sensor.position !== undefined),
    photo: told("photo", setup?.photo !== undefined),
    well: isWell(sensor) ? "done" : sensor.state === "never-seen" ? "open" : "trouble",
    heard: told("heard", setup?.heard !== undefined),
  };
}

/** How many of them are done. */
export const doneOf = (steps: Record<Step, StepState>): number => STEPS.filter((step) => steps[step] === "done").length;

/** Sensors in the order in which somebody on a ladder wants them: one's own that are not finished, others that are not, finished ones. */
export function byTurn<T extends { isMine: boolean; done: number; name: string }>(rows: readonly T[]): T[] {
  const turn = ({ isMine, done }: T): number => (done === STEPS.length ? 2 : isMine ? 0 : 1);
  return rows.toSorted((a, b) => turn(a) - turn(b) || a.name.localeCompare(b.name));
}
