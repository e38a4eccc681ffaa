import type { FloorDrawing, Sensor, SensorPlaceRequest } from "@probewarden/contract";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { requestTagged, request, type Tagged } from "./client.ts";

const pathOf = (venueId: string, floorId: string): string => `/api/venues/${venueId}/floors/${floorId}/drawing`;
const keyOf = (venueId: string, floorId: string) => ["drawing", venueId, floorId];

const drawingOf = (venueId: string, floorId: string) => ({
  queryKey: keyOf(venueId, floorId),
  queryFn: () => requestTagged<FloorDrawing>("GET", pathOf(venueId, floorId)),
});

/** What is drawn on a floor, and the tag that a change has to name. */
export const useDrawing = (venueId: string, floorId: string) => useQuery(drawingOf(venueId, floorId));

/** What is drawn on each of these floors, as far as it is known. */
export const useVenueDrawings = (venueId: string, floors: readonly { floorId: string }[]): FloorDrawing[] =>
  useQueries({
    queries: floors.map(({ floorId }) => drawingOf(venueId, floorId)),
    combine: (answers) => answers.flatMap(({ data }) => (data === undefined ? [] : [data.value])),
  });

/** The same by floor. */
export const useFloorDrawings = (
  venueId: string,
  floors: readonly { floorId: string }[],
): ReadonlyMap<string, FloorDrawing> =>
  useQueries({
    queries: floors.map(({ floorId }) => drawingOf(venueId, floorId)),
    combine: (answers) =>
      new Map(
        floors.flatMap(({ floorId }, index): [string, FloorDrawing][] => {
          const read = answers[index]?.data;
          return read === undefined ? [] : [[floorId, read.value]];
        }),
      ),
  });

/** Keeps drawings and sensors' places. Each rejects with an ApiFailure; `changed-meanwhile` where somebody else was quicker. */
export function useKeepDrawing(venueId: string, floorId: string) {
  const client = useQueryClient();
  return {
    /** Asks what is drawn now, past what is remembered. */
    readAgain: async (): Promise<Tagged<FloorDrawing>> => {
      const read = await requestTagged<FloorDrawing>("GET", pathOf(venueId, floorId));
      client.setQueryData(keyOf(venueId, floorId), read);
      return read;
    },
    keepDrawing: async (drawing: FloorDrawing, tag: string): Promise<Tagged<FloorDrawing>> => {
      const kept = await requestTagged<FloorDrawing>("PUT", pathOf(venueId, floorId), drawing, tag);
      // A camera that was placed here has left the other floors.
      await client.invalidateQueries({ queryKey: ["drawing", venueId] });
      client.setQueryData(keyOf(venueId, floorId), kept);
      return kept;
    },
    keepSensor: async (sensorId: string, place: SensorPlaceRequest): Promise<void> => {
      await request<Sensor>("PUT", `/api/sensors/${sensorId}/place`, place);
      await client.invalidateQueries({ queryKey: ["sensors"] });
    },
  };
}
