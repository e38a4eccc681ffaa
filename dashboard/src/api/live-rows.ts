import type { Alert, Camera, Outage, Sensor, StreamEvent, Suspect } from "@probewarden/contract";
import type { Work } from "@probewarden/contract/figures";
import { upsertRow } from "./upsert-row.ts";

/** The rows of the lists that the stream tells of. */
export interface LiveRows {
  suspects: Suspect;
  sensors: Sensor;
  cameras: Camera;
  alerts: Alert;
  outages: Outage;
}
export type LiveList = keyof LiveRows;

/** Which list a kind of event belongs to; `reset` belongs to all. */
export const LIST_OF: Readonly<Record<Exclude<StreamEvent, "reset">, LiveList>> = {
  suspect: "suspects",
  sensor: "sensors",
  camera: "cameras",
  alert: "alerts",
  outage: "outages",
};

/** What who asks for a list must be allowed. */
export const workOf = (list: LiveList): Work => (list === "sensors" || list === "outages" ? "anything" : "seeEvidence");

export const LISTS: readonly LiveList[] = Object.values(LIST_OF);

/** What makes a row itself. */
export const ID_OF: { readonly [List in LiveList]: (row: LiveRows[List]) => string } = {
  suspects: (row) => row.suspectId,
  sensors: (row) => row.sensorId,
  cameras: (row) => row.cameraId,
  alerts: (row) => row.alertId,
  outages: (row) => row.outageId,
};

/** For each list that is being asked for now: the rows that the stream told meanwhile. */
const meanwhile = new Map<LiveList, Set<(row: unknown) => void>>();

/** Notes a row of the stream, for lists whose answer is still on its way. */
export function noteRow<List extends LiveList>(list: List, row: LiveRows[List]): void {
  for (const note of meanwhile.get(list) ?? []) note(row);
}

/**
 * Asks for a list. An answer on its way is older than what the stream tells before it arrives, so those rows are laid over it:
 * otherwise a suspect that has just got worse would be shown as before until it changes again.
 */
export async function askList<List extends LiveList>(
  list: List,
  ask: () => Promise<LiveRows[List][]>,
): Promise<LiveRows[List][]> {
  const heard: LiveRows[List][] = [];
  const note = (row: unknown): void => void heard.push(row as LiveRows[List]);
  const notes = meanwhile.get(list) ?? new Set();
  meanwhile.set(list, notes.add(note));
  try {
    const answer = await ask();
    return heard.reduce((rows, row) => upsertRow(rows, row, ID_OF[list]), answer);
  } finally {
    notes.delete(note);
  }
}
