import type { VenueDay } from "@probewarden/contract";
import { Dialog } from "radix-ui";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { Link } from "react-router";
import { useVenueDays } from "../../../api/venue-days.ts";
import { MarkShape, SensorShape } from "../../../components/marks.tsx";
import { useTimeZone } from "../../../components/moment.tsx";
import { useText } from "../../../text/text.ts";
import { addMonths, dateOf, dayForKey, weeksOf } from "./month.ts";
import "./days.css";

/** A Monday, to name weekdays by. */
const MONDAY_MS = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;

/** The button that opens a calendar of the venue's days, marked by what happened; a day that is chosen is where the slider goes. */
export function DayCalendar({
  venueId,
  at,
  go,
}: {
  venueId: string;
  /** The moment that is shown. */
  at: number;
  /** Undefined: live. */
  go: (at: number | undefined) => void;
}) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  return (
    <Dialog.Root open={isOpen} onOpenChange={setOpen}>
      <Dialog.Trigger className="button">{t("days.open")}</Dialog.Trigger>
      <Dialog.Portal>
        <div className="veil" />
        <Dialog.Content className="dialog" aria-describedby={undefined}>
          <Calendar
            venueId={venueId}
            at={at}
            choose={(moment) => {
              setOpen(false);
              go(moment);
            }}
          />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Calendar({ venueId, at, choose }: { venueId: string; at: number; choose: (at: number | undefined) => void }) {
  const { t, language } = useText();
  const zone = useTimeZone(venueId);
  const today = dateOf(Date.now(), zone);
  const chosen = dateOf(Math.min(at, Date.now()), zone);
  const [date, setDate] = useState(chosen);
  const weeks = weeksOf(date);
  const query = useVenueDays(venueId, weeks[0]?.[0] ?? date, weeks.at(-1)?.at(-1) ?? date);
  const days = new Map((query.data ?? []).map((day) => [day.date, day]));
  const grid = useRef<HTMLTableElement>(null);
  const moved = useRef(true);
  useEffect(() => {
    // Focus goes with the keys and into the calendar when it opens, not with the buttons of the month.
    if (moved.current) grid.current?.querySelector<HTMLElement>(`[data-date="${date}"]`)?.focus();
    moved.current = false;
  }, [date]);
  const turn = (to: string): void => setDate(to > today ? today : to);
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = dayForKey(event.key, date);
    if (to === undefined) return;
    event.preventDefault();
    moved.current = true;
    turn(to);
  };
  const named = (options: Intl.DateTimeFormatOptions, day: string | number): string =>
    new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" }).format(new Date(day));
  const month = named({ year: "numeric", month: "long" }, date);
  return (
    <>
      <div className="month-line">
        <Dialog.Title>{month}</Dialog.Title>
        <button
          type="button"
          className="button"
          aria-label={t("days.before")}
          onClick={() => turn(addMonths(date, -1))}
        >
          <span aria-hidden="true">‹</span>
        </button>
        <button
          type="button"
          className="button"
          aria-label={t("days.after")}
          disabled={date.slice(0, 7) >= today.slice(0, 7)}
          onClick={() => turn(addMonths(date, 1))}
        >
          <span aria-hidden="true">›</span>
        </button>
      </div>
      {query.isError && <p className="small strong">{t("days.failed")}</p>}
      <table className="month num" role="grid" aria-label={month} ref={grid} onKeyDown={onKeyDown}>
        <thead>
          <tr>
            {Array.from({ length: 7 }, (_, day) => (
              <th key={day} scope="col" abbr={named({ weekday: "long" }, MONDAY_MS + day * DAY_MS)}>
                {named({ weekday: "narrow" }, MONDAY_MS + day * DAY_MS)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]}>
              {week.map((one) => (
                <td key={one} aria-selected={one === chosen}>
                  <Day
                    date={one}
                    name={named({ month: "long", day: "numeric", weekday: "long" }, one)}
                    day={one > today ? undefined : days.get(one)}
                    isOut={one.slice(0, 7) !== date.slice(0, 7)}
                    isToday={one === today}
                    isFuture={one > today}
                    tabIndex={one === date ? 0 : -1}
                    choose={() => choose(momentOf(days.get(one), one === today))}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="month-legend small muted">
        <span>
          <MarkShape band="strong" state="active" settled={false} size={14} /> {t("days.legendActive")}
        </span>
        <span>
          <b>+</b> {t("days.legendNew")}
        </span>
        <span>
          <span className="deaf-line" aria-hidden="true" /> {t("days.legendDeaf")}
        </span>
        <span>
          <SensorShape state="offline" size={14} /> {t("days.legendOutage")}
        </span>
      </p>
      <div className="row-of-buttons">
        <button type="button" className="button" onClick={() => choose(undefined)}>
          {t("past.live")}
        </button>
        <Link className="button" to={`/print/day/${venueId}/${date}`}>
          {t("print.openDay")}
        </Link>
        <Dialog.Close className="button plain">{t("look.close")}</Dialog.Close>
      </div>
    </>
  );
}

/** Where the slider goes: to when something began on that day, else to its middle; of today without anything, live. */
function momentOf(day: VenueDay | undefined, isToday: boolean): number | undefined {
  if (day === undefined) return undefined;
  if (day.firstActiveMs !== undefined) return day.firstActiveMs;
  return isToday ? undefined : (day.fromMs + day.untilMs) / 2;
}

function Day({
  date,
  name,
  day,
  isOut,
  isToday,
  isFuture,
  tabIndex,
  choose,
}: {
  date: string;
  name: string;
  day: VenueDay | undefined;
  isOut: boolean;
  isToday: boolean;
  isFuture: boolean;
  tabIndex: number;
  choose: () => void;
}) {
  const { t, code } = useText();
  const words = [
    name,
    ...(isToday ? [t("days.today")] : []),
    ...(day === undefined
      ? []
      : [
          day.band === undefined
            ? t(day.sensors === 0 ? "days.unknown" : "days.calm")
            : t("days.active", { n: day.active, band: code("band", day.band), fresh: day.appeared }),
          ...(day.deafHours > 0
            ? [t("days.deaf", { n: day.deafSensors, all: day.sensors, hours: day.deafHours })]
            : []),
          ...(day.outages > 0 ? [t("days.outages", { n: day.outages })] : []),
        ]),
  ].join(" · ");
  return (
    <button
      type="button"
      className={["cal-day", isOut && "out", isToday && "today"].filter(Boolean).join(" ")}
      data-date={date}
      tabIndex={tabIndex}
      title={words}
      aria-disabled={isFuture || day === undefined}
      onClick={() => day !== undefined && choose()}
    >
      <span className="number" aria-hidden="true">
        {Number(date.slice(8))}
      </span>
      <span className="visually-hidden">{words}</span>
      <span className="cal-marks" aria-hidden="true">
        {day?.band !== undefined && <MarkShape band={day.band} state="active" settled={false} size={14} />}
        {day !== undefined && day.appeared > 0 && <b>+{day.appeared}</b>}
        {day !== undefined && day.outages > 0 && <SensorShape state="offline" size={12} />}
      </span>
      {day !== undefined && day.deafHours > 0 && <span className="deaf-line" />}
    </button>
  );
}
