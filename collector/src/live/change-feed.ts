/**
 * What collectors tell each other. `taken-back`: what browsers were told of before may hold what was erased since. `place`, `watch`,
 * `decided` and `withdrawn` are for the one that leads: a suspect to place, and venues whose watch list may have changed, has changed by a
 * person's decision, or has lost an address; `command`: a sensor that was told something. `resync`: something was missed, or may have been; whoever holds a copy reads everything anew.
 */
export const CHANGE_KINDS = [
  "suspect",
  "sensor",
  "camera",
  "alert",
  "outage",
  "taken-back",
  "place",
  "watch",
  "decided",
  "withdrawn",
  "command",
  "resync",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** That something changed, never what it is: whoever wants to know reads the store. */
export interface Change {
  kind: ChangeKind;
  /** Of a row, or of a venue; empty for `resync`. */
  id: string;
}

/** `isOwn`: it was told by this process. */
export type ChangeListener = (change: Change, isOwn: boolean) => void;

/** From whoever changes something to all who show it or act on it, in every collector. */
export interface ChangeFeed {
  /** Tells everybody, this process first and at once. */
  tell: (change: Change) => void;
  /** Hears everything from now on. */
  listen: (listener: ChangeListener) => void;
  /** Why nothing of other collectors is heard. */
  readonly trouble: Error | undefined;
  start: () => Promise<void>;
  /** Tells what still waits, and ends. */
  stop: () => Promise<void>;
}

/** The feed of a collector that is alone with its store. */
export class LocalFeed implements ChangeFeed {
  readonly trouble = undefined;
  readonly #listeners: ChangeListener[] = [];

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change, true);
  }

  listen(listener: ChangeListener): void {
    this.#listeners.push(listener);
  }

  start(): Promise<void> {
    return Promise.resolve();
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}
