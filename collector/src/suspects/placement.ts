import type { Place } from "@probewarden/contract";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { HeardMinute, SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { joinLooks, type MinuteLook } from "./join-looks.ts";
import { locate, nearby } from "./location.ts";
import { channelLooks, LOOK_MINUTES } from "./placement-looks.ts";
import type { Buildings } from "./buildings.ts";
import { isElsewhere, noteChange } from "./note-change.ts";
import { noteSpans } from "./note-spans.ts";
import { readAccusations } from "./read-accusations.ts";
import { levelsOfFindings } from "./suspect-levels.ts";
import type { VenuesAround } from "./venue-around.ts";

/**
 * Works the place of a suspect out of what its venue's sensors heard of it lately, in one read of the series, and stores it. Returns
 * whether it changed. A suspect that nobody hears any more keeps its last place.
 */
export async function placeSuspect(
  state: StateStore,
  series: SeriesStore,
  suspectId: string,
  now: number,
  { venues, buildings }: { venues: VenuesAround; buildings?: Buildings },
): Promise<boolean> {
  const suspect = await state.db
    .selectFrom("suspects")
    .select(["venue_id", "place", "state", "band", "score_db"])
    .where("suspect_id", "=", suspectId)
    .executeTakeFirst();
  if (suspect === undefined) return false;
  const { floors, sensors } = await venues.of(suspect.venue_id);
  const accusations = (await readAccusations(state, [suspectId])).get(suspectId) ?? { transmitters: [], findings: [] };
  const levels = levelsOfFindings(accusations.findings, now);
  const minutes = await looksOf(
    series,
    { venueId: suspect.venue_id, transmitters: accusations.transmitters, now },
    (heard) => {
      const hearing = new Set([...heard, ...levels].map(({ sensorId }) => sensorId));
      return nearby(
        floors,
        sensors,
        sensors.filter(({ sensorId }) => hearing.has(sensorId)),
      ).sensors.map(({ sensorId }) => sensorId);
    },
  );
  const before = suspect.place === null ? undefined : (JSON.parse(suspect.place) as Place);
  const place = locate(channelLooks(minutes, levels, now), { floors, sensors, before }, buildings);
  if (place === undefined) return false;
  const text = JSON.stringify(place);
  if (text === suspect.place) return false;
  return state.inVenue(suspect.venue_id, async (trx) => {
    const placed = trx.updateTable("suspects").set({ place: text }).where("suspect_id", "=", suspectId);
    // It went into another one meanwhile.
    if ((await placed.executeTakeFirst()).numUpdatedRows === 0n) return false;
    await noteSpans(trx, [suspectId], now);
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

/**
 * Levels of the latest minutes, and silence at the sensors of which it counts. While the series cannot be read, the levels of the findings are
 * what there is.
 */
async function looksOf(
  series: SeriesStore,
  { venueId, transmitters, now }: { venueId: string; transmitters: readonly string[]; now: number },
  whoCounts: (heard: readonly HeardMinute[]) => string[],
): Promise<MinuteLook[]> {
  if (transmitters.length === 0) return [];
  // As with the present levels, a minute that a wrong clock put into the future must not stand for the present.
  const span = [now - LOOK_MINUTES * 60_000, now + CLOCK_WRONG_MS] as const;
  try {
    const heard = await series.heardMinutes(venueId, transmitters, ...span);
    if (heard.length === 0) return [];
    return joinLooks(heard, await series.listenedMinutes(venueId, whoCounts(heard), ...span));
  } catch (error) {
    if (error instanceof SeriesStoreError) return [];
    throw error;
  }
}
