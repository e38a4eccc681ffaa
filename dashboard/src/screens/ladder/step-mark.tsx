import { useText } from "../../text/text.ts";
import { STEPS, type Step, type StepState } from "./steps.ts";

/** A step's state: filled disc done, half disc waits on this phone, ring open, triangle trouble. The shape says it without the colour. */
function StepShape({ state }: { state: StepState }) {
  return (
    <svg
      className={`step-shape ${state}`}
      width={16}
      height={16}
      viewBox="0 0 16 16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.8}
    >
      {state === "trouble" ? (
        <path d="M8 2 15 14H1z" fill="currentColor" />
      ) : (
        <circle cx="8" cy="8" r="5.5" fill={state === "done" ? "currentColor" : "var(--panel)"} />
      )}
      {state === "waiting" && <path d="M8 2.5a5.5 5.5 0 0 0 0 11z" fill="currentColor" stroke="none" />}
    </svg>
  );
}

/** The five steps at a glance. */
export function StepDots({ steps }: { steps: Record<Step, StepState> }) {
  const { t } = useText();
  return (
    <span
      className="step-dots"
      role="img"
      aria-label={STEPS.map((step) => `${t(`ladder.step.${step}`)}: ${t(`ladder.state.${steps[step]}`)}`).join(
        t("look.comma"),
      )}
    >
      {STEPS.map((step) => (
        <StepShape key={step} state={steps[step]} />
      ))}
    </span>
  );
}

/** The head of one step: its number, its name and its state in words. */
export function StepHead({ step, state }: { step: Step; state: StepState }) {
  const { t } = useText();
  return (
    <h2 className="step-head">
      <span className="num">{STEPS.indexOf(step) + 1}</span> {t(`ladder.step.${step}`)}
      <span className={`mark ladder-${state}`}>
        <StepShape state={state} /> {t(`ladder.state.${state}`)}
      </span>
    </h2>
  );
}
