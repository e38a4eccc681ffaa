import type { StreamEvent } from "@probewarden/contract";
import { OneAtATime } from "../one-at-a-time.ts";

/** Events kept for clients that come back. */
const RING = 1_000;
/** Octets told again to a client that comes back; beyond, reading everything anew costs less. */
const REPLAY_BYTES = 256 * 1024;
/** Tellings that nobody heard, one a second at most, after which nothing is read any more until somebody listens again. */
const UNHEARD = 60;
/** Changes of one row within this time are told once. */
const COALESCE_MS = 1_000;

/** What changes; `reset` is never asked for but told. */
export type StreamKind = Exclude<StreamEvent, "reset">;

/** One event as it goes out. */
export interface LiveEvent {
  id: number;
  kind: StreamEvent;
  /** Venue of the row; absent: of none, or nobody knows. */
  venueId?: string;
  data: string;
}

/** Reads the present rows of the ids; ids that are gone are left out. */
export type RowReader = (ids: readonly string[]) => Promise<readonly object[]>;

export interface LiveStreamParts {
  readers: Readonly<Record<StreamKind, RowReader>>;
  failed: (error: unknown) => void;
  coalesceMs?: number;
  ring?: number;
}

/**
 * Tells listeners of changed rows. A change only marks the row; once a second the marked rows are read and told, so a row
 * that changes a hundred times a second is read and sent once.
 */
export class LiveStream {
  readonly #parts: LiveStreamParts;
  readonly #marked = new Map<StreamKind, Set<string>>();
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  #ring: LiveEvent[] = [];
  #lastId: number;
  #unheard = 0;
  #timer: NodeJS.Timeout | undefined;
  /** One flush at a time, so that an older reading of a row is never told after a newer one. */
  readonly #turn = new OneAtATime();

  /**
   * @param before the id before its first, by chance: a browser that comes from an earlier process, or from another collector beside this
   * one, must never bring an id that is known here
   */
  constructor(parts: LiveStreamParts, before: number) {
    this.#parts = parts;
    this.#lastId = before;
  }

  /** Marks a row as changed. */
  changed(kind: StreamKind, id: string): void {
    const ids = this.#marked.get(kind) ?? new Set();
    this.#marked.set(kind, ids.add(id));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.flush().catch(this.#parts.failed);
    }, this.#parts.coalesceMs ?? COALESCE_MS);
  }

  /** Reads and tells what is marked. Rows that cannot be read are told as a `reset`: a listener that heard nothing would believe what it has. */
  flush(): Promise<void> {
    return this.#turn.run(() => this.#flush());
  }

  async #flush(): Promise<void> {
    const marked = [...this.#marked];
    this.#marked.clear();
    this.#unheard = this.#listeners.size > 0 ? 0 : this.#unheard + 1;
    if (this.#unheard > UNHEARD) {
      // Every collector is told of every change, and of most of them nobody looks at a screen. Who comes back reads everything anew.
      this.forget();
      this.#lastId += 1;
      return;
    }
    const failures: unknown[] = [];
    for (const [kind, ids] of marked) {
      try {
        for (const row of await this.#parts.readers[kind]([...ids])) this.#tell(kind, row);
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return;
    this.#tell("reset", {});
    throw failures[0];
  }

  #tell(kind: StreamEvent, row: object): void {
    this.#lastId += 1;
    const ofVenue = "venueId" in row && typeof row.venueId === "string" ? { venueId: row.venueId } : {};
    const event = { id: this.#lastId, kind, ...ofVenue, data: JSON.stringify(row) };
    this.#ring.push(event);
    const most = this.#parts.ring ?? RING;
    if (this.#ring.length > most) this.#ring = this.#ring.slice(-most);
    for (const listener of this.#listeners) listener(event);
  }

  /**
   * What a client missed since `lastEventId`; a single `reset` when that is too long ago, too much, or of another process: it must
   * then read everything anew.
   */
  since(lastEventId: number): LiveEvent[] {
    const oldest = this.#ring[0]?.id ?? this.#lastId + 1;
    const known = lastEventId >= oldest - 1 && lastEventId <= this.#lastId;
    const missed = known ? this.#ring.filter((event) => event.id > lastEventId) : [];
    const bytes = missed.reduce((sum, event) => sum + event.data.length, 0);
    return known && bytes <= REPLAY_BYTES ? missed : [{ id: this.#lastId, kind: "reset", data: "{}" }];
  }

  /** Forgets what was told: a row of before may hold what was erased since. A client that comes back reads everything anew. */
  forget(): void {
    this.#ring = [];
  }

  /** Something changed that nobody told of: whoever listens reads everything anew, and so does who comes back. */
  resync(): void {
    this.forget();
    this.#tell("reset", {});
  }

  /** Listens from now on; the answer stops it. */
  listen(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#marked.clear();
    this.#listeners.clear();
  }
}
