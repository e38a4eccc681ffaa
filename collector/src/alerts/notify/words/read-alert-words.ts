import type { Place } from "@probewarden/contract";
import type { StateStore } from "../../../store/state/open-state.ts";
import { readFloors } from "../../../venues/read-venues.ts";
import type { AlertWords } from "./alert-line.ts";

/** What people are told of alerts besides the alerts themselves, by suspect, with the names that the operator gave. */
export async function readAlertWords(
  { db }: StateStore,
  suspectIds: readonly string[],
): Promise<Map<string, AlertWords>> {
  const suspects = await db
    .selectFrom("suspects")
    .innerJoin("venues", "venues.venue_id", "suspects.venue_id")
    .select(["suspects.suspect_id", "suspects.place", "venues.time_zone", "venues.floors"])
    .where("suspects.suspect_id", "in", suspectIds)
    .execute();
  const sensors = new Map(
    (await db.selectFrom("sensors").select(["sensor_id", "name"]).execute()).map((row) => [row.sensor_id, row.name]),
  );
  const heard = await db
    .selectFrom("findings")
    .select(["suspect_id", "sensor_id"])
    .distinct()
    .where("suspect_id", "in", suspectIds)
    .where("state", "!=", "ended")
    .execute();
  const nameOf = (sensorId: string): string => sensors.get(sensorId) ?? sensorId;
  return new Map(
    suspects.map((row): [string, AlertWords] => {
      const place = placeOf(row.place);
      const floors = readFloors(row.floors);
      const floorName = floors.find(({ floorId }) => floorId === place?.floorId)?.name ?? place?.floorId ?? "";
      const heardBy = heard.filter((one) => one.suspect_id === row.suspect_id).map((one) => nameOf(one.sensor_id));
      const told = { timeZone: row.time_zone, heardBy: heardBy.toSorted() };
      if (place === undefined) return [row.suspect_id, told];
      return [
        row.suspect_id,
        { ...told, place: { floorName, sensorName: nameOf(place.nearestSensorId), known: place } },
      ];
    }),
  );
}

/** A place that cannot be read is none: that the suspect is there is told all the same. */
function placeOf(json: string | null): Place | undefined {
  try {
    return json === null ? undefined : (JSON.parse(json) as Place);
  } catch {
    return undefined;
  }
}
