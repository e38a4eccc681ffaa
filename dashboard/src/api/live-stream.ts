import type { Alert, Camera, StreamEvent, Suspect } from "@probewarden/contract";
import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { noteAlerts, refreshSoon } from "./inbox.ts";
import { ID_OF, LIST_OF, noteRow, type LiveList, type LiveRows } from "./live-rows.ts";
import { parseSeen } from "./seen-text.ts";
import { upsertRow } from "./upsert-row.ts";

/** Whether rows arrive by themselves; `since` (epoch milliseconds) is when that began or ended. */
export interface LiveState {
  live: boolean;
  since: number;
}

/** An EventSource that the server refused stays closed; the page tries again by itself. */
const REOPEN_AFTER_MS = 5_000;
const EVENT_SOURCE_CLOSED = 2;
/**
 * The lists of a page that opens are asked for while its stream is connected: what changed between their answer and the stream is asked for so
 * much later. At once it would be a second answer of everything while the first is being drawn.
 */
const FIRST_AGAIN_MS = 3_000;
/** The contract has this list too, but its values would bring all schemas into the page: 25 kB. */
const KINDS = [...(Object.keys(LIST_OF) as (keyof typeof LIST_OF)[]), "reset"] as const satisfies StreamEvent[];

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

/** What of an EventSource is used here, so that a test can play the server. */
export type StreamSource = Pick<EventSource, "addEventListener" | "close" | "readyState">;

/** Puts a row into its cached list; true when the list had none of that id. A list that nobody asked for stays unasked. */
function putRow<List extends LiveList>(client: QueryClient, list: List, row: LiveRows[List]): boolean {
  const id = ID_OF[list];
  let isNew = false;
  client.setQueryData<LiveRows[List][]>([list], (known) => {
    if (!known) return known;
    isNew = known.every((other) => id(other) !== id(row));
    return upsertRow(known, row, id);
  });
  noteRow(list, row);
  return isNew;
}

/**
 * Keeps the lists of the query cache up to date from `/api/stream`.
 * @param onAlert called for an alert that was not known before, to say it aloud
 * @param connect makes the connection: a browser's EventSource
 * @returns closes the stream
 */
export function openLiveStream(
  client: QueryClient,
  onAlert: (alert: Alert) => void,
  connect: (path: string) => StreamSource = (path) => new EventSource(path),
): () => void {
  let source: StreamSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstAgain: ReturnType<typeof setTimeout> | undefined;
  let hasBroken = false;
  /** The latest event seen on this connection; the browser asks for what follows it when it connects again. */
  let lastId: number | undefined;

  const take = (kind: StreamEvent, event: MessageEvent<string>): void => {
    const id = Number(event.lastEventId);
    if (kind === "reset") {
      lastId = id;
      void client.invalidateQueries();
      return;
    }
    // What is told again, or late, is older than what is shown.
    if (lastId !== undefined && id <= lastId) return;
    lastId = id;
    const list = LIST_OF[kind];
    const row = parseSeen(event.data) as LiveRows[typeof list];
    const isNew = putRow(client, list, row);
    if (kind === "suspect") void client.invalidateQueries({ queryKey: ["suspect", (row as Suspect).suspectId] });
    if (kind === "camera") void client.invalidateQueries({ queryKey: ["camera-record", (row as Camera).cameraId] });
    if (kind === "alert") {
      noteAlerts(client, [row as Alert]);
      refreshSoon(client);
    }
    if (kind === "alert" && isNew && (row as Alert).state === "open") onAlert(row as Alert);
  };

  const open = (): void => {
    lastId = undefined;
    source = connect("/api/stream");
    source.addEventListener("open", () => {
      setLive(true);
      const isFirst = !hasBroken && firstAgain === undefined;
      // Without an id to go on from, nobody says what changed before this moment.
      if (isFirst) firstAgain = setTimeout(() => void client.invalidateQueries(), FIRST_AGAIN_MS);
      else if (lastId === undefined) void client.invalidateQueries();
    });
    source.addEventListener("error", () => {
      setLive(false);
      hasBroken = true;
      // A connection that breaks is opened again by the browser; one that is refused, by us.
      if (source.readyState !== EVENT_SOURCE_CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        // Refused may mean that nobody is signed in any more.
        void client.invalidateQueries({ queryKey: ["session"] });
        open();
      }, REOPEN_AFTER_MS);
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => take(kind, event as MessageEvent<string>));
    }
  };
  open();
  return () => {
    clearTimeout(timer);
    clearTimeout(firstAgain);
    source.close();
  };
}
