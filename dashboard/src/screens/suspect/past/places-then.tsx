import type { Place, Suspect, SuspectPast, SuspectSpan } from "@probewarden/contract";
import { Link } from "react-router";
import { useVenues } from "../../../api/queries.ts";
import { isSettled } from "../../../components/settled.ts";
import { placeText } from "../../../components/suspect-sentence.ts";
import { useNames } from "../../../components/use-sentence.ts";
import { useText } from "../../../text/text.ts";
import { atText } from "../../venue/time/time-window.ts";
import { SmallPlan } from "./small-plan.tsx";

/** Where it was thought to be at a moment, beside where it is thought to be now; each leads to the venue's plan of that time. */
export function PlacesThen({
  past,
  span,
  at,
  suspect,
  time,
}: {
  past: SuspectPast;
  /** What was known at the moment. */
  span: SuspectSpan | undefined;
  /** Undefined: the present is looked at, and there is one place. */
  at: number | undefined;
  suspect: Suspect;
  time: string;
}) {
  const { t } = useText();
  const then = span?.place === undefined ? undefined : past.places[span.place];
  const now = suspect.place;
  const moved =
    at !== undefined && then !== undefined && now !== undefined && then.floorId === now.floorId
      ? Math.hypot(then.position.x - now.position.x, then.position.y - now.position.y)
      : undefined;
  return (
    <>
      <div className="places-then">
        {at !== undefined && (
          <OnePlace
            title={t("suspectPast.asKnown", { time })}
            place={then}
            band={span === undefined ? "watch" : span.settled ? "settled" : span.band}
            link={(place) => `/venue/${suspect.venueId}/${place.floorId}?at=${atText(at)}&suspect=${suspect.suspectId}`}
            venueId={suspect.venueId}
          />
        )}
        <OnePlace
          title={t("past.now")}
          place={now}
          band={isSettled(suspect) ? "settled" : suspect.band}
          link={(place) => `/venue/${suspect.venueId}/${place.floorId}?suspect=${suspect.suspectId}`}
          venueId={suspect.venueId}
        />
      </div>
      {moved !== undefined && then !== undefined && now !== undefined && (
        <p className="small muted">
          {moved > then.radiusMetres + now.radiusMetres
            ? t("suspectPast.moved", { n: Math.round(moved) })
            : t("suspectPast.samePlace")}
        </p>
      )}
    </>
  );
}

function OnePlace({
  title,
  place,
  band,
  link,
  venueId,
}: {
  title: string;
  place: Place | undefined;
  band: "watch" | "suspected" | "strong" | "settled";
  link: (place: Place) => string;
  venueId: string;
}) {
  const { t } = useText();
  const names = useNames(venueId);
  const floor = useVenues()
    .data?.find((venue) => venue.venueId === venueId)
    ?.floors.find((one) => one.floorId === place?.floorId);
  if (place === undefined)
    return (
      <figure>
        <figcaption>{title}</figcaption>
        <p className="muted">{t("suspectPast.noPlace")}</p>
      </figure>
    );
  const words = placeText(place, { t, floorName: names.floor, sensorName: names.sensor });
  return (
    <figure>
      <figcaption>{title}</figcaption>
      {floor && <SmallPlan floor={floor} place={place} band={band} label={`${title} · ${words}`} />}
      <p>{words}</p>
      <Link className="plan-link" to={link(place)}>
        {t("suspectPast.onPlan")}
      </Link>
    </figure>
  );
}
