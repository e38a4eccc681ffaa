import { Link } from "react-router";
import { useMay } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { plainFigure } from "../../components/figures.ts";
import { SensorMark } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";
import { ClaimCodePart } from "../ladder/claim-code.tsx";
import { hasJustStarted, Listening } from "./listening.tsx";
import { Refusals } from "./refusals.tsx";
import { Residents } from "./residents.tsx";
import { SiteCodePart } from "./site-code.tsx";
import { Trouble } from "./trouble.tsx";

const MEGABYTE = 1_000_000;

function HealthFacts({ sensor }: { sensor: ShownSensor }) {
  const { t, code, dropped } = useText();
  const { health } = sensor;
  if (!health) return <p className="muted">{t("sensors.noHealth")}</p>;
  const { outbox } = health;
  // Names of programs, the same in every language.
  const missing = (health.captureMissing ?? []).map((method) => (method === "pcap" ? "npm pcap" : method));
  const lost = Object.entries(health.dropped).filter(([, count]) => count > 0);
  return (
    <dl className="facts">
      <dt>{t("sensors.capture")}</dt>
      <dd>
        {code("capture", health.captureMethod)}
        {missing.length > 0 && <> · {t("sensors.captureMissing", { names: missing.join(t("look.comma")) })}</>}
      </dd>
      {!hasJustStarted(health) && (
        <>
          <dt>{t("sensors.frames", { n: Math.round(health.intervalSeconds) })}</dt>
          <dd className="num">{t("sensors.framesText", { n: health.frames })}</dd>
        </>
      )}
      <dt>{t("sensors.outbox")}</dt>
      <dd>
        {outbox.messages === 0
          ? t("sensors.outboxEmpty")
          : t("sensors.outboxText", {
              n: outbox.messages,
              mb: plainFigure(outbox.bytes / MEGABYTE),
              minutes: Math.round((outbox.oldestSeconds ?? 0) / 60),
            })}
      </dd>
      {lost.map(([reason, count]) => (
        <div key={reason} style={{ display: "contents" }}>
          <dt>{t("sensors.dropped", { reason: dropped(reason) })}</dt>
          <dd className="num">{count}</dd>
        </div>
      ))}
      {health.parts.map((part) => (
        <div key={part.part} style={{ display: "contents" }}>
          <dt>{code("part", part.part)}</dt>
          <dd>
            {code("partState", part.state)}
            {part.restarts > 0 && <> · {t("sensors.restarts", { n: part.restarts })}</>}
          </dd>
        </div>
      ))}
      {health.temperatureCelsius !== undefined && (
        <>
          <dt>{t("sensors.temperature")}</dt>
          <dd className="num">{plainFigure(Math.round(health.temperatureCelsius))} °C</dd>
        </>
      )}
      <dt>{t("sensors.version")}</dt>
      <dd className="mono">{health.version}</dd>
    </dl>
  );
}

/** One sensor: whether it hears, where it listened, what waits on it, and what it hears all the time. */
export function SensorDetail({ sensor }: { sensor: ShownSensor }) {
  const { t } = useText();
  const mayHang = useMay("setUpVenues");
  return (
    <article className="detail">
      <p>
        <Link className="button plain" data-back to="/sensors">
          ← {t("look.back")}
        </Link>
      </p>
      <header className="section">
        <h2>{sensor.name}</h2>
        <p className="row-of-buttons">
          <SensorMark sensor={sensor} />
          <span className="muted">
            {sensor.lastHeardAt === undefined ? (
              t("sensors.neverHeard")
            ) : (
              <Moment at={sensor.lastHeardAt} venueId={sensor.venueId} />
            )}
          </span>
          {mayHang && <Link to={`/ladder/${sensor.sensorId}`}>{t("ladder.nav")}</Link>}
          {sensor.floorId !== undefined && (
            <Link to={`/venue/${sensor.venueId}/${sensor.floorId}`}>{t("sensors.onPlan")}</Link>
          )}
        </p>
      </header>
      <Trouble sensor={sensor} />
      <Refusals refused={sensor.refused ?? []} venueId={sensor.venueId} />
      {sensor.health && <Listening health={sensor.health} />}
      {sensor.state !== "unknown" && <HealthFacts sensor={sensor} />}
      <Residents sensor={sensor} />
      {mayHang && <ClaimCodePart key={sensor.sensorId} sensorId={sensor.sensorId} />}
      {mayHang && <SiteCodePart key={`${sensor.sensorId} box`} venueId={sensor.venueId} replaces={sensor.sensorId} />}
    </article>
  );
}
