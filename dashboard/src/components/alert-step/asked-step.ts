import type { Alert, AlertStepResult } from "@probewarden/contract";
import { keptValue } from "../kept-value.ts";

/** Steps that ask for something before they are done. */
export type WordedStep = "take" | "snooze" | "close" | "authorise";
/** Every step that a person does here. */
export type DoneStep = WordedStep | "acknowledge" | "undo";

/** What a person is asked about; a new one for each opening of the dialog. */
export interface AskedStep {
  step: WordedStep;
  /** As they were when the dialog opened. */
  alerts: readonly Alert[];
}

/** What was done last, to be said and taken back. */
export interface DoneSteps {
  step: DoneStep;
  results: readonly AlertStepResult[];
}

const asked = keptValue<AskedStep>();
const done = keptValue<DoneSteps>();

/**
 * Opens the dialog of a step. It belongs to the page and not to the row that it was opened from: whatever becomes of the row, the dialog stays
 * with what was typed.
 */
export const askForStep = (step: WordedStep, alerts: readonly Alert[]): void => {
  if (alerts.length > 0) asked.set({ step, alerts });
};
export const endAsking = (): void => asked.set(undefined);
export const useAskedStep = asked.use;

/** Notes what was done, for the line that says it and for undo. */
export const noteDone = (steps: DoneSteps | undefined): void => done.set(steps);
export const lastDone = done.get;
export const useLastDone = done.use;
