import type { Rollout } from "@probewarden/contract";
import { useState } from "react";
import { useChangeRollout, useRollout } from "../../../api/updates.ts";
import { plainFigure } from "../../../components/figures.ts";
import { FormFailure } from "../../../components/form-failure.tsx";
import { useKnownVenues } from "../../../components/known-rows.tsx";
import { Moment } from "../../../components/moment.tsx";
import { useText } from "../../../text/text.ts";
import { StepList, useReasonWords, useSensorName } from "./step-words.tsx";

/** In the order in which somebody wants to know. */
const STEPS = ["failed", "told", "proving", "waiting", "updated", "current", "left-out"] as const;

/** Every sensor of an update. Asked only while somebody looks. */
function EverySensor({ rollout }: { rollout: Rollout }) {
  const { data } = useRollout(rollout);
  return data?.sensors === undefined ? null : <StepList sensors={data.sensors} />;
}

/** Why it stopped. */
function Stopped({ rollout: { stoppedBy, reason, cause, because } }: { rollout: Rollout }) {
  const { t } = useText();
  const [name, why] = [useSensorName(), useReasonWords()];
  if (stoppedBy !== undefined) return <p>{t("updates.stoppedBy", { who: stoppedBy })}</p>;
  if (reason === undefined || because === undefined) return null;
  return <p className="watch">{t("updates.stoppedItself", { sensor: name(because), why: why(reason, cause) })}</p>;
}

/** One update: how far it is, why it stopped, and what can be done with it. */
export function RolloutPart({ rollout, mayChange }: { rollout: Rollout; mayChange: boolean }) {
  const { t, code } = useText();
  const [isOpen, setOpen] = useState(false);
  const change = useChangeRollout(rollout.rolloutId);
  const venues = useKnownVenues();
  const { venueId, version, state, by, startedAt, counts, soakMinutes } = rollout;
  const venue = venues?.find((each) => each.venueId === venueId)?.name ?? venueId;
  return (
    <li className="rollout">
      <h3>
        {t("updates.of", { venue, version })} <span className={`state ${state}`}>{code("rolloutState", state)}</span>
      </h3>
      {state === "stopped" && <Stopped rollout={rollout} />}
      <ul className="rollout-counts small">
        {STEPS.flatMap((step) => {
          const n = counts[step];
          return n === undefined
            ? []
            : [<li key={step}>{t("updates.counted", { step: code("rolloutStep", step), n: plainFigure(n) })}</li>];
        })}
      </ul>
      <p className="small muted">
        {t("updates.by", { who: by })} <Moment at={startedAt} venueId={venueId} />
        {state === "running" && <> · {t("updates.soaking", { n: plainFigure(soakMinutes) })}</>}
      </p>
      <p className="row-of-buttons">
        {mayChange && state === "running" && (
          <button type="button" className="button" disabled={change.isPending} onClick={() => change.mutate("stop")}>
            {t("updates.stop")}
          </button>
        )}
        {mayChange && state === "stopped" && (
          <>
            <button
              type="button"
              className="button"
              disabled={change.isPending}
              onClick={() => change.mutate("resume")}
            >
              {t("updates.resume")}
            </button>
            <span className="small muted">{t("updates.resumeMore")}</span>
          </>
        )}
        <button type="button" className="button plain" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? "updates.less" : "updates.every")}
        </button>
      </p>
      <FormFailure failure={change.error} />
      {isOpen && <EverySensor rollout={rollout} />}
    </li>
  );
}
