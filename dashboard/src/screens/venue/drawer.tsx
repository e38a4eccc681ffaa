import type { Suspect } from "@probewarden/contract";
import type { SignalModel } from "@probewarden/place";
import { Link } from "react-router";
import { useSuspects } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { othersOf } from "../../components/emitters.ts";
import { levelText } from "../../components/figures.ts";
import { FloorError } from "../../components/floor-error.tsx";
import { SensorMark, SuspectShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { OtherSuspicions } from "../../components/other-suspicions.tsx";
import { SimulatedNote } from "../../components/simulated-note.tsx";
import { spaced } from "../../components/spaced.ts";
import { SuspectMarks } from "../../components/suspect-marks.tsx";
import { useNames, useSentence } from "../../components/use-sentence.ts";
import { useResidualText } from "./signal.tsx";
import { useText } from "../../text/text.ts";

function Close({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  return (
    <p>
      <button type="button" className="button plain" data-back onClick={onClose}>
        ← {t("look.close")}
      </button>
    </p>
  );
}

/** A suspect, slid over the plan: its sentence and its level at each sensor. */
export function SuspectDrawer({
  suspect,
  signal,
  link,
  onClose,
}: {
  suspect: Suspect;
  /** As the plan draws it. */
  signal: SignalModel | undefined;
  /** Where another suspect of the same transmitter is looked at. */
  link: (suspectId: string) => string;
  onClose: () => void;
}) {
  const { t } = useText();
  const names = useNames();
  const sentence = useSentence();
  const all = useSuspects().data ?? [];
  const residual = useResidualText(signal);
  return (
    <aside className="drawer">
      <Close onClose={onClose} />
      <h2>
        <SuspectShape suspect={suspect} /> {sentence(suspect)}
      </h2>
      <p className="muted">
        <SuspectMarks suspect={suspect} />
      </p>
      <OtherSuspicions suspects={othersOf(suspect, all)} link={link} />
      {suspect.place && (
        <p>
          {spaced(
            t(`venue.method.${suspect.place.regions === undefined ? "ring" : suspect.place.method}`, {
              radius: Math.round(suspect.place.radiusMetres),
              sensor: names.sensor(suspect.place.nearestSensorId),
            }),
          )}
          {suspect.place.floorProbability !== undefined &&
            ` ${t("place.floorLikely", { n: Math.round(100 * suspect.place.floorProbability) })}`}
        </p>
      )}
      {/* How far the regions can be trusted: they are the model's own, and the error is the floor's. */}
      {suspect.place && (
        <p className="muted small">
          <FloorError error={suspect.place.floorError} />
        </p>
      )}
      <dl className="facts">
        {suspect.sensors.map((at) => (
          <div key={at.sensorId} style={{ display: "contents" }}>
            <dt>{names.sensor(at.sensorId)}</dt>
            <dd className="num">
              {at.levelDbm === undefined ? t("levels.noLevel") : levelText(at.levelDbm)}
              {at.levelDbm !== undefined && <span className="small muted"> {residual(at.sensorId, at.levelDbm)}</span>}
            </dd>
          </div>
        ))}
      </dl>
      {signal && <p className="small muted">{t("signal.more")}</p>}
      <SimulatedNote />
      <Link className="button primary" to={`/suspects/${suspect.suspectId}`}>
        {t("venue.why")}
      </Link>
    </aside>
  );
}

/** A sensor, slid over the plan. */
export function SensorDrawer({ sensor, onClose }: { sensor: ShownSensor; onClose: () => void }) {
  const { t, code } = useText();
  return (
    <aside className="drawer">
      <Close onClose={onClose} />
      <h2>{sensor.name}</h2>
      <p className="row-of-buttons">
        <SensorMark sensor={sensor} />
        {sensor.lastHeardAt !== undefined && (
          <span className="muted">
            <Moment at={sensor.lastHeardAt} venueId={sensor.venueId} />
          </span>
        )}
      </p>
      {sensor.reasons.map((reason) => (
        <p key={reason}>{code("reason", reason)}</p>
      ))}
      {sensor.state !== "hearing" && <p>{t(`sensors.mend.${sensor.state}`)}</p>}
      <p className="muted">{t("venue.radius", { n: Math.round(sensor.hearingRadiusMetres) })}</p>
      <Link className="button" to={`/sensors/${sensor.sensorId}`}>
        {t("venue.sensorMore")}
      </Link>
    </aside>
  );
}
