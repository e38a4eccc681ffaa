import type { SensorRefusal } from "@probewarden/contract";
import { plainFigure } from "../../components/figures.ts";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** Reasons of a sensor's row that stand here with their figures. */
export const TOLD_AS_REFUSALS: ReadonlySet<string> = new Set([
  "claims-another-identity",
  "over-limits",
  "sends-unreadable",
  "wrong-password",
]);

/** What the collector did not take of a sensor: by reason how often, since when, and what to do. */
export function Refusals({ refused, venueId }: { refused: readonly SensorRefusal[]; venueId: string }) {
  const { t, code, mendRefusal } = useText();
  if (refused.length === 0) return null;
  return (
    <section className="section">
      <h3>{t("sensors.refused")}</h3>
      <p className="small muted">{t("sensors.refusedMore")}</p>
      <ul className="rows refusals">
        {refused.map(({ reason, count, since, lastAt }) => (
          <li key={reason}>
            <p className="refusal">
              <strong>{code("refused", reason)}</strong>{" "}
              <span className="num nowrap">{t("sensors.refusedTimes", { n: plainFigure(count) })}</span>
            </p>
            <p>{mendRefusal(reason)}</p>
            <p className="small muted">
              {t("sensors.refusedSince")} <Moment at={since} venueId={venueId} /> · {t("sensors.refusedLast")}{" "}
              <Moment at={lastAt} venueId={venueId} />
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
