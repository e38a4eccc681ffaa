import type { Venue } from "@probewarden/contract";
import { useMemo, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { useAlerts, useOutages, useSensors, useSuspects } from "../../../api/queries.ts";
import { Failed, Skeleton } from "../../../components/looks.tsx";
import { useEmitters } from "../../../components/use-emitters.ts";
import { useText } from "../../../text/text.ts";
import { useSteadyOrder } from "../../../components/steady-order.ts";
import { needsAnybody, rankVenues, type VenueNeeds } from "./rank-venues.ts";
import { RegionView } from "../region/region-view.tsx";
import { VenueTile } from "./venue-tile.tsx";
import "./all-venues.css";

/** Rows that are drawn before somebody asks for more. */
const STEP = 50;
const NOTHING: never[] = [];

/** All venues, what needs a person first: as a list, or as a region, by their coordinates or districts. */
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
  const [search] = useSearchParams();
  const isRegion = search.get("view") === "region";
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
      <nav className="tabs" aria-label={t("region.views")}>
        <Link to="/venue" aria-current={isRegion ? undefined : "page"}>
          {t("region.list")}
        </Link>
        <Link to="/venue?view=region" aria-current={isRegion ? "page" : undefined}>
          {t("region.region")}
        </Link>
      </nav>
      {isRegion ? (
        <RegionView ranked={ranked} list={(some) => <VenueTiles ranked={some} />} />
      ) : (
        <VenueTiles ranked={ranked} />
      )}
      <p className="small muted">{t("allVenues.legend")}</p>
    </div>
  );
}

/** Venues as rows that keep their places under the pointer, some dozen until somebody asks for more. */
function VenueTiles({ ranked }: { ranked: readonly VenueNeeds[] }) {
  const { t } = useText();
  const [most, setMost] = useState(STEP);
  const steady = useSteadyOrder(ranked, ({ venue }) => venue.venueId);
  return (
    <>
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
    </>
  );
}
