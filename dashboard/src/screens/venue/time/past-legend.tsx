import { useTimeZone } from "../../../components/moment.tsx";
import { clockTime } from "../../../components/time-text.ts";
import { useText } from "../../../text/text.ts";
import type { ExposureField } from "./exposure.ts";
import type { LoadSource } from "./load-cells.ts";
import { loadScale } from "./past-painters.ts";

/** What the exposure's hue means, from nothing to its most, and of which time. */
export function ExposureLegend({
  venueId,
  field,
  fromMs,
  untilMs,
  isLive,
  reachMetres,
}: {
  venueId: string;
  field: ExposureField;
  fromMs: number;
  untilMs: number;
  /** It goes on until now. */
  isLive: boolean;
  reachMetres: number;
}) {
  const { t, language } = useText();
  const zone = useTimeZone(venueId);
  const clock = (at: number): string => clockTime(at, Date.now(), zone, language);
  const span = { from: clock(fromMs), to: isLive ? t("past.now") : clock(untilMs) };
  if (field.most === 0) return <span className="muted">{t("layer.exposureNone", span)}</span>;
  const hours = field.most < 10 ? Math.round(field.most * 10) / 10 : Math.round(field.most);
  return (
    <>
      <span className="scale num">
        <span>{t("layer.exposureScale", { n: 0 })}</span>
        <span className="ramp" aria-hidden="true" />
        <span>{t("layer.exposureScale", { n: hours })}</span>
      </span>
      <span className="muted">{t("layer.exposureMore", { ...span, reach: Math.round(reachMetres) })}</span>
    </>
  );
}

/** What the load's hue means. */
export function LoadLegend({ sources }: { sources: readonly LoadSource[] }) {
  const { t } = useText();
  if (sources.length === 0) return <span className="muted">{t("layer.loadNone")}</span>;
  return (
    <>
      <span className="scale num">
        <span>{t("layer.loadScale", { n: 0 })}</span>
        <span className="ramp load" aria-hidden="true" />
        <span>{t("layer.loadScale", { n: Math.round(loadScale(sources)) })}</span>
      </span>
      <span className="muted">{t("layer.loadMore")}</span>
    </>
  );
}
