import { setImmediate as nextTurn } from "node:timers/promises";
import type { Place } from "@probewarden/contract";
import type { Selectable, Transaction } from "kysely";
import { groupBy } from "../group-by.ts";
import { CLOCK_WRONG_MS } from "../sensors/sensor-clock.ts";
import { SeriesStoreError } from "../store/series/series-error.ts";
import type { HeardMinute, SeriesStore } from "../store/series/series-store.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { joinLooks, type MinuteLook } from "./join-looks.ts";
import { nearby } from "./location.ts";
import { nameOfAround, nameOfLooks, type PlacedLately } from "./placed-lately.ts";
import { channelLooks, LOOK_MINUTES } from "./placement-looks.ts";
import { isElsewhere, noteChange } from "./note-change.ts";
import { noteSpans } from "./note-spans.ts";
import type { PlaceQuestion, Places } from "./places.ts";
import { Accusations, readAccusations } from "./read-accusations.ts";
import { levelsOfFindings } from "./suspect-levels.ts";
import { VenuesAround, type VenueAround } from "./venue-around.ts";

/** What placing needs beside the stores; `failed` hears of a suspect, or of a venue, whose places could not be told. */
export interface PlacingParts {
  state: StateStore;
  series: SeriesStore;
  places: Places;
  /** What was worked out before, which need not be again. */
  lately: PlacedLately;
  failed: (error: unknown) => void;
}

type Row = Pick<
  Selectable<StateTables["suspects"]>,
  "suspect_id" | "venue_id" | "place" | "state" | "band" | "score_db"
>;

/** A suspect's new place, and the row for which it was worked out. */
interface Placed {
  suspect: Row;
  place: Place;
  text: string;
}

/** What is to be worked out of a suspect; `from`: the name of all that it is worked out from. */
interface Asked {
  suspect: Row;
  question: PlaceQuestion;
  from: string;
}

/**
 * Works the places of suspects out of what their venues' sensors heard of them lately, and stores those of a venue together: a commit costs
 * the same for one as for many. Returns those whose place changed. A suspect that nobody hears any more keeps its last place.
 */
export async function placeSuspects(
  parts: PlacingParts,
  suspectIds: readonly string[],
  now: number,
): Promise<string[]> {
  if (suspectIds.length === 0) return [];
  const { state, failed } = parts;
  const rows = await state.db
    .selectFrom("suspects")
    .select(["suspect_id", "venue_id", "place", "state", "band", "score_db"])
    .where("suspect_id", "in", suspectIds)
    .execute();
  const accusations = await readAccusations(
    state,
    rows.map((row) => row.suspect_id),
  );
  const venues = new VenuesAround(state);
  const changed: string[] = [];
  for (const [venueId, suspects] of groupBy(rows, (row) => row.venue_id)) {
    try {
      const around = await venues.of(venueId);
      const name = nameOfAround(around);
      const asked: Asked[] = [];
      for (const suspect of suspects) {
        // Messages and readers have their turn before the next.
        await nextTurn();
        const accused = accusations.get(suspect.suspect_id) ?? new Accusations();
        const question = await questionOf(parts.series, { suspect, accused, around, now });
        const from = nameOfLooks(name, question.channels);
        const known = { suspectId: suspect.suspect_id, place: suspect.place, from };
        if (!parts.lately.holds(known)) asked.push({ suspect, question, from });
      }
      if (asked.length === 0) continue;
      const placed = await placesOf(parts, around, asked);
      if (placed.length === 0) continue;
      changed.push(...(await state.inVenue(venueId, (trx) => storePlaces(trx, placed, now))));
    } catch (error) {
      failed(error);
    }
  }
  return changed;
}

/** What there is to say of one suspect's place. */
async function questionOf(
  series: SeriesStore,
  { suspect, accused, around, now }: { suspect: Row; accused: Accusations; around: VenueAround; now: number },
): Promise<PlaceQuestion> {
  const levels = levelsOfFindings(accused.findings, now);
  const about = { venueId: suspect.venue_id, transmitters: accused.transmitters, now };
  const minutes = await looksOf(series, about, (heard) => whoCounts(around, [...heard, ...levels]));
  const before = suspect.place === null ? undefined : (JSON.parse(suspect.place) as Place);
  return { channels: channelLooks(minutes, levels, now), before };
}

/** The places that are others than before; of one that cannot be told `failed` hears. */
async function placesOf(
  { places, lately, failed }: PlacingParts,
  around: VenueAround,
  asked: readonly Asked[],
): Promise<Placed[]> {
  const answers = await places.of(
    around,
    asked.map(({ question }) => question),
  );
  return asked.flatMap(({ suspect, from }, at): Placed[] => {
    const answer = answers[at];
    if (answer === undefined) return [];
    if ("message" in answer) {
      failed(new Error(answer.message));
      return [];
    }
    const { place } = answer;
    const text = JSON.stringify(place);
    // Where nobody with a place hears it, it keeps the one that it has. Whether a new one is stored, its row tells when it is asked for again.
    lately.keep({ suspectId: suspect.suspect_id, place: place === undefined ? suspect.place : text, from });
    return place === undefined || text === suspect.place ? [] : [{ suspect, place, text }];
  });
}

/** Sensors of which it counts that they listened: those that hear it, and those next to them. */
function whoCounts(
  { floors, sensors }: Pick<VenueAround, "floors" | "sensors">,
  heard: readonly { sensorId: string }[],
): string[] {
  const hearing = new Set(heard.map(({ sensorId }) => sensorId));
  const there = sensors.filter(({ sensorId }) => hearing.has(sensorId));
  return nearby(floors, sensors, there).sensors.map(({ sensorId }) => sensorId);
}

async function storePlaces(trx: Transaction<StateTables>, placed: readonly Placed[], now: number): Promise<string[]> {
  const stored: string[] = [];
  for (const { suspect, place, text } of placed) {
    const id = suspect.suspect_id;
    const update = trx.updateTable("suspects").set({ place: text }).where("suspect_id", "=", id);
    // It went into another one meanwhile.
    if ((await update.executeTakeFirst()).numUpdatedRows === 0n) continue;
    stored.push(id);
    const last = await trx
      .selectFrom("suspect_changes")
      .select("place")
      .where("suspect_id", "=", id)
      .where("place", "is not", null)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!isElsewhere(last?.place == null ? undefined : (JSON.parse(last.place) as Place), place)) continue;
    await noteChange(trx, {
      suspect_id: id,
      at: now,
      sensor_id: null,
      finding_id: null,
      state: suspect.state,
      band: suspect.band,
      score_db: suspect.score_db,
      codes: "[]",
      place: JSON.stringify(withoutRegions(place)),
    });
  }
  await noteSpans(trx, stored, now);
  return stored;
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
  sensorsFor: (heard: readonly HeardMinute[]) => string[],
): Promise<MinuteLook[]> {
  if (transmitters.length === 0) return [];
  // As with the present levels, a minute that a wrong clock put into the future must not stand for the present.
  const span = [now - LOOK_MINUTES * 60_000, now + CLOCK_WRONG_MS] as const;
  try {
    const heard = await series.heardMinutes(venueId, transmitters, ...span);
    if (heard.length === 0) return [];
    return joinLooks(heard, await series.listenedMinutes(venueId, sensorsFor(heard), ...span));
  } catch (error) {
    if (error instanceof SeriesStoreError) return [];
    throw error;
  }
}
