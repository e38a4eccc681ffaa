import { Link, useParams } from "react-router";
import { useVenues } from "../../api/queries.ts";
import { useVenueNetworks } from "../../api/venue-networks.ts";
import { Loaded } from "../../components/looks.tsx";
import { OfOneVenue } from "../../components/of-one-venue.tsx";
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
  const venueId = asked ?? query.data?.[0]?.venueId;
  return (
    <>
      <p className="small">
        <Link to={venueId === undefined ? "/venue" : `/venue/${venueId}`}>{t("networks.back")}</Link>
      </p>
      <div className="head">
        <h1>{t("networks.title")}</h1>
      </div>
      <OfOneVenue screen="networks" query={query} venueId={venueId}>
        {(shown) => <OfVenue key={shown} venueId={shown} />}
      </OfOneVenue>
    </>
  );
}
