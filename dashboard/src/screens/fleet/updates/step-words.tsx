import type { RolloutSensor } from "@probewarden/contract";
import { ROLLOUT_REASONS } from "@probewarden/contract/figures";
import { useKnownSensors } from "../../../components/known-rows.tsx";
import { useText } from "../../../text/text.ts";

/** Names of sensors; one that is gone is called by its identifier. */
export function useSensorName(): (sensorId: string) => string {
  const known = new Map(useKnownSensors()?.map(({ sensorId, name }) => [sensorId, name]));
  return (sensorId) => known.get(sensorId) ?? sensorId;
}

/** Why a sensor waits, failed or is left out: our own reasons, and those that it answers itself, with what was wrong with the new version. */
export function useReasonWords(): (reason: string, cause?: string) => string {
  const { t, code } = useText();
  const own: readonly string[] = ROLLOUT_REASONS;
  return (reason, cause) => {
    const words = code(own.includes(reason) ? "rolloutReason" : "notDone", reason);
    return cause === undefined ? words : t("updates.withCause", { reason: words, cause: code("unwellCause", cause) });
  };
}

/** Sensors with how far each is, or why it is not. */
export function StepList({ sensors }: { sensors: readonly RolloutSensor[] }) {
  const { t, code } = useText();
  const [name, why] = [useSensorName(), useReasonWords()];
  return (
    <ul className="rollout-steps small">
      {sensors.map(({ sensorId, ring, step, reason, cause, from }) => (
        <li key={sensorId}>
          <strong>{name(sensorId)}</strong>
          {ring === "canary" && t("look.brackets", { inside: t("updates.isFirst") })}{" "}
          <span className={`step ${step}`}>{code("rolloutStep", step)}</span>
          {reason !== undefined && t("look.brackets", { inside: why(reason, cause) })}{" "}
          {from !== undefined && <span className="muted">{t("updates.from", { version: from })}</span>}
        </li>
      ))}
    </ul>
  );
}
