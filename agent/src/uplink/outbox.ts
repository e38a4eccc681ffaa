import { LIMITS, MESSAGE_KINDS, type Finding, type MessageKind } from "@probewarden/contract";
import type Database from "libsql";
import type { LineOrigin } from "../ipc/numbered-line.ts";
import { firstToGo } from "./first-to-go.ts";
import { KeptLines } from "./kept-lines.ts";
import { OpenFindings } from "./open-findings.ts";
import { openOutboxDatabase } from "./outbox-database.ts";
import { Repetitions } from "./repetitions.ts";
import { addressesOf, rewrittenBy } from "./taken-back.ts";

/** A message that waits to be sent or acknowledged. */
export interface WaitingMessage {
  id: number;
  kind: MessageKind;
  payload: string;
}

/** A message without its number: the outbox gives it one. */
export interface UnnumberedMessage {
  v: number;
  sensorId: string;
  at: string;
  kind: MessageKind;
  body: unknown;
}

export interface OutboxOptions {
  folder: string;
  bootId: string;
  maxBytes: number;
  /** Milliseconds since 1970, by the sensor's clock: how old a message is over restarts. */
  now: () => number;
  /** Milliseconds of a clock that nobody sets: what lasts is measured by it, for a board without a battery gets its time late. */
  monotonic: () => number;
  /** Milliseconds for which messages other than findings may wait for a common commit. */
  commitMilliseconds?: number;
  /** Milliseconds after which a message that was sent and not acknowledged is sent again; up to eight times as long while the collector is silent. */
  resendMilliseconds?: number;
}

/** Octets that a message takes beside its payload: its row and its places in the indexes. */
const ROW_BYTES = 96;
/** The oldest messages of a kind that may be under way to the collector. Without a limit an absent collector would get the whole outbox every time-out. */
const WINDOW_PER_KIND = 128;
/** Kinds that do not wait for the common commit. */
const AT_ONCE: ReadonlySet<MessageKind> = new Set(["finding", "camera"]);

interface Pending {
  message: UnnumberedMessage & { bootId: string; seq: number };
  origin: LineOrigin | undefined;
  stored: (seq: number) => void;
  failed: (cause: unknown) => void;
}

/** A message that the contract does not let through for its size. */
export class MessageTooLargeError extends Error {
  override name = "MessageTooLargeError";
}

/**
 * The sensor's memory of what the collector has not stored yet. MQTT is transport, not durability: a message stays on this disk
 * until the collector's acknowledgement names it, over any number of restarts of anything.
 */
export class Outbox {
  readonly #database: Database.Database;
  readonly #options: Required<OutboxOptions>;
  readonly #keptLines: KeptLines;
  readonly #openFindings: OpenFindings;
  readonly #repetitions: Repetitions;
  readonly #dropped: Record<string, number> = {};
  #pending: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #seq = 0;
  #messages = 0;
  #bytes = 0;

  constructor(options: OutboxOptions) {
    this.#options = { commitMilliseconds: 1000, resendMilliseconds: 30_000, ...options };
    this.#database = openOutboxDatabase(options.folder);
    this.#keptLines = new KeptLines(this.#database);
    this.#openFindings = new OpenFindings(this.#database);
    this.#repetitions = new Repetitions(this.#options.resendMilliseconds, this.#options.monotonic);
    this.#recount();
  }

  /**
   * Numbers a message and keeps it. Resolves with its `seq` once it is on the disk: findings and cameras at the end of this turn,
   * others within a common commit. A message whose origin was kept before, by an earlier process too, is not kept again. Rejects with
   * {@link MessageTooLargeError}, or with SQLite's error (a full disk).
   */
  put(message: UnnumberedMessage, origin?: LineOrigin): Promise<number> {
    return new Promise((stored, failed) => {
      this.#seq += 1;
      const numbered = { ...message, bootId: this.#options.bootId, seq: this.#seq };
      this.#pending.push({ message: numbered, origin, stored, failed });
      // All that came in one turn shares a commit: on an SD card each costs tens of milliseconds.
      if (AT_ONCE.has(message.kind)) this.#soon ??= setImmediate(() => this.flush());
      else this.#timer ??= setTimeout(() => this.flush(), this.#options.commitMilliseconds);
    });
  }

  /** Writes what waits for the common commit. */
  flush(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    this.#timer = this.#soon = undefined;
    const group = this.#pending;
    this.#pending = [];
    if (group.length === 0) return;
    try {
      const tooLarge = this.#database.transaction(() => this.#write(group)).immediate();
      // The pages as they were before stand in the write-ahead log until it is emptied.
      if (group.some(({ message }) => isTakenBack(message))) this.#database.pragma("wal_checkpoint(TRUNCATE)");
      for (const { message, stored, failed } of group) {
        if (tooLarge.has(message.seq))
          failed(new MessageTooLargeError(`a ${message.kind} message is larger than ${LIMITS.payloadBytes} octets`));
        else stored(message.seq);
      }
    } catch (cause) {
      for (const { failed } of group) failed(cause);
      this.#recount();
    }
  }

  /** Up to `count` messages to send now, in the order of their kinds; they are not given again before the time-out. */
  next(count: number): WaitingMessage[] {
    const { timeout } = this.#repetitions;
    const window = this.#database.prepare<[string, number]>(
      "SELECT id FROM message WHERE kind = ? ORDER BY id LIMIT ?",
    );
    const payload = this.#database.prepare<[number]>("SELECT payload FROM message WHERE id = ?");
    const chosen: WaitingMessage[] = [];
    for (const kind of MESSAGE_KINDS) {
      for (const { id } of window.all(kind, WINDOW_PER_KIND) as { id: number }[]) {
        if (chosen.length >= count) return chosen;
        if (!this.#repetitions.isDue(id, timeout)) continue;
        const [row] = payload.all(id) as { payload: string }[];
        if (row === undefined) continue;
        this.#repetitions.sent(id, timeout);
        chosen.push({ id, kind, payload: row.payload });
      }
    }
    return chosen;
  }

  /** A message did not get as far as the broker: it may be given again at once. */
  notSent(id: number): void {
    this.#repetitions.forget(id);
  }

  /** The collector is there, or may be there again: time-outs are short again. */
  expectAnswers(): void {
    this.#repetitions.expectAnswers();
  }

  /** Forgets what the collector has stored; returns how many messages that were. Ranges name first and last `seq`, both included. */
  acknowledge(bootId: string, ranges: readonly (readonly [number, number])[]): number {
    const named = this.#database.prepare<[string, number, number]>(
      "SELECT id, bytes FROM message WHERE boot = ? AND seq BETWEEN ? AND ?",
    );
    const remove = this.#database.prepare<[number]>("DELETE FROM message WHERE id = ?");
    const gone = this.#database
      .transaction(() => {
        const rows = ranges.flatMap(
          ([first, last]) => named.all(bootId, first, last) as { id: number; bytes: number }[],
        );
        for (const { id } of rows) remove.run(id);
        return rows;
      })
      .immediate();
    for (const row of gone) this.#forget(row);
    this.expectAnswers();
    return gone.length;
  }

