import type { Venue } from "@probewarden/contract";
import { useMemo, useState } from "react";
import { Link } from "react-router";
import { useAlerts, useOutages, useSensors, useSuspects } from "../../../api/queries.ts";
import { Failed, Skeleton } from "../../../components/looks.tsx";
import { BandShape, SensorShape } from "../../../components/marks.tsx";
import { useEmitters } from "../../../components/use-emitters.ts";
import { useText } from "../../../text/text.ts";
import { useSteadyOrder } from "../../../components/steady-order.ts";
import { needsAnybody, rankVenues, type VenueNeeds } from "./rank-venues.ts";
import { WeekBars } from "./week-bars.tsx";
import "./all-venues.css";

/** Rows that are drawn before somebody asks for more. */
const STEP = 50;
const NOTHING: never[] = [];

/** All venues, what needs a person first: a region at a glance without a map, for no venue says where on earth it is. */
export function AllVenues({ venues }: { venues: readonly Venue[] }) {
  const { t } = useText();
  const answers = { alerts: useAlerts(), outages: useOutages(), suspects: useSuspects(), sensors: useSensors() };
  const { data: alerts = NOTHING } = answers.alerts;
  const { data: outages = NOTHING } = answers.outages;
  const { data: sensors = NOTHING } = answers.sensors;
  const emitters = useEmitters();
  const ranked = useMemo(
    () => rankVenues({ venues, alerts, outages, emitters, sensors }),
    [venues, alerts, outages, emitters, sensors],
  );
  const [most, setMost] = useState(STEP);
  const steady = useSteadyOrder(ranked, ({ venue }) => venue.venueId);
  // What has not come could hide anything: nothing is called calm before.
  const missing = (["alerts", "outages", "suspects", "sensors"] as const).find(
    (what) => answers[what].data === undefined,
  );
  if (missing !== undefined)
    return (
      <div className="all-venues">
        {answers[missing].isError ? (
          <Failed what={missing} failure={answers[missing].error} retry={answers[missing].refetch} />
        ) : (
          <Skeleton rows={8} />
        )}
      </div>
    );
  const waiting = ranked.filter(needsAnybody).length;
  return (
    <div className="all-venues">
      <h1>{t("allVenues.title", { n: venues.length })}</h1>
      <p className="muted">{t("allVenues.waiting", { n: waiting })}</p>
      <ul className="venue-tiles" {...steady.hold}>
        {steady.rows.slice(0, most).map((one) => (
          <VenueTile key={one.venue.venueId} needs={one} />
        ))}
      </ul>
      {ranked.length > most && (
        <button type="button" className="button" onClick={() => setMost(most + STEP)}>
          {t("look.more")}
        </button>
      )}
      <p className="small muted">{t("allVenues.legend")}</p>
    </div>
  );
}

function VenueTile({ needs }: { needs: VenueNeeds }) {
  const { t } = useText();
  const { venue, band, isDark, strong, suspected, toVisit, sensors, hearing, allSensors } = needs;
  const words = [
    ...(isDark ? [t("allVenues.dark")] : []),
    ...(strong > 0 ? [t("allVenues.strong", { n: strong })] : []),
    ...(suspected > 0 ? [t("allVenues.suspected", { n: suspected })] : []),
    ...(toVisit > 0 ? [t("allVenues.toVisit", { n: toVisit })] : []),
    ...(sensors > 0 ? [t("allVenues.sensors", { n: sensors })] : []),
  ];
  return (
    <li className="venue-tile">
      <Link className="title" data-row to={`/venue/${venue.venueId}`}>
        {isDark ? (
          <SensorShape state="offline" />
        ) : band === undefined ? (
          <SensorShape state={allSensors === 0 ? "unknown" : hearing === 0 ? "deaf" : "hearing"} />
        ) : (
          <BandShape band={band} />
        )}
        <span>{venue.name}</span>
      </Link>
      <p className="needs">
        {words.length === 0 ? (
          <span className="muted">{t(hearing === 0 ? "allVenues.unheard" : "allVenues.calm")}</span>
        ) : (
          words.join(" · ")
        )}
      </p>
      <p className="small muted num">{t("allVenues.hearing", { n: hearing, all: allSensors })}</p>
      <WeekBars venueId={venue.venueId} timeZone={venue.timeZone} />
    </li>
  );
}
