import type { SensorSetup, Venue } from "@probewarden/contract";
import { Link, useParams } from "react-router";
import { useSensors, useSession, useVenues } from "../../api/queries.ts";
import { useSetups } from "../../api/setup.ts";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { Moment } from "../../components/moment.tsx";
import { NotListed } from "../../components/not-listed.tsx";
import { useText } from "../../text/text.ts";
import { Trouble } from "../sensors/trouble.tsx";
import { Claim } from "./claim.tsx";
import { HearStep } from "./hear-step.tsx";
import { PhotoStep } from "./photo-step.tsx";
import { PlaceStep } from "./place-step.tsx";
import { QueueNote } from "./queue-note.tsx";
import { StepDots, StepHead } from "./step-mark.tsx";
import { byTurn, doneOf, isWell, PROVEN_MS, STEPS, stepsOf, wellMinutes } from "./steps.ts";
import { useActs, type Acts } from "./use-acts.ts";
import "./ladder.css";

/** The technician's page: one's sensors, each with its five steps. Made for a phone, gloves, and a connection that comes and goes. */
export function LadderScreen() {
  const { sensorId } = useParams();
  const acts = useActs();
  const sensors = useSensors();
  const setups = useSetups();
  const venues = useVenues();
  return (
    <div className="ladder">
      <QueueNote acts={acts} />
      <Loaded query={venues} what="venues">
        {(known) => (
          <Loaded query={sensors} what="sensors">
            {(rows) => {
              const sensor = rows.find((one) => one.sensorId === sensorId);
              const venue = known.find((one) => one.venueId === sensor?.venueId);
              const setup = setups.data?.find((one) => one.sensorId === sensorId);
              if (sensorId !== undefined && (sensor === undefined || venue === undefined))
                return <NotListed what="sensor" list="sensors" />;
              if (sensor === undefined || venue === undefined)
                return <Ladder sensors={rows} setups={setups.data ?? []} venues={known} acts={acts} />;
              return <OneSensor key={sensor.sensorId} sensor={sensor} venue={venue} setup={setup} acts={acts} />;
            }}
          </Loaded>
        )}
      </Loaded>
    </div>
  );
}

/** All sensors within reach, those that wait for this person first. */
function Ladder({
  sensors,
  setups,
  venues,
  acts,
}: {
  sensors: readonly ShownSensor[];
  setups: readonly SensorSetup[];
  venues: readonly Venue[];
  acts: Acts;
}) {
  const { t } = useText();
  const me = useSession().data?.name;
  const rows = byTurn(
    sensors.map((sensor) => {
      const setup = setups.find((one) => one.sensorId === sensor.sensorId);
      const steps = stepsOf(sensor, setup, acts.waiting);
      return { sensor, steps, name: sensor.name, isMine: setup?.claimed?.by === me, done: doneOf(steps) };
    }),
  );
  const finished = rows.filter(({ done }) => done === STEPS.length).length;
  return (
    <>
      <div className="head">
        <h1>{t("ladder.title")}</h1>
      </div>
      <Claim acts={acts} />
      <section className="section">
        <h2>{t("ladder.sensors")}</h2>
        {rows.length === 0 ? (
          <Empty title="sensors.none" next="sensors.noneNext" />
        ) : (
          <>
            <p className="muted">{t("ladder.finished", { n: finished, all: rows.length })}</p>
            <p className="row-of-buttons">
              {venues.map((venue) => (
                <Link key={venue.venueId} className="button" to={`/print/hand-over/${venue.venueId}`}>
                  {t("print.openHandOver")}
                  {venues.length > 1 && ` · ${venue.name}`}
                </Link>
              ))}
            </p>
            <ul className="ladder-list">
              {rows.map(({ sensor, steps, isMine }) => (
                <li key={sensor.sensorId}>
                  <Link data-row to={`/ladder/${sensor.sensorId}`}>
                    <span className="title">{sensor.name}</span>
                    <span className="small muted">
                      {[
                        ...(isMine ? [t("ladder.mine")] : []),
                        ...(venues.length > 1
                          ? [venues.find((one) => one.venueId === sensor.venueId)?.name ?? sensor.venueId]
                          : []),
                      ].join(" · ")}
                    </span>
                    <StepDots steps={steps} />
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </section>
    </>
  );
}

function OneSensor({
  sensor,
  venue,
  setup,
  acts,
}: {
  sensor: ShownSensor;
  venue: Venue;
  setup: SensorSetup | undefined;
  acts: Acts;
}) {
  const { t } = useText();
  const steps = stepsOf(sensor, setup, acts.waiting);
  return (
    <article className="ladder-one">
      <p>
        <Link className="button plain big" data-back to="/ladder">
          ← {t("ladder.title")}
        </Link>
      </p>
      <header>
        <h1>{sensor.name}</h1>
        <StepDots steps={steps} />
      </header>
      <section>
        <StepHead step="claim" state={steps.claim} />
        {setup?.claimed === undefined ? (
          <p className="muted">{t("ladder.notClaimed")}</p>
        ) : (
          <p>
            {setup.claimed.by} · <Moment at={setup.claimed.at} venueId={sensor.venueId} />
          </p>
        )}
      </section>
      <section>
        <StepHead step="place" state={steps.place} />
        <PlaceStep sensor={sensor} venue={venue} acts={acts} />
      </section>
      <section>
        <StepHead step="photo" state={steps.photo} />
        <PhotoStep sensorId={sensor.sensorId} name={sensor.name} setup={setup} acts={acts} />
      </section>
      <section>
        <StepHead step="well" state={steps.well} />
        {isWell(sensor) ? (
          <p>
            {t("ladder.well")}{" "}
            {sensor.lastHeardAt !== undefined && <Moment at={sensor.lastHeardAt} venueId={sensor.venueId} />}
            <br />
            {t("ladder.wellFor", { n: wellMinutes(sensor), all: PROVEN_MS / 60_000 })}
          </p>
        ) : (
          <Trouble sensor={sensor} />
        )}
        <p>
          <Link to={`/sensors/${sensor.sensorId}`}>{t("ladder.allFacts")}</Link>
        </p>
      </section>
      <section>
        <StepHead step="heard" state={steps.heard} />
        <HearStep sensor={sensor} setup={setup} acts={acts} />
      </section>
    </article>
  );
}
