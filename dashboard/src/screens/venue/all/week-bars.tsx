import type { VenueDay } from "@probewarden/contract";
import { useEffect, useRef, useState } from "react";
import { useVenueDays } from "../../../api/venue-days.ts";
import { usableZone } from "../../../components/usable-zone.ts";
import { useText } from "../../../text/text.ts";
import { addDays, dateOf } from "../days/month.ts";

const DAYS = 7;
/** Days of which each half of the trend is made: today is not over. */
const HALF = 3;

/** Whether more was active in the last three whole days than in the three before. */
export function trendOf(days: readonly VenueDay[]): "more" | "fewer" | "same" {
  const sum = (part: readonly VenueDay[]): number => part.reduce((all, { active }) => all + active, 0);
  const over = days.slice(-DAYS, -1);
  const [before, last] = [sum(over.slice(0, HALF)), sum(over.slice(-HALF))];
  return last > before ? "more" : last < before ? "fewer" : "same";
}

/** The last week of a venue in seven bars: as high as many suspects were active, hatched where a sensor did not listen. Asked for when it comes into sight. */
export function WeekBars({ venueId, timeZone }: { venueId: string; timeZone: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const [isSeen, setSeen] = useState(false);
  useEffect(() => {
    if (holder.current === null || isSeen) return undefined;
    const watch = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setSeen(true);
    });
    watch.observe(holder.current);
    return () => watch.disconnect();
  }, [isSeen]);
  return (
    <div className="week-bars" ref={holder}>
      {isSeen && <Bars venueId={venueId} timeZone={timeZone} />}
    </div>
  );
}

function Bars({ venueId, timeZone }: { venueId: string; timeZone: string }) {
  const { t } = useText();
  const today = dateOf(Date.now(), usableZone(timeZone));
  const { data: days, isError } = useVenueDays(venueId, addDays(today, 1 - DAYS), today);
  if (isError) return <span className="small muted">{t("allVenues.trendFailed")}</span>;
  if (days === undefined) return null;
  const most = Math.max(1, ...days.map(({ active }) => active));
  const trend = t(`allVenues.trend.${trendOf(days)}`);
  return (
    <>
      <div
        className="bars"
        role="img"
        aria-label={t("allVenues.week", { counts: days.map(({ active }) => active).join(" "), trend })}
      >
        {days.map(({ date, active, band, deafHours, sensors }) => (
          <span key={date} className={deafHours > 0 || sensors === 0 ? "bar-day deaf" : "bar-day"}>
            <span className={`level ${band ?? "none"}`} style={{ height: `${(100 * active) / most}%` }} />
          </span>
        ))}
      </div>
      <span className="small muted" aria-hidden="true">
        {trend}
      </span>
    </>
  );
}
