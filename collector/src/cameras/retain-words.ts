import type { StateStore } from "../store/state/open-state.ts";
import { settleCamera } from "./settle-camera.ts";

/** Words that are looked at in one piece: everybody else has a turn after each. */
const PIECE = 500;

/**
 * Forgets what sensors said of cameras too long ago: where another sensor has seen the camera since, and where the camera itself has gone.
 * The last word of a camera stays as long as the camera does, for what a person decided was decided on it.
 * @param before forgotten is what is from before this instant, epoch milliseconds
 */
export async function retainWords(state: StateStore, before: number, now: number): Promise<void> {
  await state.db
    .deleteFrom("camera_words")
    .where("camera_id", "not in", state.db.selectFrom("cameras").select("camera_id"))
    .execute();
  for (let rows = await staleWords(state, before); rows.length > 0; rows = await staleWords(state, before))
    for (const { camera_id: cameraId, venue_id: venueId } of rows)
      await state.inVenue(venueId, async (trx) => {
        // Its newest word is younger, or it would not stand in the list; a visit meanwhile only makes others younger.
        await trx
          .deleteFrom("camera_words")
          .where("camera_id", "=", cameraId)
          .where("last_seen_at", "<", before)
          .execute();
        await settleCamera(trx, { cameraId, venueId, at: now });
      });
}

const staleWords = ({ db }: StateStore, before: number): Promise<{ camera_id: string; venue_id: string }[]> =>
  db
    .selectFrom("camera_words")
    .innerJoin("cameras", "cameras.camera_id", "camera_words.camera_id")
    .select(["camera_words.camera_id", "cameras.venue_id"])
    .distinct()
    .where("camera_words.last_seen_at", "<", before)
    .where("cameras.last_seen_at", ">=", before)
    .limit(PIECE)
    .execute();
