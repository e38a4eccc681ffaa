import type { FitResult } from "@probewarden/contract";
import { FloorError } from "../../../components/floor-error.tsx";
import { useText } from "../../../text/text.ts";

/** What became of a fit, in words: the error that was measured, or why nothing was changed. */
export function FitWords({ result }: { result: FitResult | undefined }) {
  const { t } = useText();
  if (result === undefined) return null;
  const { outcome, error, errorWithout, places } = result;
  const leftOut = places.flatMap((place, at) => (place.leftOut ? [at + 1] : []));
  return (
    <div role="status" className="walk-result">
      {outcome === "kept" && (
        <p>
          <strong>{t("walk.kept")}</strong> <FloorError error={error} />
        </p>
      )}
      {outcome === "kept" && errorWithout && (
        <p className="muted">
          {t("walk.without", {
            median: errorWithout.medianMetres.toFixed(1),
            p90: errorWithout.p90Metres.toFixed(1),
          })}
        </p>
      )}
      {outcome === "too-few" && <p className="strong">{t("walk.tooFew")}</p>}
      {outcome === "misleading" && <p className="strong">{t("walk.misleading")}</p>}
      {leftOut.length > 0 && <p>{t("walk.leftOut", { list: leftOut.join(", ") })}</p>}
    </div>
  );
}
