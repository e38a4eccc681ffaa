import type { FloorCalibration, MeasuredError } from "@probewarden/contract";
import { useText } from "../text/text.ts";

/** How far off places on a floor are, as was measured there with places held out; or that nobody has measured it. */
export function FloorError({
  error,
  state = error === undefined ? undefined : "in-use",
}: {
  error: MeasuredError | undefined;
  state?: FloorCalibration["state"] | undefined;
}) {
  const { t } = useText();
  if (error === undefined) return <>{t("place.notCalibrated")}</>;
  if (state === "outdated") return <>{t("place.outdated")}</>;
  return (
    <>
      {t("place.measured", {
        median: shownMetres(error.medianMetres),
        p90: shownMetres(error.p90Metres),
        n: error.count,
      })}
    </>
  );
}

/** Metres with one decimal below ten: more is not known. */
const shownMetres = (metres: number): string => (metres < 10 ? metres.toFixed(1) : `${Math.round(metres)}`);
