import type { Alert, Camera, Sensor, StreamEvent, Suspect } from "@probewarden/contract";
import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { upsertRow } from "./upsert-row.ts";

/** Whether rows arrive by themselves; `since` (epoch milliseconds) is when that began or ended. */
export interface LiveState {
  live: boolean;
  since: number;
}

/** An EventSource that the server refused stays closed; the page tries again by itself. */
const REOPEN_AFTER_MS = 5_000;

let state: LiveState = { live: true, since: Date.now() };
const listeners = new Set<() => void>();

function setLive(live: boolean): void {
  if (state.live === live) return;
  state = { live, since: Date.now() };
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The state of the live stream, for the stale look. */
export const useLiveState = (): LiveState => useSyncExternalStore(subscribe, () => state);

/**
 * Keeps the lists of the query cache up to date from `/api/stream`.
 * @param onAlert called for an alert that was not known before, to say it aloud
 * @returns closes the stream
 */
export function openLiveStream(client: QueryClient, onAlert: (alert: Alert) => void): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const rows =
    <T>(list: string, id: (row: T) => string) =>
    (row: T): boolean => {
      let isNew = false;
      client.setQueryData<T[]>([list], (known) => {
        if (!known) return known;
        isNew = !known.some((other) => id(other) === id(row));
        return upsertRow(known, row, id);
      });
      return isNew;
    };
  const putSuspect = rows<Suspect>("suspects", (row) => row.suspectId);
  const putSensor = rows<Sensor>("sensors", (row) => row.sensorId);
  const putCamera = rows<Camera>("cameras", (row) => row.cameraId);
  const putAlert = rows<Alert>("alerts", (row) => row.alertId);

  const handlers: Record<StreamEvent, (data: string) => void> = {
    suspect: (data) => {
      const suspect = JSON.parse(data) as Suspect;
      putSuspect(suspect);
      void client.invalidateQueries({ queryKey: ["suspect", suspect.suspectId] });
    },
    sensor: (data) => void putSensor(JSON.parse(data) as Sensor),
    camera: (data) => void putCamera(JSON.parse(data) as Camera),
    alert: (data) => {
      const alert = JSON.parse(data) as Alert;
      if (putAlert(alert) && alert.state === "open") onAlert(alert);
    },
    reset: () => void client.invalidateQueries(),
  };

  const open = (): void => {
    source = new EventSource("/api/stream");
    source.onopen = () => setLive(true);
    source.onerror = () => {
      setLive(false);
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(() => {
        void client.invalidateQueries();
        open();
      }, REOPEN_AFTER_MS);
    };
    for (const [kind, handle] of Object.entries(handlers)) {
      source.addEventListener(kind, (event: MessageEvent<string>) => handle(event.data));
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}
