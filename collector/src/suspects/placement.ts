import type { Place } from "@probewarden/contract";
import type { SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { isOnFloor } from "../venues/floor-size.ts";
import { readFloors } from "../venues/read-venues.ts";
import { locate, type HeardAt, type PlacedSensor } from "./location.ts";
import { isElsewhere, noteChange } from "./note-change.ts";
import { readAccusations } from "./read-accusations.ts";
import { presentLevels } from "./suspect-levels.ts";

/**
 * Works the place of a suspect out of its present levels and stores it. Returns whether it changed. A suspect that nobody hears any
 * more keeps its last place.
 */
export async function placeSuspect(
  state: StateStore,
  series: SeriesStore,
  suspectId: string,
  now: number,
): Promise<boolean> {
  const suspect = await state.db
    .selectFrom("suspects")
    .select(["venue_id", "place", "state", "band", "score_db"])
    .where("suspect_id", "=", suspectId)
    .executeTakeFirst();
  if (suspect === undefined) return false;
  const venue = await state.db
    .selectFrom("venues")
    .select("floors")
    .where("venue_id", "=", suspect.venue_id)
    .executeTakeFirst();
  const sensors = await state.db
    .selectFrom("sensors")
    .select(["sensor_id", "floor_id", "x", "y"])
    .where("venue_id", "=", suspect.venue_id)
    .where("retired_at", "is", null)
    .execute();
  const floors = readFloors(venue?.floors ?? "[]");
  const placed = sensors.flatMap(({ sensor_id: sensorId, floor_id: floorId, x, y }): PlacedSensor[] => {
    if (floorId === null || x === null || y === null) return [];
    const floor = floors.find((known) => known.floorId === floorId);
    // Beside its floor, as after that became smaller, its place is a mistake, and would draw every suspect out of the building.
    return floor !== undefined && !isOnFloor(floor, { x, y }) ? [] : [{ sensorId, floorId, position: { x, y } }];
  });
  const accusations = (await readAccusations(state, [suspectId])).get(suspectId) ?? { transmitters: [], findings: [] };
  const levels = await presentLevels(series, [{ suspectId, venueId: suspect.venue_id, ...accusations }], now);
  const heard = (levels.get(suspectId) ?? []).flatMap(({ sensorId, levelDbm }): HeardAt[] => {
    const at = placed.find((sensor) => sensor.sensorId === sensorId);
    return at === undefined ? [] : [{ ...at, levelDbm }];
  });
  const place = locate(heard, {
    floors,
    sensors: placed,
    before: suspect.place === null ? undefined : (JSON.parse(suspect.place) as Place),
  });
  if (place === undefined) return false;
  const text = JSON.stringify(place);
  if (text === suspect.place) return false;
  return state.inVenue(suspect.venue_id, async (trx) => {
    const placed = trx.updateTable("suspects").set({ place: text }).where("suspect_id", "=", suspectId);
    // It went into another one meanwhile.
    if ((await placed.executeTakeFirst()).numUpdatedRows === 0n) return false;
    const last = await trx
      .selectFrom("suspect_changes")
      .select("place")
      .where("suspect_id", "=", suspectId)
      .where("place", "is not", null)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!isElsewhere(last?.place == null ? undefined : (JSON.parse(last.place) as Place), place)) return true;
    const { band, score_db, state: present } = suspect;
    await noteChange(trx, {
      suspect_id: suspectId,
      at: now,
      sensor_id: null,
      finding_id: null,
      state: present,
      band,
      score_db,
      codes: "[]",
      place: text,
    });
    return true;
  });
}