  /** What a restarted radio process is told: the findings that were published and have not ended, from `watch` up. */
  openFindings(): Finding[] {
    this.flush();
    return this.#openFindings.list();
  }

  /** What waits, for `health`. */
  waiting(): { messages: number; bytes: number; oldestSeconds: number | null } {
    const [oldest] = this.#database.prepare("SELECT at FROM message ORDER BY id LIMIT 1").all() as { at: number }[];
    const oldestSeconds = oldest === undefined ? null : Math.max(0, (this.#options.now() - oldest.at) / 1000);
    return { messages: this.#messages, bytes: this.#bytes, oldestSeconds };
  }

  /** Messages thrown away since the start because the outbox was full, by kind: `outbox-census` … */
  dropped(): Readonly<Record<string, number>> {
    return this.#dropped;
  }

  /** Writes what is left and closes the file. */
  close(): void {
    this.flush();
    this.#database.close();
  }

  #write(group: readonly Pending[]): Set<number> {
    const insert = this.#database.prepare<[string, number, string, number, string, number]>(
      "INSERT INTO message (boot, seq, kind, at, payload, bytes) VALUES (?, ?, ?, ?, ?, ?)",
    );
    const tooLarge = new Set<number>();
    for (const { message, origin } of group) {
      if (origin !== undefined && !this.#keptLines.mark(origin)) continue;
      const { v, sensorId, bootId, seq, at, kind, body } = message;
      const payload = JSON.stringify({ v, sensorId, bootId, seq, at, kind, body });
      const octets = Buffer.byteLength(payload);
      if (octets > LIMITS.payloadBytes) {
        tooLarge.add(seq);
        continue;
      }
      insert.run(bootId, seq, kind, this.#options.now(), payload, octets + ROW_BYTES);
      this.#messages += 1;
      this.#bytes += octets + ROW_BYTES;
      if (isTakenBack(message)) this.#takeBack(message.body);
      if (kind === "finding") this.#openFindings.remember(body as Finding);
    }
    this.#makeRoom();
    return tooLarge;
  }

  /** What a finding named and names no more leaves this sensor no more, whatever still waits to be sent. */
  #takeBack(finding: Finding): void {
    const update = this.#database.prepare<[string, number, number]>(
      "UPDATE message SET payload = ?, bytes = ? WHERE id = ?",
    );
    const latest = this.#openFindings.get(finding.findingId);
    const named = latest === undefined ? [] : addressesOf(latest);
    for (const { id, payload } of rewrittenBy(finding, named, this.#database)) {
      const [before] = this.#database.prepare<[number]>("SELECT id, bytes FROM message WHERE id = ?").all(id) as {
        id: number;
        bytes: number;
      }[];
      if (before === undefined) continue;
      if (payload === undefined) {
        this.#database.prepare<[number]>("DELETE FROM message WHERE id = ?").run(id);
        this.#forget(before);
        continue;
      }
      const bytes = Buffer.byteLength(payload) + ROW_BYTES;
      update.run(payload, bytes, id);
      this.#bytes += bytes - before.bytes;
    }
  }

  #makeRoom(): void {
    while (this.#bytes > this.#options.maxBytes) {
      const leaving = firstToGo(this.#database);
      if (leaving === undefined) return;
      this.#database.prepare<[number]>("DELETE FROM message WHERE id = ?").run(leaving.id);
      this.#forget(leaving);
      const reason = `outbox-${leaving.kind}`;
      this.#dropped[reason] = (this.#dropped[reason] ?? 0) + 1;
    }
  }

  #forget({ id, bytes }: { id: number; bytes: number }): void {
    this.#repetitions.forget(id);
    this.#messages -= 1;
    this.#bytes -= bytes;
  }

  #recount(): void {
    const [sum] = this.#database
      .prepare("SELECT count(*) AS messages, coalesce(sum(bytes), 0) AS bytes FROM message")
      .all() as {
      messages: number;
      bytes: number;
    }[];
    this.#messages = sum?.messages ?? 0;
    this.#bytes = sum?.bytes ?? 0;
  }
}

function isTakenBack(message: UnnumberedMessage): message is UnnumberedMessage & { body: Finding } {
  return message.kind === "finding" && (message.body as Finding).takenBack === true;
}
