import { Fragment, useMemo, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { useChannels } from "../../api/channels.ts";
import { useAlerts, useSensors, useSuspects, useVenues } from "../../api/queries.ts";
import { EmitterRow } from "../../components/emitter-row.tsx";
import { LongList } from "../../components/long-list.tsx";
import { Empty, Failed, Loaded } from "../../components/looks.tsx";
import { useEmitters } from "../../components/use-emitters.ts";
import { useSentence } from "../../components/use-sentence.ts";
import { SensorShape } from "../../components/marks.tsx";
import { SearchField } from "../../components/search-field.tsx";
import { useText } from "../../text/text.ts";
import { AlertRow } from "./alert-row.tsx";
import { CameraAlertRow } from "./camera-alert-row.tsx";
import { CollectorFault } from "./collector-fault.tsx";
import { countOf } from "./needs-person.ts";
import { OutageRow } from "./outage-row.tsx";
import { SensorTrouble } from "./sensor-trouble.tsx";
import { stoppedGaps } from "./stopped-gaps.ts";
import { useNeeds, type Needs } from "./use-needs.ts";

/** Nothing waits. Only what is known to be up to date, where somebody listens, may be called calm. */
function NothingWaits({ isCurrent }: { isCurrent: boolean }) {
  const { t } = useText();
  const sensors = useSensors().data ?? [];
  const hearing = sensors.filter((sensor) => sensor.state === "hearing").length;
  if (!isCurrent) return <p className="muted">{t("today.unsure")}</p>;
  if (sensors.length === 0) return <Empty title="sensors.none" next="sensors.noneNext" />;
  if (hearing === 0) return <Empty title="today.nobodyListens" next="today.nobodyListensNext" />;
  return (
    <div className="calm">
      <span className="mark ok">
        <SensorShape state="hearing" size={20} />
        {t("today.calm")}
      </span>
      <p className="muted">{t("today.calmMore", { n: hearing })}</p>
    </div>
  );
}

interface Line {
  key: string;
  row: ReactNode;
}

/** Every line that waits, in the order in which it should be read. */
function linesOf(needs: Needs): Line[] {
  return [
    ...needs.faults.map((fault) => ({ key: fault.code, row: <CollectorFault fault={fault} /> })),
    ...needs.outages.map((outage) => ({ key: outage.outageId, row: <OutageRow outage={outage} /> })),
    ...needs.alerts.map((group) => {
      const [alert] = group.alerts;
      const { camera } = alert;
      const row = camera ? <CameraAlertRow alert={alert} step={camera} /> : <AlertRow group={group} />;
      return { key: `alert ${group.id}`, row };
    }),
    ...needs.toVisit.map((emitter) => ({ key: emitter.id, row: <EmitterRow emitter={emitter} /> })),
    ...needs.sensors.map((sensor) => ({ key: sensor.sensorId, row: <SensorTrouble sensor={sensor} /> })),
    ...(needs.channelFails ? [{ key: "channels", row: <ChannelFails /> }] : []),
  ];
}

function ChannelFails() {
  const { t } = useText();
  return (
    <li>
      <div className="row">
        <SensorShape state="deaf" />
        <Link className="title" data-row to="/settings/channels">
          {t("channels.fails")}
        </Link>
        <p className="under muted small">{t("channels.failsMore")}</p>
      </div>
    </li>
  );
}

function Waiting({ needs }: { needs: Needs }) {
  if (countOf(needs) === 0) return <NothingWaits isCurrent={needs.isCurrent} />;
  return (
    <LongList list="alerts" rows={linesOf(needs)} id={({ key }) => key}>
      {({ key, row }) => <Fragment key={key}>{row}</Fragment>}
    </LongList>
  );
}

/** What was stopped on purpose waits for nobody; but who reads that all is calm must know where nobody listens. */
function StoppedGaps() {
  const { t } = useText();
  const venues = useVenues().data;
  const sensors = useSensors().data;
  const gaps = useMemo(() => stoppedGaps(venues ?? [], sensors ?? []), [venues, sensors]);
  return gaps.map(({ venueId, floorId, floorName, sensorNames, squareMetres }) => (
    <p key={floorId} className="muted small">
      <Link to={`/venue/${venueId}/${floorId}`}>
        {t("today.stoppedGap", { sensors: sensorNames.join(t("look.comma")), floor: floorName, n: squareMetres })}
      </Link>
    </p>
  ));
}

function AllSuspects() {
  const { t } = useText();
  const sentence = useSentence();
  const suspects = useSuspects();
  const emitters = useEmitters();
  const [filter, setFilter] = useState("");
  return (
    <section className="section">
      <div className="head">
        <h2>
          {t("today.suspects")} {emitters.length > 0 && <span className="num muted">{emitters.length}</span>}
        </h2>
        <SearchField value={filter} onChange={setFilter} />
      </div>
      <Loaded query={suspects} what="suspects" rows={4}>
        {(rows) => {
          const wanted = filter.trim().toLowerCase();
          const shown = emitters.filter((emitter) =>
            emitter.suspects.some((one) =>
              `${sentence(one)} ${one.transmitters.join(" ")}`.toLowerCase().includes(wanted),
            ),
          );
          if (rows.length === 0) return <Empty title="today.noSuspects" next="today.noSuspectsNext" />;
          return (
            <>
              {shown.length === 0 && <Empty title="look.noMatch" next="look.noMatchNext" />}
              <LongList
                list="suspects"
                rows={shown}
                id={({ id }) => id}
                href={({ lead }) => `/suspects/${lead.suspectId}`}
                isSearched={wanted !== ""}
              >
                {(emitter) => <EmitterRow key={emitter.id} emitter={emitter} />}
              </LongList>
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

/** Where alerts are worked on; on a phone this is the way there. */
function InboxLink() {
  const { t } = useText();
  return (
    <p>
      <Link to="/inbox">{t("inbox.link")}</Link> <span className="muted small">{t("inbox.linkMore")}</span>
    </p>
  );
}

/** What needs a person, and under it everything that is suspected. */
export function TodayScreen() {
  const { t } = useText();
  const needs = useNeeds();
  const alerts = useAlerts();
  const sensors = useSensors();
  const channels = useChannels();
  return (
    <>
      <section className="section">
        <h1>
          {t("today.title")} {countOf(needs) > 0 && <span className="num muted">{countOf(needs)}</span>}
        </h1>
        <InboxLink />
        {channels.isError && <Failed what="channels" failure={channels.error} retry={channels.refetch} />}
        {/* What is known waits for nothing else; that nothing waits is said only once all has been answered. */}
        {(countOf(needs) > 0 || (alerts.data && sensors.data)) && <Waiting needs={needs} />}
        <Loaded query={alerts} what="alerts" rows={3}>
          {() => null}
        </Loaded>
        <Loaded query={sensors} what="sensors" rows={3}>
          {() => <StoppedGaps />}
        </Loaded>
      </section>
      <AllSuspects />
    </>
  );
}
