import { useParams } from "react-router";
import { useVenues } from "../../api/queries.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { useText } from "../../text/text.ts";
import { PlanDialog } from "./plan/plan-dialog.tsx";
import { VenueFloor } from "./venue-floor.tsx";
import "./venue.css";
import "./time/time.css";
import "./compare/compare.css";

/** The floor plan: sensors, suspects at their place, the level of one of them, and where nobody hears. */
export function VenueScreen() {
  const { t } = useText();
  const { venueId, floorId } = useParams();
  const query = useVenues();
  return (
    <Loaded query={query} what="venues" rows={8}>
      {(venues) => {
        const venue = venues.find((one) => one.venueId === venueId) ?? venues[0];
        if (!venue) return <Empty title="venue.none" next="venue.noneNext" />;
        const floor = venue.floors.find((one) => one.floorId === floorId) ?? venue.floors[0];
        if (!floor) {
          return (
            <>
              <h1>{t("venue.ofName", { name: venue.name })}</h1>
              <Empty title="venue.noFloor" next="venue.noFloorNext" />
              <PlanDialog venue={venue} floor={undefined} label="planForm.draw" isPrimary />
            </>
          );
        }
        return <VenueFloor key={venue.venueId} venue={venue} floor={floor} venues={venues} />;
      }}
    </Loaded>
  );
}
