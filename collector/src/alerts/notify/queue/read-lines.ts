import type { StateStore } from "../../../store/state/open-state.ts";
import { readAlerts } from "../../read-alerts.ts";
import type { NoticeLine } from "../notice.ts";
import { alertLine } from "../words/alert-line.ts";
import { cameraLine } from "../words/camera-line.ts";
import { outageLine } from "../words/outage-line.ts";
import { readAlertWords } from "../words/read-alert-words.ts";
import { readCameraWords } from "../words/read-camera-words.ts";
import { readOutagesToTell } from "../words/read-outage-names.ts";

/** Lines of what is to be told, and what no line could be made of. */
export interface ReadLines {
  lines: NoticeLine[];
  unwritable: { subjectId: string; error: unknown }[];
}

/**
 * What people are told of these alerts, first opened first, with the names that the operator gave. What is wrong with one of them, or with its
 * venue, keeps nobody from being told of the others.
 * @param publicUrl under which the collector's pages are reached; absent: the lines hold no link
 */
export async function readAlertLines(
  state: StateStore,
  alertIds: readonly string[],
  publicUrl: string | undefined,
): Promise<ReadLines> {
  const read: ReadLines = { lines: [], unwritable: [] };
  if (alertIds.length === 0) return read;
  const names = new Map(
    (await state.db.selectFrom("venues").select(["venue_id", "name"]).execute()).map((row) => [row.venue_id, row.name]),
  );
  const alerts = (await readAlerts(state, { alertIds })).toSorted((a, b) => a.openedAt.localeCompare(b.openedAt));
  const words = await readAlertWords(
    state,
    alerts.flatMap(({ suspectId }) => suspectId ?? []),
  );
  const cameraWords = await readCameraWords(
    state,
    alerts.flatMap(({ camera }) => camera?.cameraId ?? []),
  );
  for (const { alertId, venueId, suspectId, suspicion, band, camera, openedAt, raised } of alerts) {
    const page = camera === undefined ? `suspects/${suspectId}` : `cameras/${camera.cameraId}`;
    const take = publicUrl === undefined ? undefined : `${publicUrl}/inbox?alert=${alertId}`;
    const ofAny = {
      alertId,
      venueId,
      venueName: names.get(venueId) ?? venueId,
      openedAt,
      ...(raised === undefined ? {} : { raised: raised.reasons }),
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}/${page}` }),
    };
    try {
      if (camera !== undefined)
        read.lines.push(cameraLine({ ...ofAny, ...camera }, cameraWords.get(camera.cameraId), take));
      else if (suspectId !== undefined && suspicion !== undefined && band !== undefined) {
        const known = words.get(suspectId) ?? { timeZone: "UTC", heardBy: [] };
        read.lines.push(alertLine({ ...ofAny, suspectId, suspicion, band }, known, take));
      }
    } catch (error) {
      read.unwritable.push({ subjectId: alertId, error });
    }
  }
  return read;
}

/** The same of outages. */
export async function readOutageLines(
  state: StateStore,
  outageIds: readonly string[],
  publicUrl: string | undefined,
): Promise<NoticeLine[]> {
  if (outageIds.length === 0) return [];
  const take = publicUrl === undefined ? undefined : `${publicUrl}/sensors`;
  return (await readOutagesToTell(state, outageIds)).map(({ outage, names }) => outageLine(outage, names, take));
}
