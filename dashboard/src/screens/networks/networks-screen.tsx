import { useId } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { useVenues } from "../../api/queries.ts";
import { useVenueNetworks } from "../../api/venue-networks.ts";
import { Empty, Loaded } from "../../components/looks.tsx";
import { SimulatedNote } from "../../components/simulated-note.tsx";
import { useText } from "../../text/text.ts";
import { NetworkList } from "./network-list.tsx";
import { SensorLists } from "./sensor-lists.tsx";
import "./networks.css";

function OfVenue({ venueId }: { venueId: string }) {
  const query = useVenueNetworks(venueId);
  return (
    <Loaded query={query} what="networks" rows={8}>
      {(networks) => (
        <>
          <SensorLists networks={networks} />
          <NetworkList networks={networks} />
        </>
      )}
    </Loaded>
  );
}

/** The venue's own access points: what its sensors heard, which of it a person says is the venue's, and which sensors know. */
export function NetworksScreen() {
  const { t } = useText();
  const { venueId: asked } = useParams();
  const query = useVenues();
  const go = useNavigate();
  const field = useId();
  const venues = query.data ?? [];
  const venueId = asked ?? venues[0]?.venueId;
  return (
    <>
      <p className="small">
        <Link to={venueId === undefined ? "/venue" : `/venue/${venueId}`}>{t("networks.back")}</Link>
      </p>
      <div className="head">
        <h1>{t("networks.title")}</h1>
      </div>
      {venues.length > 1 && venueId !== undefined && (
        <p>
          <label htmlFor={field}>{t("survey.where")}</label>{" "}
          <select id={field} value={venueId} onChange={(event) => void go(`/networks/${event.target.value}`)}>
            {venues.map((venue) => (
              <option key={venue.venueId} value={venue.venueId}>
                {venue.name}
              </option>
            ))}
          </select>
        </p>
      )}
      <div className="promise">
        <strong>{t("networks.lead")}</strong>
        <p className="muted">{t("networks.more")}</p>
      </div>
      <SimulatedNote />
      {venueId === undefined ? (
        <Loaded query={query} what="venues">
          {() => <Empty title="venue.none" next="venue.noneNext" />}
        </Loaded>
      ) : (
        <OfVenue key={venueId} venueId={venueId} />
      )}
    </>
  );
}
