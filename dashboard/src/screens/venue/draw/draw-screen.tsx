import type { Camera, Floor, FloorDrawing, Venue } from "@probewarden/contract";
import { useNavigate, useParams } from "react-router";
import type { Tagged } from "../../../api/client.ts";
import { useDrawing } from "../../../api/drawing.ts";
import { useCameras, useSensors, useVenues } from "../../../api/queries.ts";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import { Loaded } from "../../../components/looks.tsx";
import { NoSuchPage } from "../../../components/no-such-page.tsx";
import { DrawFloor } from "./draw-floor.tsx";
import "../venue.css";
import "./draw.css";

/** Walls, private zones and places of sensors and cameras, drawn by hand on a floor's plan. */
export function DrawScreen() {
  const { venueId = "", floorId = "" } = useParams();
  const venues = useVenues();
  const drawing = useDrawing(venueId, floorId);
  const sensors = useSensors();
  const cameras = useCameras();
  return (
    <Loaded query={venues} what="venues" rows={8}>
      {(all) => {
        const venue = all.find((one) => one.venueId === venueId);
        const floor = venue?.floors.find((one) => one.floorId === floorId);
        if (venue === undefined || floor === undefined) return <NoSuchPage />;
        return (
          <Loaded query={sensors} what="sensors" rows={8}>
            {(every) => (
              <Loaded query={drawing} what="venues" rows={8}>
                {(read) => (
                  <Opened
                    venue={venue}
                    floor={floor}
                    read={read}
                    sensors={every.filter((one) => one.venueId === venueId)}
                    cameras={(cameras.data ?? []).filter((one) => one.venueId === venueId)}
                  />
                )}
              </Loaded>
            )}
          </Loaded>
        );
      }}
    </Loaded>
  );
}

function Opened(props: {
  venue: Venue;
  floor: Floor;
  read: Tagged<FloorDrawing>;
  sensors: ShownSensor[];
  cameras: Camera[];
}) {
  const navigate = useNavigate();
  return (
    <DrawFloor
      key={`${props.venue.venueId} ${props.floor.floorId}`}
      {...props}
      onClose={() => void navigate(`/venue/${props.venue.venueId}/${props.floor.floorId}`)}
    />
  );
}
