import type { Kysely, Transaction } from "kysely";
import { audit } from "../../people/audit.ts";
import { putDocument, readDocument, removeDocuments } from "../../store/state/documents.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { isStanding, putSetup } from "./claim.ts";

/** Under which name the state keeps a sensor's photo. */
const photoName = (sensorId: string): string => `photos/${sensorId}`;
/** Where the API serves it; another photo has another address. */
export const photoUrl = (sensorId: string, keptAt: number): string => `/api/sensors/${sensorId}/photo?v=t${keptAt}`;

/** What became of a photo. */
export type PhotoPut = "no-sensor" | "changed-meanwhile" | "kept";

/**
 * Keeps a photo that was looked through, in the place of the one that its author saw. The same octets once more change nothing, so that a
 * photo whose answer was lost can be sent again.
 */
export async function putPhoto(
  state: StateStore,
  {
    sensorId,
    image,
    before,
    by,
    at,
  }: { sensorId: string; image: Buffer; before: string | null; by: string; at: number },
): Promise<PhotoPut> {
  return state.transaction(async (trx): Promise<PhotoPut> => {
    if (!(await isStanding(trx, sensorId))) return "no-sensor";
    const there = await readDocument(trx, photoName(sensorId));
    if (there?.octets.equals(image) === true) return "kept";
    if ((there === undefined ? null : photoUrl(sensorId, there.keptAt)) !== before) return "changed-meanwhile";
    // Two in one millisecond must not share an address.
    const keptAt = Math.max(at, (there?.keptAt ?? 0) + 1);
    await putDocument(trx, photoName(sensorId), { mediaType: "image/jpeg", octets: image }, keptAt);
    await putSetup(trx, sensorId, { photo_by: by, photo_at: keptAt });
    await audit(trx, { at, by, action: "sensor-photographed", subject: sensorId });
    return "kept";
  });
}

/** A sensor's photo; undefined where there is none. */
export async function readPhoto(
  db: Kysely<StateTables>,
  sensorId: string,
): Promise<{ image: Buffer; version: string } | undefined> {
  const document = await readDocument(db, photoName(sensorId));
  return document && { image: document.octets, version: `t${document.keptAt}` };
}

export const removePhoto = (db: Kysely<StateTables>, sensorId: string): Promise<void> =>
  removeDocuments(db, photoName(sensorId));

/** Forgets how a sensor was put up: it hangs no more. */
export async function forgetSetup(trx: Transaction<StateTables>, sensorId: string): Promise<void> {
  await trx.deleteFrom("sensor_setups").where("sensor_id", "=", sensorId).execute();
  await removePhoto(trx, sensorId);
}
