import type { SensorList, VenueNetworks } from "@probewarden/contract";
import { Link } from "react-router";
import { isWaitedFor } from "../../api/venue-networks.ts";
import { ClockShape } from "../../components/marks.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";

/** How a sensor without the list in force stands to it. */
function standing(sensor: SensorList): "waiting" | "away" | "doesNotSay" {
  if (sensor.list === "does-not-say") return "doesNotSay";
  return isWaitedFor(sensor) ? "waiting" : "away";
}

/** Which sensors have said that they have the list in force, and what is with the others. */
export function SensorLists({ networks: { sensors } }: { networks: VenueNetworks }) {
  const { t } = useText();
  const names = useNames();
  if (sensors.length === 0) return <p className="small">{t("networks.noSensors")}</p>;
  const have = sensors.filter(({ list }) => list === "this").length;
  const others = sensors.filter(({ list }) => list !== "this");
  return (
    <section className="section" aria-live="polite">
      <h2>{t("networks.sensors")}</h2>
      <p>
        {others.length === 0 ? t("networks.haveAll", { n: have }) : t("networks.have", { n: have, of: sensors.length })}
      </p>
      {others.length > 0 && (
        <ul className="small list-holders">
          {others.map((sensor) => (
            <li key={sensor.sensorId}>
              <ClockShape />
              <span>
                <Link to={`/sensors/${sensor.sensorId}`}>{names.sensor(sensor.sensorId)}</Link>{" "}
                <span className="muted">{t(`networks.${standing(sensor)}`)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
