import type { Health } from "@probewarden/contract";
import { channelOf, plainFigure } from "../../components/figures.ts";
import { useText } from "../../text/text.ts";

/** The first report is made as soon as a sensor comes up: it tells of no time worth a figure. */
export const hasJustStarted = ({ intervalSeconds }: Pick<Health, "intervalSeconds">): boolean =>
  Math.round(intervalSeconds) < 1;

/** Seconds listened per channel in the latest report: silence is told from not listening. */
export function Listening({ health }: { health: Health }) {
  const { t } = useText();
  const longest = Math.max(1, ...health.listening.map(({ seconds }) => seconds));
  if (hasJustStarted(health))
    return (
      <section className="section">
        <p className="muted">{t("sensors.justStarted")}</p>
      </section>
    );
  return (
    <section className="section">
      <h3>{t("sensors.listening", { n: Math.round(health.intervalSeconds) })}</h3>
      {health.listening.length === 0 ? (
        <p className="deaf">{t("sensors.notListening")}</p>
      ) : (
        <ul className="channels">
          {health.listening.map(({ channelMhz, seconds }) => (
            <li key={channelMhz}>
              <span title={`${channelMhz} MHz`}>
                {t("sensors.channel", { n: channelOf(channelMhz) ?? `${channelMhz} MHz` })}
              </span>
              <span className="track" aria-hidden="true">
                <span style={{ width: `${(seconds / longest) * 100}%` }} />
              </span>
              <span className="num">{plainFigure(Math.round(seconds * 10) / 10)} s</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
