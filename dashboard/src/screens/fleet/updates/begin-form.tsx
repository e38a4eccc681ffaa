import type { ReleaseRow, RolloutPlan } from "@probewarden/contract";
import { ROLLOUT_LIMITS } from "@probewarden/contract/figures";
import { useId, useState } from "react";
import { useBegin, usePlan, type Wish } from "../../../api/updates.ts";
import { plainFigure } from "../../../components/figures.ts";
import { FormFailure } from "../../../components/form-failure.tsx";
import { useKnownVenues } from "../../../components/known-rows.tsx";
import { useText } from "../../../text/text.ts";
import { StepList, useSensorName } from "./step-words.tsx";

const { least, usual, most } = ROLLOUT_LIMITS.soakMinutes;

/** Who would be first, who follows, and who cannot be updated. */
function Plan({ plan: { sensors, isFirstChosen } }: { plan: RolloutPlan }) {
  const { t } = useText();
  const name = useSensorName();
  const waiting = sensors.filter(({ step }) => step === "waiting");
  const first = waiting.filter(({ ring }) => ring === "canary");
  const then = waiting.length - first.length;
  const current = sensors.filter(({ step }) => step === "current" || step === "proving").length;
  const cannot = sensors.filter(({ step }) => step === "left-out");
  return (
    <div className="rollout-plan" role="status">
      {waiting.length === 0 ? (
        <p>{t("updates.nobody")}</p>
      ) : (
        <>
          {first.length > 0 && (
            <p>
              {t("updates.first")} <strong>{first.map(({ sensorId }) => name(sensorId)).join(t("look.comma"))}</strong>
              {isFirstChosen && <span className="muted"> {t("updates.firstChosen")}</span>}
            </p>
          )}
          {then > 0 && <p>{t("updates.others", { n: then })}</p>}
        </>
      )}
      {current > 0 && <p>{t("updates.current", { n: current })}</p>}
      {cannot.length > 0 && (
        <>
          <p>{t("updates.cannot", { n: plainFigure(cannot.length) })}</p>
          <StepList sensors={cannot} />
        </>
      )}
    </div>
  );
}

/** Which sensors are to be updated to what. What that would do is said before it begins. */
export function BeginForm({
  releases,
  venueIds,
  chosenOf,
  begun,
}: {
  releases: readonly ReleaseRow[];
  venueIds: readonly string[];
  /** The chosen sensors of a venue. */
  chosenOf: (venueId: string) => readonly string[];
  begun: () => void;
}) {
  const { t } = useText();
  const id = useId();
  const venues = useKnownVenues();
  const versions = [...new Set(releases.map(({ version }) => version))];
  const [version, setVersion] = useState(versions[0] ?? "");
  const [venueId, setVenueId] = useState(venueIds.find((each) => chosenOf(each).length > 0) ?? venueIds[0] ?? "");
  const [onlyChosen, setOnlyChosen] = useState(true);
  const [soak, setSoak] = useState(String(usual));
  const begin = useBegin();
  const chosen = chosenOf(venueId);
  const soakMinutes = Number(soak);
  const isWrong = !(Number.isInteger(soakMinutes) && soakMinutes >= least && soakMinutes <= most);
  const wish: Wish = {
    venueId,
    version,
    ...(chosen.length > 0 && onlyChosen ? { sensorIds: [...chosen] } : {}),
  };
  const plan = usePlan(wish);
  const isReady = plan.data?.sensors.some(({ step }) => step === "waiting") === true && !isWrong;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) begin.mutate({ ...wish, soakMinutes }, { onSuccess: begun });
      }}
    >
      <div className="field">
        <label htmlFor={`${id}-version`}>{t("updates.version")}</label>
        <select id={`${id}-version`} value={version} onChange={(event) => setVersion(event.target.value)}>
          {versions.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </div>
      <div className="field">
        <label htmlFor={`${id}-venue`}>{t("updates.venue")}</label>
        <select id={`${id}-venue`} value={venueId} onChange={(event) => setVenueId(event.target.value)}>
          {venueIds.map((each) => (
            <option key={each} value={each}>
              {venues?.find((venue) => venue.venueId === each)?.name ?? each}
            </option>
          ))}
        </select>
      </div>
      {chosen.length > 0 && (
        <label className="check">
          <input type="checkbox" checked={onlyChosen} onChange={(event) => setOnlyChosen(event.target.checked)} />
          {t("updates.onlyChosen", { n: plainFigure(chosen.length) })}
        </label>
      )}
      <div className="field">
        <label htmlFor={`${id}-soak`}>{t("updates.soak")}</label>
        <input
          id={`${id}-soak`}
          type="number"
          min={least}
          max={most}
          aria-invalid={isWrong}
          value={soak}
          onChange={(event) => setSoak(event.target.value)}
        />
      </div>
      {plan.data !== undefined && <Plan plan={plan.data} />}
      <p>
        <button className="button primary" disabled={!isReady || begin.isPending}>
          {t("updates.start")}
        </button>
      </p>
      <FormFailure failure={begin.error ?? plan.error} />
    </form>
  );
}
