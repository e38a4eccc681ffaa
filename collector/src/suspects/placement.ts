import type { Place } from "@probewarden/contract";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { MinuteLook, SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { isOnFloor } from "../venues/floor-size.ts";
import { readFloors } from "../venues/read-venues.ts";
import { locate, type PlacedSensor } from "./location.ts";
import { channelLooks, LOOK_MINUTES } from "./placement-looks.ts";
import type { Buildings } from "./buildings.ts";
import { isElsewhere, noteChange } from "./note-change.ts";
import { readAccusations } from "./read-accusations.ts";
import { levelsOfFindings } from "./suspect-levels.ts";

/**
 * Works the place of a suspect out of what its venue's sensors heard of it lately, in one read of the series, and stores it. Returns
 * whether it changed. A suspect that nobody hears any more keeps its last place.
 */
export async function placeSuspect(
  state: StateStore,
  series: SeriesStore,
  suspectId: string,
  now: number,
  buildings?: Buildings,
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
  const { transmitters, findings } = accusations;
  const minutes = await looksOf(series, suspect.venue_id, transmitters, now);
  const place = locate(
    channelLooks(minutes, levelsOfFindings(findings, now), now),
    {
      floors,
      sensors: placed,
      before: suspect.place === null ? undefined : (JSON.parse(suspect.place) as Place),
    },
    buildings,
  );
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
      place: JSON.stringify(withoutRegions(place)),
    });
    return true;
  });
}

/** The history says where it was; with the regions of each time a thousand rows would hold megabytes. */
function withoutRegions({ regions: _, ...place }: Place): Place {
  return place;
}

/** Levels and silence of the latest minutes. While the series cannot be read, the levels of the findings are what there is. */
async function looksOf(
  series: SeriesStore,
  venueId: string,
  transmitters: readonly string[],
  now: number,
): Promise<MinuteLook[]> {
  if (transmitters.length === 0) return [];
  try {
    // As with the present levels, a minute that a wrong clock put into the future must not stand for the present.
    return await series.looks(venueId, transmitters, now - LOOK_MINUTES * 60_000, now + CLOCK_WRONG_MS);
  } catch (error) {
    if (error instanceof SeriesStoreError) return [];
    throw error;
  }
}
