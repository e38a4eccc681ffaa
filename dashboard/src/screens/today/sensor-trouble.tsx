import { Link } from "react-router";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { SensorShape } from "../../components/marks.tsx";
import { plainFigure } from "../../components/figures.ts";
import { Moment } from "../../components/moment.tsx";
import { useText } from "../../text/text.ts";

/** A sensor that does not hear, in the list of what needs a person. */
export function SensorTrouble({ sensor }: { sensor: ShownSensor }) {
  const { t, code } = useText();
  const reasons = sensor.reasons.map((reason) => code("reason", reason)).join(t("look.comma"));
  const many = sensor.suspectsBeyond;
  const state =
    sensor.state !== "hearing"
      ? code("sensor", sensor.state)
      : many !== undefined
        ? t("sensors.reportsMany", { n: plainFigure(many) })
        : sensor.clockWrong
          ? t("sensors.clockWrong")
          : code("sensor", sensor.state);
  return (
    <li>
      <div className="row">
        <SensorShape state={sensor.state} />
        <Link className="title" data-row to={`/sensors/${sensor.sensorId}`}>
          {t("today.sensor", { name: sensor.name, state })}
        </Link>
        <p className="under muted small">{reasons === "" ? t(`sensors.mend.${sensor.state}`) : reasons}</p>
        {sensor.lastHeardAt !== undefined && (
          <div className="aside small muted">
            <span>
              {t("suspect.lastHeard")} <Moment at={sensor.lastHeardAt} venueId={sensor.venueId} />
            </span>
          </div>
        )}
      </div>
    </li>
  );
}
