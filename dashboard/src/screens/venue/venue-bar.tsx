import type { Floor, Place, Venue } from "@probewarden/contract";
import type { ReactNode } from "react";
import { Link, useSearchParams } from "react-router";
import { useMay } from "../../api/queries.ts";
import { PlaceDialog } from "./place/place-dialog.tsx";
import { PlanDialog } from "./plan/plan-dialog.tsx";
import { useText } from "../../text/text.ts";

/** More venues than these have a page of their own, and no tabs. */
const MOST_TABS = 4;

/** The venue's name, its floors with how many suspects are on each, and what is drawn over them. */
export function VenueBar({
  venue,
  floor,
  venues,
  known,
  children,
}: {
  venue: Venue;
  /** Absent: all of them are shown. */
  floor: Floor | undefined;
  venues: Venue[];
  known: readonly { place?: Place | undefined }[];
  children?: ReactNode;
}) {
  const { t } = useText();
  const [search] = useSearchParams();
  // Another floor at the same moment, with the same layers; what was chosen stands on this one.
  const kept = new URLSearchParams(search);
  kept.delete("suspect");
  kept.delete("sensor");
  kept.delete("floors");
  const query = kept.size === 0 ? "" : `?${kept.toString()}`;
  const maySetUp = useMay("setUpVenues");
  const isBare = floor !== undefined && floor.planUrl === undefined;
  return (
    <header className="venue-bar">
      <h1>{venue.name}</h1>
      {venues.length > 1 && (
        <nav className="tabs" aria-label={t("venue.venues")}>
          <Link to="/venue">{t("allVenues.all")}</Link>
          {venues.length <= MOST_TABS &&
            venues.map((other) => (
              <Link
                key={other.venueId}
                to={`/venue/${other.venueId}`}
                aria-current={other.venueId === venue.venueId ? "page" : undefined}
              >
                {other.name}
              </Link>
            ))}
        </nav>
      )}
      <nav className="tabs" aria-label={t("venue.floors")}>
        {venue.floors.length > 1 && (
          <Link
            to={`/venue/${venue.venueId}?floors=all${query === "" ? "" : `&${query.slice(1)}`}`}
            aria-current={floor === undefined ? "page" : undefined}
          >
            {t("floors.all")}
          </Link>
        )}
        {venue.floors.map((other) => {
          const on = known.filter(({ place }) => place?.floorId === other.floorId).length;
          return (
            <Link
              key={other.floorId}
              to={`/venue/${venue.venueId}/${other.floorId}${query}`}
              aria-current={other.floorId === floor?.floorId ? "page" : undefined}
            >
              {other.name}
              {on > 0 && <span className="on-floor num">{on}</span>}
            </Link>
          );
        })}
      </nav>
      <div className="venue-actions">
        {maySetUp && floor !== undefined && (
          <Link className="button" to={`/venue/${venue.venueId}/${floor.floorId}/draw`}>
            {t("draw.open")}
          </Link>
        )}
        {maySetUp && floor !== undefined && (
          <Link className="button" to={`/venue/${venue.venueId}/${floor.floorId}/calibrate`}>
            {t("walk.open")}
          </Link>
        )}
        {maySetUp && (
          <PlanDialog
            venue={venue}
            floor={isBare ? floor : undefined}
            label={isBare ? "planForm.draw" : "planForm.add"}
          />
        )}
        {maySetUp && (floor === undefined || venue.floors.length === 1) && <PlaceDialog venue={venue} />}
        <Link className="button" to={`/networks/${venue.venueId}`}>
          {t("networks.open")}
        </Link>
        <Link className="button" to={`/print/venue/${venue.venueId}`}>
          {t("print.open")}
        </Link>
      </div>
      {children}
    </header>
  );
}
