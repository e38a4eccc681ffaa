import type { SensorTimeline } from "@probewarden/contract";
import { Link } from "react-router";
import { useSuspects } from "../../../api/queries.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { MarkShape, SensorShape } from "../../../components/marks.tsx";
import { useTimeZone } from "../../../components/moment.tsx";
import { clockTime } from "../../../components/time-text.ts";
import { VirtualRows } from "../../../components/virtual-rows.tsx";
import { useText } from "../../../text/text.ts";
import { loadAt } from "./known-at.ts";
import { meanText } from "./load-cells.ts";
import type { KnownTransmitter } from "./one-transmitter.ts";
import { useKnownWords } from "./use-known-words.ts";

/** The plan of a past moment in words: what was known then, and who listened. */
export function PastList({
  id,
  venueId,
  at,
  known,
  sensors,
  times,
  chosen,
  suspectLink,
}: {
  id: string;
  venueId: string;
  at: number;
  known: readonly KnownTransmitter[];
  /** As they listened then. */
  sensors: readonly ShownSensor[];
  times: readonly SensorTimeline[];
  chosen: string | undefined;
  suspectLink: (id: string) => string;
}) {
  const { t, code, language } = useText();
  const zone = useTimeZone(venueId);
  const words = useKnownWords(venueId);
  const today = new Set((useSuspects().data ?? []).map(({ suspectId }) => suspectId));
  const load = new Map(times.map((one) => [one.sensorId, loadAt(one, at)]));
  return (
    <div className="venue-list" id={id}>
      <p className="info">{t("past.knownAt", { time: clockTime(at, Date.now(), zone, language) })}</p>
      <section className="section">
        <h2>{t("past.known", { n: known.length })}</h2>
        {known.length === 0 && <p className="muted">{t("past.none")}</p>}
        <VirtualRows rows={known} id={(one) => one.timeline.suspectId}>
          {(one) => (
            <li key={one.timeline.suspectId}>
              <div className="row" aria-current={[one, ...one.others].some((own) => own.timeline.suspectId === chosen)}>
                <MarkShape {...one.span} />
                <Link className="title" data-row to={suspectLink(one.timeline.suspectId)}>
                  {words({ ...one, others: [] })}
                </Link>
                <p className="under small muted">
                  {code("suspectState", one.span.state)} · {t("past.score", { score: signed(one.span.scoreDb) })}
                  {one.span.decision !== undefined && ` · ${code("decision", one.span.decision)}`}
                  {today.has(one.timeline.suspectId) && (
                    <>
                      {" · "}
                      <Link to={`/suspects/${one.timeline.suspectId}`}>{t("past.today")}</Link>
                    </>
                  )}
                </p>
                {one.others.length > 0 && (
                  <p className="under small other-suspicions">
                    <span className="muted">{t("suspect.alsoSuspected")}</span>
                    {one.others.map(({ timeline, span }) => (
                      <span key={timeline.suspectId} className="other">
                        <MarkShape {...span} size={14} />
                        <Link to={suspectLink(timeline.suspectId)}>
                          {code("suspicion", timeline.suspicion)} · {code("band", span.band)}
                        </Link>
                      </span>
                    ))}
                  </p>
                )}
              </div>
            </li>
          )}
        </VirtualRows>
      </section>
      <section className="section">
        <h2>
          {t("past.listened", { n: sensors.filter(({ state }) => state === "hearing").length, all: sensors.length })}
        </h2>
        <VirtualRows rows={sensors} id={({ sensorId }) => sensorId}>
          {(sensor) => {
            const then = load.get(sensor.sensorId);
            return (
              <li key={sensor.sensorId}>
                <div className="row">
                  <SensorShape state={sensor.state} />
                  <span className="title">{sensor.name}</span>
                  <p className="under small muted">
                    {then === undefined
                      ? t("past.sensorUnknown")
                      : then.listenedShare === 0
                        ? t("past.sensorDeaf")
                        : t("past.sensorListened", { n: Math.round(100 * then.listenedShare) })}
                    {then?.probeRequests != null &&
                      then.devices !== null &&
                      ` · ${t("layer.load1", { requests: meanText(then.probeRequests, t("layer.few")), devices: meanText(then.devices, t("layer.few")) })}`}
                  </p>
                </div>
              </li>
            );
          }}
        </VirtualRows>
        <p className="small muted">{t("past.placesNow")}</p>
      </section>
    </div>
  );
}

const signed = (score: number): string => `${score < 0 ? "−" : "+"}${Math.abs(Math.round(score))}`;
