import { useMemo, useState, type ReactNode } from "react";
import { useText } from "../../../text/text.ts";
import type { VenueNeeds } from "../all/rank-venues.ts";
import { VenueShape } from "../all/venue-tile.tsx";
import { RegionMap } from "./region-map.tsx";
import { districtsOf, frameOf, isOnePlace, isWithinFrame, spotsOf, type Spot } from "./region-marks.ts";
import "./region.css";

/** A region: venues by their coordinates on a sketch, those without any by district; below it, the same venues as a list. */
export function RegionView({
  ranked,
  list,
}: {
  ranked: readonly VenueNeeds[];
  /** Draws some of the venues as rows, the first in front. */
  list: (venues: readonly VenueNeeds[]) => ReactNode;
}) {
  const { t } = useText();
  const spots = useMemo(() => spotsOf(ranked), [ranked]);
  const districts = useMemo(() => districtsOf(ranked), [ranked]);
  // Venues that somebody came nearer to, one within the other, by their ids: the rows change as the stream tells of them.
  const [path, setPath] = useState<readonly ReadonlySet<string>[]>([]);
  const within = path.at(-1);
  const chosen = useMemo(
    () => (within === undefined ? spots : spots.filter(({ needs }) => within.has(needs.venue.venueId))),
    [spots, within],
  );
  const frame = useMemo(() => frameOf(chosen), [chosen]);
  const seen = useMemo(() => spots.filter((spot) => isWithinFrame(spot, frame)), [spots, frame]);
  // Where several stand at one place, coming nearer parts none: the list alone holds them.
  const [atOnePlace, setAtOnePlace] = useState<ReadonlySet<string>>();
  const listed = atOnePlace === undefined ? seen : seen.filter(({ needs }) => atOnePlace.has(needs.venue.venueId));
  const idsOf = (all: readonly Spot[]): ReadonlySet<string> => new Set(all.map(({ needs }) => needs.venue.venueId));
  return (
    <>
      {spots.length === 0 ? (
        <p className="note">{t("region.noPlaces")}</p>
      ) : (
        <section className="region" aria-label={t("region.map")}>
          <RegionMap
            spots={seen}
            frame={frame}
            onCluster={(together) => {
              if (isOnePlace(together)) return setAtOnePlace(idsOf(together));
              setAtOnePlace(undefined);
              setPath([...path, idsOf(together)]);
            }}
          />
          <p className="region-line">
            <span role="status">
              {t(atOnePlace === undefined ? "region.seen" : "region.here", { n: listed.length, all: ranked.length })}
            </span>
            {(path.length > 0 || atOnePlace !== undefined) && (
              <button
                type="button"
                className="button"
                data-back
                onClick={() => {
                  if (atOnePlace === undefined) setPath(path.slice(0, -1));
                  setAtOnePlace(undefined);
                }}
              >
                {t("region.back")}
              </button>
            )}
          </p>
          {list(listed.map(({ needs }) => needs))}
        </section>
      )}
      {districts.length > 0 && (
        <section className="section districts">
          <h2>{t("region.withoutPlace", { n: districts.reduce((sum, { venues }) => sum + venues.length, 0) })}</h2>
          {districts.map(({ district, venues, waiting }) => (
            <District key={district} name={district} venues={venues} waiting={waiting} list={list} />
          ))}
        </section>
      )}
    </>
  );
}

/** A district that opens: of ten thousand venues none is drawn before somebody asks. */
function District({
  name,
  venues,
  waiting,
  list,
}: {
  name: string;
  venues: readonly VenueNeeds[];
  waiting: number;
  list: (venues: readonly VenueNeeds[]) => ReactNode;
}) {
  const { t } = useText();
  const [isOpen, setOpen] = useState(false);
  const [first] = venues;
  return (
    <details className="district" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {first && <VenueShape needs={first} />}
        <span className="name">{name === "" ? t("region.noDistrict") : name}</span>
        <span className="muted num">{t("region.district", { n: venues.length, waiting })}</span>
      </summary>
      {isOpen && list(venues)}
    </details>
  );
}
