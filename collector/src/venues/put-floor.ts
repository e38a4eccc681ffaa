import type { Floor } from "@probewarden/contract";
import { keepPlan } from "../store/plans.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { audit } from "../people/audit.ts";
import { checkPlan } from "./plans/check-plan.ts";
import { PlanError, type Plan } from "./plans/plan-limits.ts";
import { readFloors } from "./read-venues.ts";

/** Floors of a venue, as `Venue` lets through. */
export const MOST_FLOORS = 64;

/** Why a floor was not taken. */
export type FloorRefusal = "no-venue" | "too-many-floors";

/** A floor as a person draws it in a browser, who does it and when. */
export interface FloorEntry {
  venueId: string;
  floor: Floor;
  plan?: Plan;
  by: string;
  at: number;
}

/**
 * Adds a floor to a venue, behind those that are there, or changes its name, size and plan; all of it or nothing. Sensors keep their places: one
 * that hangs beside a floor that became smaller is told as a fault of the venue. Returns why not.
 */
export async function putFloor(state: StateStore, entry: FloorEntry): Promise<FloorRefusal | undefined> {
  const { venueId, floor, plan, by, at } = entry;
  return state.inVenue(venueId, async (trx) => {
    const venue = await trx.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
    if (venue === undefined) return "no-venue";
    const before = readFloors(venue.floors);
    const isNew = before.every(({ floorId }) => floorId !== floor.floorId);
    if (isNew && before.length >= MOST_FLOORS) return "too-many-floors";
    const floors = isNew ? [...before, floor] : before.map((one) => (one.floorId === floor.floorId ? floor : one));
    await trx
      .updateTable("venues")
      .set({ floors: JSON.stringify(floors) })
      .where("venue_id", "=", venueId)
      .execute();
    if (plan !== undefined) await keepPlan(trx, { venueId, floorId: floor.floorId }, plan, at);
    await audit(trx, {
      at,
      by,
      action: isNew ? "floor-added" : "floor-changed",
      subject: `${venueId} ${floor.floorId}`,
    });
    return undefined;
  });
}

/**
 * The image that a browser sent: a PNG, whatever file the person chose, for the page draws it anew and sends what it drew. It is looked through to
 * its last octet all the same.
 * @throws PlanError
 */
export async function readSentPlan(base64: string): Promise<Plan> {
  const plan = await checkPlan(Buffer.from(base64, "base64"), "the plan");
  if (plan.type !== "image/png") throw new PlanError("the plan: it is no PNG", "the page sends what it has drawn anew");
  return plan;
}
