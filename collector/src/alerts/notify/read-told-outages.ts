import type { Outage } from "@probewarden/contract";
import type { StateStore } from "../../store/state/open-state.ts";
import { readOutages } from "../read-outages.ts";
import type { OutageNames } from "./outage-message.ts";

/** Outages that wait to be told, first opened first, with the names that the operator gave. */
export async function readToldOutages(state: StateStore): Promise<{ outage: Outage; names: OutageNames }[]> {
  const { db } = state;
  const waiting = await db.selectFrom("outages").select("outage_id").where("delivery", "=", "waiting").execute();
  if (waiting.length === 0) return [];
  const outages = await readOutages(state, { outageIds: waiting.map((row) => row.outage_id) });
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
