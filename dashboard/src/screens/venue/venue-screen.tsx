import type { Floor, Venue } from "@probewarden/contract";
import { useId, useMemo } from "react";
import { Link, useNavigate, useParams, useSearchParams } from "react-router";
import { useSensors, useSuspects, useVenues } from "../../api/queries.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { useText } from "../../text/text.ts";
import { strongestFirst } from "../today/needs-person.ts";
import { unheardArea } from "./coverage.ts";
import { SensorDrawer, SuspectDrawer } from "./drawer.tsx";
import { FloorStage } from "./floor-stage.tsx";
import { VenueList } from "./venue-list.tsx";
import "./venue.css";

function VenueFloor({ venue, floor, venues }: { venue: Venue; floor: Floor; venues: Venue[] }) {
  const { t } = useText();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const here = `/venue/${venue.venueId}/${floor.floorId}`;
  const { data: allSuspects } = useSuspects();
  const { data: allSensors } = useSensors();
  // What has ended is history, not a place to go to; what nobody hears now may well still be there.
  const suspects = strongestFirst(
    (allSuspects ?? []).filter((suspect) => suspect.venueId === venue.venueId && suspect.state !== "ended"),
    (suspect) => suspect.firstHeardAt,
  );
  const sensors = useMemo(
    () => (allSensors ?? []).filter((sensor) => sensor.venueId === venue.venueId),
    [allSensors, venue.venueId],
  );
  const suspect = suspects.find(({ suspectId }) => suspectId === search.get("suspect"));
  const sensor = sensors.find(({ sensorId }) => sensorId === search.get("sensor"));
  const close = () => void navigate(here, { replace: true });
  const unheard = useMemo(() => unheardArea(floor, sensors), [floor, sensors]);
  const inWords = useId();
  const choose = (kind: "suspect" | "sensor", id: string) => `${here}?${kind}=${id}`;

  return (
    <div className={suspect || sensor ? "venue has-drawer" : "venue"}>
      <header className="venue-bar">
        <h1>{venue.name}</h1>
        {venues.length > 1 && (
          <nav className="tabs" aria-label={t("venue.venues")}>
            {venues.map((other) => (
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
          {venue.floors.map((other) => (
            <Link
              key={other.floorId}
              to={`/venue/${venue.venueId}/${other.floorId}`}
              aria-current={other.floorId === floor.floorId ? "page" : undefined}
            >
              {other.name}
            </Link>
          ))}
        </nav>
      </header>
      <div className="stage">
        <FloorStage
          floor={floor}
          suspects={suspects}
          sensors={sensors}
          chosen={suspect}
          unheardSquareMetres={unheard}
          describedBy={inWords}
          onSuspect={(id) => void navigate(choose("suspect", id))}
          onSensor={(id) => void navigate(choose("sensor", id))}
        />
      </div>
      <VenueList
        id={inWords}
        venueId={venue.venueId}
        unheardSquareMetres={unheard}
        suspects={suspects}
        sensors={sensors}
        chosen={suspect?.suspectId ?? sensor?.sensorId}
        suspectLink={(id) => choose("suspect", id)}
        sensorLink={(id) => choose("sensor", id)}
      />
      {suspect && <SuspectDrawer suspect={suspect} onClose={close} />}
      {!suspect && sensor && <SensorDrawer sensor={sensor} onClose={close} />}
    </div>
  );
}

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
            </>
          );
        }
        return <VenueFloor key={venue.venueId} venue={venue} floor={floor} venues={venues} />;
      }}
    </Loaded>
  );
}
