import type { CSSProperties } from "react";
import { PRESENCE_DAYS, useSuspectPresence } from "../../../api/suspect-past.ts";
import { Loaded } from "../../../components/looks.tsx";
import { usableZone } from "../../../components/usable-zone.ts";
import { useText, type Language } from "../../../text/text.ts";
import { busiestHour, hoursOf, type WeekHour } from "./week.ts";

/** A Monday, to name weekdays by. */
const MONDAY_MS = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const MARK_HOURS = 6;

/** When a suspect is there: the week as seven rows of hours, shaded by the share of what was listened in which it was heard. */
export function PresenceWeek({ suspectId }: { suspectId: string }) {
  const { t, language } = useText();
  const query = useSuspectPresence(suspectId);
  const named = (weekday: "short" | "long"): string[] => {
    const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
    return Array.from({ length: 7 }, (_, day) => format.format(MONDAY_MS + day * DAY_MS));
  };
  const [short, long] = [named("short"), named("long")];
  const cell = ({ heard, listened, share }: WeekHour): string =>
    share === undefined
      ? t("presence.unknown")
      : t("presence.cell", { percent: Math.round(100 * share), heard, listened });
  return (
    <section className="section">
      <h2>{t("presence.title")}</h2>
      <Loaded query={query} what="presence" rows={7}>
        {(presence) => {
          const hours = hoursOf(presence);
          const all = hours.flat();
          const sum = (of: "heard" | "listened"): number =>
            Math.round(all.reduce((minutes, hour) => minutes + hour[of], 0) / 6) / 10;
          const busiest = busiestHour(hours);
          if (sum("listened") === 0) return <p className="muted">{t("presence.none")}</p>;
          return (
            <>
              <p>
                {t("presence.sum", { days: PRESENCE_DAYS, heard: sum("heard"), listened: sum("listened") })}
                {busiest &&
                  ` ${t("presence.busiest", {
                    day: long[busiest.weekday] ?? "",
                    from: `${busiest.hour}:00`,
                    to: `${busiest.hour + 1}:00`,
                  })}`}
              </p>
              <table className="week num">
                <caption className="visually-hidden">{t("presence.title")}</caption>
                <thead>
                  <tr>
                    <td />
                    {Array.from({ length: 24 / MARK_HOURS }, (_, mark) => (
                      <th key={mark} colSpan={MARK_HOURS} scope="colgroup">
                        {mark * MARK_HOURS}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {hours.map((row, day) => (
                    <tr key={short[day]}>
                      <th scope="row" abbr={long[day]}>
                        {short[day]}
                      </th>
                      {row.map((hour, at) => (
                        <td
                          key={at}
                          className={hour.share === undefined ? "unknown" : ""}
                          style={{ "--share": hour.share ?? 0 } as CSSProperties}
                          title={`${long[day] ?? ""} ${at}:00 · ${cell(hour)}`}
                        >
                          <span className="visually-hidden">{`${at}:00 ${cell(hour)}`}</span>
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
              <p className="week-legend small muted">
                <span>{t("presence.never")}</span>
                <span className="ramp" aria-hidden="true" />
                <span>{t("presence.always")}</span>
                <span className="not-known">
                  <span className="swatch" aria-hidden="true" /> {t("presence.unknown")}
                </span>
              </p>
              <p className="small muted">{t("presence.more", { zone: zoneName(presence.timeZone, language) })}</p>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** A zone as people say it, `中国标准时间`. */
function zoneName(zone: string, language: Language): string {
  const timeZone = usableZone(zone) ?? "UTC";
  const parts = new Intl.DateTimeFormat(language, { timeZone, timeZoneName: "long" }).formatToParts();
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}
