import { Link } from "react-router";
import { useCameras, useSensors, useSuspects } from "../../api/queries.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import type { Emitter } from "../../components/emitters.ts";
import { LongList } from "../../components/long-list.tsx";
import { Loaded } from "../../components/looks.tsx";
import { CameraShape, SensorShape, SuspectShape } from "../../components/marks.tsx";
import { Moment } from "../../components/moment.tsx";
import { OtherSuspicions } from "../../components/other-suspicions.tsx";
import { SuspectMarks } from "../../components/suspect-marks.tsx";
import { useSentence } from "../../components/use-sentence.ts";
import { VirtualRows } from "../../components/virtual-rows.tsx";
import { CamerasInside } from "./cameras-inside.tsx";
import type { CameraOnFloor } from "./use-floor-cameras.ts";
import { useText } from "../../text/text.ts";

/** With so many suspects the sensors stand below what is seen at first. */
const MANY = 30;

/** The plan in words, beside it: everything that is marked can be read and chosen here too. */
export function VenueList(props: {
  id: string;
  venueId: string;
  unheardSquareMetres: number;
  emitters: readonly Emitter[];
  sensors: ShownSensor[];
  /** Those that stand on this floor. */
  cameras: readonly CameraOnFloor[];
  chosen: string | undefined;
  suspectLink: (id: string) => string;
  sensorLink: (id: string) => string;
}) {
  const { t, code } = useText();
  const sentence = useSentence();
  const suspects = useSuspects();
  const sensors = useSensors();
  const cameras = (useCameras().data ?? []).filter((camera) => camera.venueId === props.venueId).length;
  return (
    <div className="venue-list" id={props.id}>
      <Loaded query={suspects} what="suspects" rows={3}>
        {() => (
          <section className="section">
            <h2>{t("venue.suspects", { n: props.emitters.length })}</h2>
            {props.emitters.length === 0 && <p className="muted">{t("venue.noSuspects")}</p>}
            <LongList list="suspects" rows={props.emitters} id={({ id }) => id}>
              {({ id, lead, suspects: own }) => (
                <li key={id}>
                  <div className="row" aria-current={own.some(({ suspectId }) => suspectId === props.chosen)}>
                    <SuspectShape suspect={lead} />
                    <Link className="title" data-row to={props.suspectLink(lead.suspectId)}>
                      {sentence(lead)}
                    </Link>
                    <p className="under small muted">
                      <SuspectMarks suspect={lead} /> ·{" "}
                      {lead.place ? <Moment at={lead.lastHeardAt} venueId={lead.venueId} /> : t("venue.noPlace")}
                    </p>
                    <OtherSuspicions suspects={own.slice(1)} link={props.suspectLink} />
                  </div>
                </li>
              )}
            </LongList>
          </section>
        )}
      </Loaded>
      <CamerasInside cameras={props.cameras} />
      <Loaded query={sensors} what="sensors" rows={3}>
        {() => (
          <>
            <section className="section">
              <h2>
                {t("venue.sensors", {
                  hearing: props.sensors.filter((sensor) => sensor.state === "hearing").length,
                  n: props.sensors.length,
                })}
              </h2>
              <VirtualRows rows={props.sensors} id={({ sensorId }) => sensorId} isBelow={props.emitters.length > MANY}>
                {(sensor) => (
                  <li key={sensor.sensorId}>
                    <div className="row" aria-current={props.chosen === sensor.sensorId}>
                      <SensorShape state={sensor.state} />
                      <Link className="title" data-row to={props.sensorLink(sensor.sensorId)}>
                        {sensor.name}
                      </Link>
                      <span className={`aside small ${sensor.state}`}>{code("sensor", sensor.state)}</span>
                    </div>
                  </li>
                )}
              </VirtualRows>
            </section>
            <p className="muted">
              {props.sensors.some((sensor) => sensor.state === "unknown")
                ? t("venue.coverageUnknown")
                : props.unheardSquareMetres > 0
                  ? t("venue.unheard", { n: props.unheardSquareMetres })
                  : t("venue.allHeard")}
            </p>
          </>
        )}
      </Loaded>
      <p className="row-of-buttons">
        <CameraShape />
        <Link to="/cameras">{t("venue.cameras", { n: cameras })}</Link>
      </p>
    </div>
  );
}
