import type { FloorDrawing, PrivateZone } from "@probewarden/contract";
import { isWithin } from "@probewarden/place";
import { useVenueDrawings } from "../../api/drawing.ts";
import { useVenues } from "../../api/queries.ts";

const NO_FLOORS: readonly { floorId: string }[] = [];

/** The private zone in which somebody has placed a camera on a plan, if any. It is what a person drew, and not what the camera looks at. */
export function zoneOf(drawings: readonly FloorDrawing[], cameraId: string): PrivateZone | undefined {
  for (const { cameras, zones } of drawings)
    for (const placed of cameras) {
      if (placed.cameraId !== cameraId) continue;
      const zone = zones.find(({ corners }) => isWithin(placed.position, corners));
      if (zone !== undefined) return zone;
    }
  return undefined;
}

/** The same, of the plans of its venue as they are known now. */
export function useDrawnInside(venueId: string, cameraId: string): PrivateZone | undefined {
  const floors = useVenues().data?.find((venue) => venue.venueId === venueId)?.floors ?? NO_FLOORS;
  return zoneOf(useVenueDrawings(venueId, floors), cameraId);
}
