import type { SuspectChange, SuspectDetail, SuspectPast } from "@probewarden/contract";
import { useMemo, useState } from "react";
import { useSuspectPast } from "../../../api/suspect-past.ts";
import { signedDb } from "../../../components/figures.ts";
import { Loaded } from "../../../components/looks.tsx";
import { useTimeZone } from "../../../components/moment.tsx";
import { clockTime } from "../../../components/time-text.ts";
import { useText } from "../../../text/text.ts";
import { changeOf } from "../what-changed.ts";
import { changeInstants, lastChanges, spanAt } from "./moments.ts";
import { PlacesThen } from "./places-then.tsx";
import { PresenceWeek } from "./presence-week.tsx";
import { ScoreChart } from "./score-chart.tsx";
import "./past.css";

const SPANS_DAYS = [1, 7, 28] as const;
/** Steps of the slider through any span: five minutes of a day. */
const STEPS = 288;
const DAY_MS = 86_400_000;

/** A suspect over time: its score and what changed it, where it was then and is now, and when it is there. */
export function SuspectOverTime({ detail }: { detail: SuspectDetail }) {
  const { t } = useText();
  const [days, setDays] = useState<(typeof SPANS_DAYS)[number]>(7);
  const query = useSuspectPast(detail.suspect.suspectId, days);
  return (
    <>
      <section className="section">
        <h2>{t("suspectPast.title")}</h2>
        <div className="row-of-buttons" role="group" aria-label={t("suspectPast.span")}>
          {SPANS_DAYS.map((span) => (
            <button
              key={span}
              type="button"
              className="button"
              aria-pressed={span === days}
              onClick={() => setDays(span)}
            >
              {t("suspectPast.days", { n: span })}
            </button>
          ))}
        </div>
        <Loaded query={query} what="suspectPast" rows={4}>
          {(past) =>
            past.spans.length === 0 ? (
              <p className="muted">{t("suspectPast.none")}</p>
            ) : (
              <Moments key={days} past={past} detail={detail} stepMs={(days * DAY_MS) / STEPS} />
            )
          }
        </Loaded>
      </section>
      <PresenceWeek suspectId={detail.suspect.suspectId} />
    </>
  );
}

function Moments({ past, detail, stepMs }: { past: SuspectPast; detail: SuspectDetail; stepMs: number }) {
  const { t, code, language } = useText();
  const { changes, suspect } = detail;
  const zone = useTimeZone(suspect.venueId);
  // Undefined is the present, and goes with it.
  const [chosen, setChosen] = useState<number>();
  const at = chosen === undefined || chosen >= past.toMs ? past.toMs : Math.max(chosen, past.fromMs);
  const instants = useMemo(() => changeInstants(past, changes), [past, changes]);
  const earlier = instants.findLast((one) => one < at);
  const later = instants.find((one) => one > at);
  const span = spanAt(past, at);
  const isNow = at === past.toMs;
  const time = isNow ? t("past.now") : clockTime(at, Date.now(), zone, language);
  const standing =
    span === undefined
      ? t("suspectPast.notKnown")
      : [
          code("band", span.band),
          `${signedDb(Math.round(span.scoreDb))} dB`,
          code("suspectState", span.state),
          ...(span.decision === undefined ? [] : [code("decision", span.decision)]),
        ].join(" · ");
  const scores = past.spans.map(({ scoreDb }) => Math.round(scoreDb));
  return (
    <>
      <ScoreChart
        past={past}
        changes={changes}
        at={at}
        timeZone={zone}
        label={t("suspectPast.chart", {
          low: signedDb(Math.min(...scores)),
          high: signedDb(Math.max(...scores)),
          n: instants.length,
        })}
      />
      <input
        type="range"
        className="moment-slider"
        aria-label={t("past.slider")}
        aria-valuetext={`${time} · ${standing}`}
        min={past.fromMs}
        max={past.toMs}
        step={stepMs}
        value={at}
        onChange={(event) => setChosen(Number(event.target.value))}
      />
      <div className="row-of-buttons">
        <button type="button" className="button" disabled={earlier === undefined} onClick={() => setChosen(earlier)}>
          ← {t("suspectPast.earlier")}
        </button>
        <button type="button" className="button" disabled={isNow} onClick={() => setChosen(later)}>
          {t(later === undefined && !isNow ? "past.now" : "suspectPast.later")} →
        </button>
      </div>
      <p className="moment-words num" aria-live="polite">
        <strong>{time}</strong> · {standing}
      </p>
      <ChangesThen changes={changes} at={at} />
      <PlacesThen past={past} span={span} at={isNow ? undefined : at} suspect={suspect} time={time} />
      <p className="small muted">{t("suspectPast.legend")}</p>
    </>
  );
}

/** What the latest rows of history up to a moment say that came and went. */
function ChangesThen({ changes, at }: { changes: readonly SuspectChange[]; at: number }) {
  const { t, code } = useText();
  const lines = lastChanges(changes, at).flatMap((change) => {
    const before = changes.slice(changes.indexOf(change) + 1).find((it) => it.sensorId === change.sensorId);
    const { appeared, gone } = changeOf(change, before);
    const words = (codes: string[]): string => codes.map((it) => code("evidence", it)).join(t("look.comma"));
    return [
      ...(appeared.length > 0 ? [t("changes.appeared", { what: words(appeared) })] : []),
      ...(gone.length > 0 ? [t("changes.gone", { what: words(gone) })] : []),
    ];
  });
  return [...new Set(lines)].map((line) => (
    <p key={line} className="small muted">
      {t("suspectPast.last", { what: line })}
    </p>
  ));
}
