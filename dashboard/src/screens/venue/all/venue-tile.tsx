import { Link } from "react-router";
import { useCutLists } from "../../../api/use-more.ts";
import { BandShape, SensorShape } from "../../../components/marks.tsx";
import { useText } from "../../../text/text.ts";
import type { VenueNeeds } from "./rank-venues.ts";
import { WeekBars } from "./week-bars.tsx";

/** Shape of what a venue needs most: nobody hears it, its heaviest alert, or how it is heard. */
export function VenueShape({
  needs: { isDark, band, hearing, allSensors },
  size,
}: {
  needs: VenueNeeds;
  size?: number;
}) {
  const sized = size === undefined ? {} : { size };
  if (isDark) return <SensorShape state="offline" {...sized} />;
  if (band !== undefined) return <BandShape band={band} {...sized} />;
  return <SensorShape state={allSensors === 0 ? "unknown" : hearing === 0 ? "deaf" : "hearing"} {...sized} />;
}

/** What waits for a person in a venue, in words; nothing where nothing does. */
export function useNeedsWords(): (needs: VenueNeeds) => string[] {
  const { t } = useText();
  return ({ isDark, strong, suspected, toVisit, sensors }) => [
    ...(isDark ? [t("allVenues.dark")] : []),
    ...(strong > 0 ? [t("allVenues.strong", { n: strong })] : []),
    ...(suspected > 0 ? [t("allVenues.suspected", { n: suspected })] : []),
    ...(toVisit > 0 ? [t("allVenues.toVisit", { n: toVisit })] : []),
    ...(sensors > 0 ? [t("allVenues.sensors", { n: sensors })] : []),
  ];
}

/** A venue in a list of many: what it needs, who hears, and its last week. */
export function VenueTile({ needs }: { needs: VenueNeeds }) {
  const { t } = useText();
  const words = useNeedsWords()(needs);
  const { venue, hearing, allSensors } = needs;
  // Of a list that goes on behind what was loaded nobody may say that it holds none of this venue's.
  const isUntold = useCutLists().includes("sensors") && allSensors === 0;
  const heard = isUntold ? "allVenues.notLoaded" : hearing === 0 ? "allVenues.unheard" : "allVenues.calm";
  return (
    <li className="venue-tile">
      <Link className="title" data-row to={`/venue/${venue.venueId}`}>
        <VenueShape needs={needs} />
        <span>{venue.name}</span>
      </Link>
      <p className="needs">{words.length === 0 ? <span className="muted">{t(heard)}</span> : words.join(" · ")}</p>
      {!isUntold && <p className="small muted num">{t("allVenues.hearing", { n: hearing, all: allSensors })}</p>}
      <WeekBars venueId={venue.venueId} timeZone={venue.timeZone} />
    </li>
  );
}
