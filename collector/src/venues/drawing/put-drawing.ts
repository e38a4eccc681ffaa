import type { FloorDrawing } from "@probewarden/contract";
import { audit } from "../../people/audit.ts";
import { keepDrawing, readDrawing, readDrawings, type FloorName, type KeptDrawing } from "../../store/drawings.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { readFloors } from "../read-venues.ts";
import { faultOfDrawing } from "./check-drawing.ts";

/** A drawing that a person wants to keep: in the place of which one, who does it and when (epoch milliseconds). */
export interface DrawingEntry extends FloorName {
  drawing: FloorDrawing;
  /** Versions that it may replace; `*`: whatever is there. */
  inPlaceOf: readonly string[];
  by: string;
  at: number;
}

/** What became of it. `bad`: why it cannot be, in words. */
export type DrawingOutcome =
  | { outcome: "no-floor" }
  | { outcome: "changed-meanwhile" }
  | { outcome: "bad"; fault: string }
  | ({ outcome: "kept" } & KeptDrawing);

/** Keeps what a person drew on a floor, unless somebody else changed it since that person read it; all of it or nothing. */
export async function putDrawing(state: StateStore, entry: DrawingEntry): Promise<DrawingOutcome> {
  const { venueId, floorId, drawing, inPlaceOf, by, at } = entry;
  return state.inVenue(venueId, async (trx): Promise<DrawingOutcome> => {
    const venue = await trx.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
    const floor = readFloors(venue?.floors ?? "[]").find((one) => one.floorId === floorId);
    if (floor === undefined) return { outcome: "no-floor" };
    const before = await readDrawing(trx, { venueId, floorId });
    if (!inPlaceOf.includes("*") && !inPlaceOf.includes(before.version)) return { outcome: "changed-meanwhile" };
    const fault = faultOfDrawing(drawing, floor);
    if (fault !== undefined) return { outcome: "bad", fault };
    const placed = new Set(drawing.cameras.map(({ cameraId }) => cameraId));
    for (const [other, there] of await readDrawings(trx, venueId)) {
      const cameras = there.cameras.filter(({ cameraId }) => !placed.has(cameraId));
      // A camera hangs on one floor.
      if (other !== floorId && cameras.length < there.cameras.length)
        await keepDrawing(trx, { venueId, floorId: other }, { ...there, cameras }, at);
    }
    const now = await keepDrawing(trx, { venueId, floorId }, drawing, at);
    await audit(trx, { at, by, action: "floor-drawn", subject: `${venueId} ${floorId}` });
    return { outcome: "kept", ...now };
  });
}
