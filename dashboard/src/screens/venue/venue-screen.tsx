import { Link, useParams, useSearchParams } from "react-router";
import { useVenues } from "../../api/queries.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { useText } from "../../text/text.ts";
import { AllVenues } from "./all/all-venues.tsx";
import { AllFloors } from "./floors/all-floors.tsx";
import { VenueWithoutPlan } from "./venue-without-plan.tsx";
import { VenueFloor } from "./venue-floor.tsx";
import "./venue.css";
import "./time/time.css";
import "./compare/compare.css";

/** The floor plan: sensors, suspects at their place, the level of one of them, and where nobody hears. */
export function VenueScreen() {
  const { venueId, floorId } = useParams();
  const [search] = useSearchParams();
  const query = useVenues();
  return (
    <Loaded query={query} what="venues" rows={8}>
      {(venues) => {
        if (venueId === undefined && venues.length > 1) return <AllVenues venues={venues} />;
        const venue = venueId === undefined ? venues[0] : venues.find((one) => one.venueId === venueId);
        if (!venue && venues.length > 0) return <Unknown title="venue.unknown" />;
        if (!venue) return <Empty title="venue.none" next="venue.noneNext" />;
        const floor = floorId === undefined ? venue.floors[0] : venue.floors.find((one) => one.floorId === floorId);
        if (!floor && venue.floors.length > 0) return <Unknown title="venue.unknownFloor" />;
        if (!floor) return <VenueWithoutPlan venue={venue} />;
        if (floorId === undefined && search.get("floors") === "all") return <AllFloors venue={venue} venues={venues} />;
        return <VenueFloor key={venue.venueId} venue={venue} floor={floor} venues={venues} />;
      }}
    </Loaded>
  );
}

/** An address that names a venue or a floor that there is not: another one in its place would be believed. */
function Unknown({ title }: { title: "venue.unknown" | "venue.unknownFloor" }) {
  const { t } = useText();
  return (
    <div className="all-venues">
      <Empty title={title} next="venue.unknownNext" />
      <Link className="button" to="/venue">
        {t("venue.back")}
      </Link>
    </div>
  );
}
