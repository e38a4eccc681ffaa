import { memo, useMemo } from "react";
import type { TimeWindow } from "../../../api/venue-time.ts";
import { useText, type Language } from "../../../text/text.ts";
import { runsOf, type ActivityStep, type Run } from "./activity.ts";

/** Hours between two marks of the scale. */
const MARK_HOURS = 6;
/** So much of the strip's width the words of a mark take. */
const MARK_SHARE = 0.05;
/** Shares of sensors that were deaf, as the strip tells them apart. */
const QUARTERS = 4;

function Runs({
  runs,
  of,
  nameOf,
}: {
  runs: Run<string | number>[];
  of: number;
  nameOf: (look: string | number) => string;
}) {
  return runs.map(({ from, length, look }) => (
    <span
      key={from}
      className={nameOf(look)}
      style={{ left: `${(100 * from) / of}%`, width: `${(100 * length) / of}%` }}
    />
  ));
}

/** What happened through a stretch of time: suspects that were active, as high as heavy, and below it, hatched, when sensors did not listen. */
export const TimeStrip = memo(function TimeStrip({
  id,
  steps,
  window,
  zone,
}: {
  id: string;
  steps: readonly ActivityStep[];
  window: TimeWindow;
  zone: string | undefined;
}) {
  const { t, language } = useText();
  const marks = useMemo(() => marksOf(window, zone, language), [window, zone, language]);
  const deaf = (step: ActivityStep): number | undefined =>
    step.deaf === 0 ? undefined : Math.ceil((QUARTERS * step.deaf) / step.sensors);
  return (
    // The slider's own words say of each moment what stands here.
    <div className="time-strip" id={id} aria-hidden="true">
      <div className="lane" title={t("past.stripActive")}>
        <Runs runs={runsOf(steps, (step) => step.band)} of={steps.length} nameOf={(band) => `run ${band}`} />
      </div>
      <div className="lane deaf-lane" title={t("past.stripDeaf")}>
        <Runs runs={runsOf(steps, deaf)} of={steps.length} nameOf={(quarters) => `run deaf-${quarters}`} />
      </div>
      <div className="time-scale num">
        {marks.map(({ at, text, isDay }) => (
          <span
            key={at}
            className={isDay ? "day" : ""}
            style={{ left: `${(100 * (at - window.fromMs)) / (window.toMs - window.fromMs)}%` }}
          >
            {text}
          </span>
        ))}
      </div>
    </div>
  );
});

const HOUR_MS = 3_600_000;

/** Marks of the scale at whole hours of the venue's zone: midnight says the day. */
function marksOf({ fromMs, toMs }: TimeWindow, timeZone: string | undefined, language: Language) {
  const zone = timeZone === undefined ? {} : { timeZone };
  const hour = new Intl.DateTimeFormat("en", { ...zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const day = new Intl.DateTimeFormat(language, { ...zone, month: "short", day: "numeric" });
  const marks: { at: number; text: string; isDay: boolean }[] = [];
  // Zones differ by quarters of an hour.
  for (let at = Math.ceil(fromMs / (HOUR_MS / 4)) * (HOUR_MS / 4); at <= toMs; at += HOUR_MS / 4) {
    const text = hour.format(at);
    const [hours = 0, minutes = 0] = text.split(":").map(Number);
    if (minutes !== 0 || hours % MARK_HOURS !== 0) continue;
    // Its words would be cut at the end.
    if ((toMs - at) / (toMs - fromMs) < MARK_SHARE) continue;
    marks.push({ at, text: hours === 0 ? day.format(at) : text, isDay: hours === 0 });
  }
  return marks;
}
