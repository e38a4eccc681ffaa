import { useState } from "react";
import { Link, useParams } from "react-router";
import { useMay, useSensors } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { LongList } from "../../components/long-list.tsx";
import { Empty, Loaded } from "../../components/looks.tsx";
import { SensorMark, SensorShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { useNames } from "../../components/use-sentence.ts";
import { NotListed } from "../../components/not-listed.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { useText } from "../../text/text.ts";
import { NewcomersLink } from "../newcomers/newcomers-link.tsx";
import { CollectorRows } from "./collector-rows.tsx";
import { SensorDetail } from "./sensor-detail.tsx";
import { SiteCodeOfVenue } from "./site-code.tsx";
import "./sensors.css";

/** What needs a person first, as the collector orders its pages. */
const STATE_ORDER: Record<ShownSensor["state"], number> = {
  deaf: 0,
  offline: 1,
  unknown: 2,
  "never-seen": 2,
  hearing: 5,
  stopped: 4,
};
const turnOf = ({ state, reasons }: ShownSensor): number =>
  state === "hearing" && reasons.length > 0 ? 3 : STATE_ORDER[state];

function SensorRow({ sensor, chosen }: { sensor: ShownSensor; chosen: boolean }) {
  const { t, code } = useText();
  const names = useNames();
  const waiting = sensor.health?.outbox.messages ?? 0;
  const reasons = sensor.reasons.map((reason) => code("reason", reason));
  return (
    <li>
      <div className="row" aria-current={chosen}>
        <SensorShape state={sensor.state} />
        <Link className="title" data-row to={`/sensors/${sensor.sensorId}`}>
          {sensor.name}
        </Link>
        <p className="under small muted">
          {[
            sensor.floorId === undefined ? t("sensors.noFloor") : names.floor(sensor.floorId, sensor.venueId),
            ...reasons,
          ].join(" · ")}
          {waiting > 0 && <> · {t("sensors.outboxShort", { n: waiting })}</>}
        </p>
        <div className="aside small">
          <SensorMark sensor={sensor} hasShape={false} />
          {sensor.lastHeardAt !== undefined && (
            <span className="muted">
              <Moment at={sensor.lastHeardAt} venueId={sensor.venueId} />
            </span>
          )}
        </div>
      </div>
    </li>
  );
}

/** Our own boxes: which hear, which do not, and why. */
export function SensorsScreen() {
  const { t } = useText();
  const { sensorId } = useParams();
  const query = useSensors();
  const [filter, setFilter] = useState("");
  const chosen = query.data?.find((sensor) => sensor.sensorId === sensorId);
  return (
    <>
      <div className="head">
        <h1>{t("sensors.title")}</h1>
        <SearchField value={filter} onChange={setFilter} />
      </div>
      {sensorId !== undefined && query.data !== undefined && chosen === undefined && (
        <NotListed what="sensor" list="sensors" />
      )}
      <CollectorRows />
      {useMay("setUpVenues") && (
        <>
          <p>
            <Link to="/ladder">{t("ladder.open")}</Link>
          </p>
          <SiteCodeOfVenue />
        </>
      )}
      <p>
        <Link to="/fleet">{t("fleet.link")}</Link>
      </p>
      <NewcomersLink />
      <Loaded query={query} what="sensors">
        {(sensors) => {
          const wanted = filter.trim().toLowerCase();
          const shown = sensors
            .filter((sensor) => `${sensor.name} ${sensor.sensorId}`.toLowerCase().includes(wanted))
            .toSorted((a, b) => turnOf(a) - turnOf(b) || a.name.localeCompare(b.name));
          if (sensors.length === 0) return <Empty title="sensors.none" next="sensors.noneNext" />;
          return (
            <div className={`split${chosen ? " has-detail" : ""}`}>
              <div className="list">
                {shown.length === 0 && <Empty title="look.noMatch" next="look.noMatchNext" />}
                <LongList
                  list="sensors"
                  rows={shown}
                  id={(sensor) => sensor.sensorId}
                  href={(sensor) => `/sensors/${sensor.sensorId}`}
                  isSearched={wanted !== ""}
                >
                  {(sensor) => (
                    <SensorRow key={sensor.sensorId} sensor={sensor} chosen={sensor.sensorId === sensorId} />
                  )}
                </LongList>
              </div>
              {chosen ? <SensorDetail sensor={chosen} /> : <p className="detail none muted">{t("sensors.choose")}</p>}
            </div>
          );
        }}
      </Loaded>
    </>
  );
}
