import type { Outage } from "@probewarden/contract";
import type { StateStore } from "../../../store/state/open-state.ts";
import { readOutages } from "../../read-outages.ts";
import type { OutageNames } from "./outage-line.ts";

/** These outages, first opened first, with the names that the operator gave. */
export async function readOutagesToTell(
  state: StateStore,
  outageIds: readonly string[],
): Promise<{ outage: Outage; names: OutageNames }[]> {
  const { db } = state;
  const outages = await readOutages(state, { outageIds });
  const venues = new Map(
    (await db.selectFrom("venues").select(["venue_id", "name", "time_zone"]).execute()).map((row) => [
      row.venue_id,
      row,
    ]),
  );
  const sensors = new Map(
    (await db.selectFrom("sensors").select(["sensor_id", "name"]).execute()).map((row) => [row.sensor_id, row.name]),
  );
  const firstFirst = outages.toSorted((a, b) => a.openedAt.localeCompare(b.openedAt));
  return firstFirst.map((outage) => {
    const venue = outage.venueId === undefined ? undefined : venues.get(outage.venueId);
    return {
      outage,
      names: {
        ...(venue === undefined ? {} : { venueName: venue.name }),
        timeZone: venue?.time_zone ?? "UTC",
        sensorNames: outage.sensors.map((id) => sensors.get(id) ?? id),
      },
    };
  });
}
