import type { CalibrationDetail } from "@probewarden/contract";
import { useState } from "react";
import { useCalibrationSteps } from "../../../api/calibration.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { FloorError } from "../../../components/floor-error.tsx";
import { FormFailure } from "../../../components/form-failure.tsx";
import { Moment } from "../../../components/moment.tsx";
import { useText } from "../../../text/text.ts";
import { FitWords } from "./fit-words.tsx";
import { useFit } from "./use-fit.ts";

/** What a floor's calibration is, and how it is fitted anew or taken back. */
export function CalibrationNow({
  venueId,
  floorId,
  calibration,
  sensors,
}: {
  venueId: string;
  floorId: string;
  calibration: CalibrationDetail;
  sensors: readonly ShownSensor[];
}) {
  const { t } = useText();
  const { fitAnew, takeBack } = useCalibrationSteps(venueId, floorId);
  const fit = useFit(fitAnew);
  const [failure, setFailure] = useState<unknown>();
  const { error, errorWithout, places, state, calibratedAt, by, bands } = calibration;
  return (
    <section className="walk-part">
      <h2>{t("walk.now")}</h2>
      {state === "outdated" && (
        <p>
          <FloorError error={error} state={state} />
        </p>
      )}
      {state === "in-use" && fit.result === undefined && (
        <FitWords result={{ outcome: "kept", error, errorWithout, places }} />
      )}
      <p className="muted small">
        <bdi>{by}</bdi> · <Moment at={calibratedAt} venueId={venueId} />
      </p>
      <details>
        <summary>{t("walk.offsets")}</summary>
        {bands.map(({ band, offsets }) => (
          <div key={band}>
            <h3 className="small">{t("walk.band", { band: band.replace("GHz", "") })}</h3>
            <ul className="rows num">
              {offsets.map(({ sensorId, offsetDb }) => (
                <li key={sensorId}>
                  {t("walk.offset", {
                    name: sensors.find((one) => one.sensorId === sensorId)?.name ?? sensorId,
                    db: `${offsetDb < 0 ? "−" : "+"}${Math.abs(offsetDb).toFixed(1)}`,
                  })}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </details>
      <button type="button" className="button walk-large" disabled={fit.isBusy} onClick={() => void fit.run()}>
        {fit.isBusy ? t("walk.fitting") : t("walk.anew")}
      </button>
      <button
        type="button"
        className="button walk-large"
        onClick={() => void takeBack().catch((reason: unknown) => setFailure(reason))}
      >
        {t("walk.takeBack")}
      </button>
      <FitWords result={fit.result} />
      <FormFailure failure={failure ?? fit.failure} />
    </section>
  );
}
