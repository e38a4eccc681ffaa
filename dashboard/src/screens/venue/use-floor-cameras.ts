import type { Camera, FloorDrawing, Position, PrivateZone, Venue } from "@probewarden/contract";
import { isWithin } from "@probewarden/place";
import { useMemo } from "react";
import { useVenueDrawings } from "../../api/drawing.ts";
import { useCameras } from "../../api/queries.ts";
import { cutMiddle } from "../../components/middle-cut.ts";
import type { Say } from "../../text/text.ts";

/** Letters of a camera's own word: it is as hostile as any text from outside. */
const SAID_LETTERS = 32;

/** A camera that a person has placed on a floor, and the private zone that it hangs in. */
export interface CameraOnFloor {
  camera: Camera;
  position: Position;
  zone: PrivateZone | undefined;
}

/** The cameras of a floor, those in private zones first: they are what a person should check. */
export function camerasOn(drawing: FloorDrawing, cameras: readonly Camera[]): CameraOnFloor[] {
  const byId = new Map(cameras.map((camera) => [camera.cameraId, camera]));
  return drawing.cameras
    .flatMap(({ cameraId, position }): CameraOnFloor[] => {
      const camera = byId.get(cameraId);
      if (camera === undefined) return [];
      return [{ camera, position, zone: drawing.zones.find(({ corners }) => isWithin(position, corners)) }];
    })
    .toSorted((a, b) => Number(b.zone !== undefined) - Number(a.zone !== undefined));
}

/** The same of what is known now; undefined while nothing is drawn or known. */
export function useFloorCameras(drawing: FloorDrawing | undefined, venueId: string): CameraOnFloor[] {
  const { data } = useCameras();
  return useMemo(
    () =>
      drawing === undefined
        ? []
        : camerasOn(
            drawing,
            (data ?? []).filter((camera) => camera.venueId === venueId),
          ),
    [drawing, data, venueId],
  );
}

/** How many of a venue's cameras nobody has placed on any of its floors. */
export function useUnplacedCameras({ venueId, floors }: Venue): number {
  const { data } = useCameras();
  const drawings = useVenueDrawings(venueId, floors);
  const placed = new Set(drawings.flatMap(({ cameras }) => cameras.map(({ cameraId }) => cameraId)));
  return (data ?? []).filter((camera) => camera.venueId === venueId && !placed.has(camera.cameraId)).length;
}

/** What a camera is called: by its own word, quoted, or by its address. */
export function cameraName({ finding }: Camera, t: Say): string {
  const said = finding.name ?? finding.hardware;
  return said === undefined ? finding.address : t("name.quoted", { name: cutMiddle(said, SAID_LETTERS) });
}
