import type { Venue } from "@probewarden/contract";
import { Link } from "react-router";
import { useMay, useSensors } from "../../api/queries.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { SensorShape } from "../../components/marks.tsx";
import { useText } from "../../text/text.ts";
import { PlanDialog } from "./plan/plan-dialog.tsx";

/** A venue of which nobody has a plan yet: what hears there all the same, and the one button that is needed. */
export function VenueWithoutPlan({ venue }: { venue: Venue }) {
  const { t, code } = useText();
  const sensors = useSensors();
  const maySetUp = useMay("setUpVenues");
  return (
    <div className="venue-empty">
      <h1>{t("venue.ofName", { name: venue.name })}</h1>
      <Empty title="venue.noFloor" next="venue.noFloorNext" />
      <p className="row-of-buttons">
        {maySetUp && <PlanDialog venue={venue} floor={undefined} label="planForm.draw" isPrimary />}
        <Link className="button" to={`/networks/${venue.venueId}`}>
          {t("networks.open")}
        </Link>
      </p>
      <Loaded query={sensors} what="sensors" rows={3}>
        {(all) => {
          const here = all.filter((sensor) => sensor.venueId === venue.venueId);
          return (
            <section className="section">
              <h2>{t("draw.sensorsHere", { n: here.length })}</h2>
              {here.length === 0 && <p className="muted">{t("draw.noSensors")}</p>}
              <ul className="rows">
                {here.map((sensor) => (
                  <li key={sensor.sensorId}>
                    <div className="row">
                      <SensorShape state={sensor.state} />
                      <Link className="title" data-row to={`/sensors/${sensor.sensorId}`}>
                        {sensor.name}
                      </Link>
                      <span className={`aside small ${sensor.state}`}>{code("sensor", sensor.state)}</span>
                    </div>
                  </li>
                ))}
              </ul>
            </section>
          );
        }}
      </Loaded>
    </div>
  );
}
