import type { ReactNode } from "react";
import { levelText } from "../../components/figures.ts";
import { useText } from "../../text/text.ts";
import { HEAT_FROM_DBM, HEAT_TO_DBM } from "./heat-field.ts";

/** What the hatch, the ring and the heat mean; both ends of the scale in words, with their unit. */
export function Legend({
  heat,
  mayChoose,
  children,
  unheardSquareMetres,
  simulated,
}: {
  heat: boolean;
  /** Whether a suspect could be chosen to see its level: not where another layer is looked at. */
  mayChoose: boolean;
  /** What further layers mean. */
  children: ReactNode;
  unheardSquareMetres: number;
  simulated: boolean;
}) {
  const { t } = useText();
  return (
    <div className="legend">
      {unheardSquareMetres > 0 && (
        <span>
          <span className="swatch" aria-hidden="true" />
          {t("venue.unheard", { n: unheardSquareMetres })}
        </span>
      )}
      {heat ? (
        <span className="scale num">
          <span>{t("venue.weak", { level: levelText(HEAT_FROM_DBM) })}</span>
          <span className="ramp" aria-hidden="true" />
          <span>{t("venue.loud", { level: levelText(HEAT_TO_DBM) })}</span>
        </span>
      ) : (
        mayChoose && <span className="muted">{t("venue.chooseSuspect")}</span>
      )}
      {children}
      {simulated && <span className="info">{t("ribbon.simulated")}</span>}
    </div>
  );
}
