import type { VenuePlaceRequest } from "@probewarden/contract";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { columnsOf } from "./location.ts";

/** Where a venue is on earth, as a person says it, and who says it when. */
export interface VenuePlaceEntry extends VenuePlaceRequest {
  venueId: string;
  by: string;
  at: number;
}

/** Says where a venue is, in the place of what was said before: what is left out is taken away. Returns whether there is such a venue. */
export async function putVenuePlace(state: StateStore, entry: VenuePlaceEntry): Promise<boolean> {
  const { venueId, location, district, by, at } = entry;
  return state.inVenue(venueId, async (trx) => {
    const venue = await trx.selectFrom("venues").select("venue_id").where("venue_id", "=", venueId).executeTakeFirst();
    if (venue === undefined) return false;
    await trx
      .updateTable("venues")
      .set({ ...columnsOf(location), district: district ?? null })
      .where("venue_id", "=", venueId)
      .execute();
    await audit(trx, { at, by, action: "venue-placed", subject: venueId });
    return true;
  });
}
