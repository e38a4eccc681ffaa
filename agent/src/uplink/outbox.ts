import { LIMITS, type Finding, type HealthProblem, type MessageKind } from "@probewarden/contract";
import type Database from "libsql";
import type { LineOrigin } from "../ipc/numbered-line.ts";
import { dueMessages } from "./due-messages.ts";
import { firstToGo } from "./first-to-go.ts";
import { LiveLane } from "./live-lane.ts";
import { LastHealth } from "./last-health.ts";
import { OutboxFile, type OpenOutbox } from "./outbox-file.ts";
import type { OutboxOptions } from "./outbox-options.ts";
import { Repetitions } from "./repetitions.ts";
import { pruneSetAside, refuseMessages, setAsideIn } from "./set-aside.ts";
import { Settled } from "./settled.ts";
import { Superseded } from "./superseded.ts";
import { isTakenBack, takeBack, takeBackStays, takesBackStays, type Changed } from "./taken-back.ts";
import { payloadOf, type NumberedMessage, type UnnumberedMessage, type WaitingMessage } from "./waiting-message.ts";

/** Octets that a message takes beside its payload: its row and its places in the indexes. */
const ROW_BYTES = 96;
/** What the collector has stored waits so long for a commit with which it can leave; a sensor says every half minute how it is. */
const SETTLE_MILLISECONDS = 60_000;
/** While no more than this waits, there is time for that; what has gathered over days leaves at once, and makes room in the window for the rest. */
const QUIET_MESSAGES = 32;
/** Kinds that do not wait for the common commit. */
const AT_ONCE: ReadonlySet<MessageKind> = new Set(["finding", "camera", "answer", "newcomer"]);

interface Pending {
  message: NumberedMessage;
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
  readonly #file: OutboxFile;
  readonly #options: Required<OutboxOptions>;
  readonly #repetitions: Repetitions;
  readonly #lastHealth = new LastHealth();
  readonly #superseded = new Superseded();
  readonly #live: LiveLane;
  readonly #settled = new Settled();
  readonly #dropped: Record<string, number> = {};
  #pending: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  #soon: NodeJS.Immediate | undefined;
  #settleTimer: NodeJS.Timeout | undefined;
  #seq = 0;
  #messages = 0;
  #bytes = 0;

  /** Opens the file, or waits for a disk that takes none. Throws {@link OutboxError} where only a person can help. */
  constructor(options: OutboxOptions) {
    this.#options = { commitMilliseconds: 1000, resendMilliseconds: 30_000, tell: () => undefined, ...options };
    const { folder, sensor, now, tell, monotonic, resendMilliseconds } = this.#options;
    this.#repetitions = new Repetitions(resendMilliseconds, monotonic);
    this.#live = new LiveLane(options.bootId);
    this.#file = new OutboxFile({ folder, sensor, now, tell, onOpened: (open) => this.#onOpened(open) });
    this.#file.start();
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

  /** Writes what waits for the common commit, and lets go what the collector has stored. */
  flush(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#soon);
    clearTimeout(this.#settleTimer);
    this.#timer = this.#soon = this.#settleTimer = undefined;
    const group = this.#pending;
    this.#pending = [];
    if (group.length === 0 && this.#settled.messages === 0) return;
    try {
      this.#file.look();
      const tooLarge = this.#file.use((open) => this.#commit(open, group));
      for (const { message, stored, failed } of group) {
        if (tooLarge.has(message.seq))
          failed(new MessageTooLargeError(`a ${message.kind} message is larger than ${LIMITS.payloadBytes} octets`));
        else stored(message.seq);
      }
    } catch (cause) {
      for (const { message, failed } of group) {
        if (message.kind === "health") this.#keepInMemory(message);
        failed(cause);
      }
    }
  }

  /**
   * Up to `count` messages to send now: the newest of each kind, then what has waited, in the order of the kinds; they are not given again
   * before the time-out. Throws SQLite's error where the disk cannot be read.
   */
  next(count: number): WaitingMessage[] {
    const { timeout } = this.#repetitions;
    const chosen = this.#lastHealth
      .waiting()
      .filter(({ id }) => this.#repetitions.isDue(id, timeout))
      .slice(0, count);
    for (const { id } of chosen) this.#repetitions.sent(id, timeout);
    this.#file.use(({ database }) => {
      for (const due of [this.#live.due(database, this.#repetitions), dueMessages(database, this.#repetitions)])
        for (const message of due) {
          if (chosen.length >= count) return;
          if (this.#settled.has(message.id)) continue;
          // Marked at once: where little waits, both name the same.
          this.#repetitions.sent(message.id, timeout);
          chosen.push(message);
        }
    });
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

  /**
   * Forgets what the collector has stored; returns how many messages that were. Ranges name first and last `seq`, both included. It leaves the
   * disk with the next commit, within a minute; at once where much waits. Throws SQLite's error where it should and cannot.
   */
  acknowledge(bootId: string, ranges: readonly (readonly [number, number])[]): number {
    const ofMemory = this.#lastHealth.forget(bootId, ranges);
    for (const id of ofMemory) this.#repetitions.forget(id);
    const stored = this.#file.use(({ database }) => this.#settled.take(database, bootId, ranges));
    for (const row of stored) this.#forget(row);
    this.#live.heardOf(bootId);
    this.#repetitions.answered();
    if (this.#settled.isFull || this.#messages > QUIET_MESSAGES) this.#settleNow();
    else this.#settleTimer ??= setTimeout(() => this.flush(), SETTLE_MILLISECONDS);
    return stored.length + ofMemory.length;
  }

  /** Sets aside what the collector does not take, with its reason; returns how many messages that were. */
  refuse(bootId: string, refused: readonly { seq: number; reason: string }[]): number {
    const ofMemory = this.#lastHealth.forget(
      bootId,
      refused.map(({ seq }) => [seq, seq] as const),
    );
    this.#settleNow();
    return this.#file.use(({ database }) => {
      const aside = refuseMessages(database, bootId, refused);
      for (const id of [...ofMemory, ...aside]) this.#repetitions.forget(id);
      this.#countSetAside(pruneSetAside(database));
      this.#recount(database);
      return ofMemory.length + aside.length;
    });
  }

  /**
   * What a restarted radio process is told: the findings from `watch` up that were published and have not ended, and before them those that
   * ended within a day and name somebody, who may still be taken back.
   */
  toldFindings(): Finding[] {
    this.flush();
    try {
      return this.#file.use(({ openFindings }) => openFindings.list());
    } catch {
      // A disk that cannot be read: the radio process begins anew, and what is there is found again.
      return [];
    }
  }

  /** What waits, for `health`; what was set aside does not. */
  waiting(): { messages: number; bytes: number; oldestSeconds: number | null } {
    const inMemory = this.#lastHealth.messages;
    try {
      return this.#file.use(({ database }) => {
        const oldestAt = this.#settled.oldestAt(database);
        const oldestSeconds = oldestAt === undefined ? null : Math.max(0, (this.#options.now() - oldestAt) / 1000);
        // A person may have forgotten what was set aside.
        this.#recount(database);
        const aside = setAsideIn(database);
        return {
          messages: this.#messages - aside.messages + inMemory,
          bytes: this.#bytes - aside.bytes,
          oldestSeconds,
        };
      });
    } catch {
      return { messages: inMemory, bytes: 0, oldestSeconds: null };
    }
  }

  /** What a person should know of what lies here. */
  problems(): HealthProblem[] {
    const found = this.#file.problems();
    const { stuck } = this.#repetitions;
    if (stuck > 0)
      found.push({
        code: "some-not-acknowledged",
        text: `${stuck} messages were sent again and again while others were acknowledged; newer ones go on without them`,
        facts: { messages: stuck },
      });
    try {
      const { messages, cause } = this.#file.use(({ database }) => setAsideIn(database));
      if (messages > 0)
        found.push({
          code: "messages-set-aside",
          text: `${messages} messages can never be accepted (${cause}) and are set aside; \`probewarden-agent set-aside\` prints and forgets them`,
          facts: { messages, cause },
        });
    } catch {
      // That it cannot be read is among the problems of the file.
    }
    return found;
  }

  /** Messages thrown away since the start because there were too many, by kind: `outbox-census` …, or `set-aside`. */
  dropped(): Readonly<Record<string, number>> {
    return this.#dropped;
  }

  /** Writes what is left and closes the file. */
  close(): void {
    this.flush();
    this.#file.close();
  }

  #onOpened({ database }: OpenOutbox): void {
    this.#superseded.clear();
    this.#settled.clear();
    this.#live.opened(database);
    this.#countSetAside(pruneSetAside(database));
    this.#recount(database);
  }

  /** Writes all or nothing; returns the numbers of those that are too large. */
  #commit(open: OpenOutbox, group: readonly Pending[]): Set<number> {
    const { database } = open;
    try {
      const tooLarge = database.transaction(() => this.#write(open, group)).immediate();
      this.#settled.clear();
      if (group.some(({ message }) => isTakenBack(message) || takesBackStays(message))) {
        // The pages as they were before stand in the write-ahead log until it is emptied, and in a file that was set aside for good.
        database.pragma("wal_checkpoint(TRUNCATE)");
        this.#file.forgetUnreadable();
      }
      return tooLarge;
    } catch (cause) {
      this.#superseded.clear();
      this.#recount(database);
      throw cause;
    }
  }

  #settleNow(): void {
    if (this.#settled.messages === 0) return;
    this.#file.use(({ database }) => database.transaction(() => this.#settled.delete(database)).immediate());
    this.#settled.clear();
  }

  #keepInMemory(message: NumberedMessage): void {
    const { bootId, seq } = message;
    if (this.#lastHealth.keep({ boot: bootId, seq, payload: payloadOf(message) })) this.#count("outbox-health");
  }

  #write(open: OpenOutbox, group: readonly Pending[]): Set<number> {
    const { database, keptLines, openFindings } = open;
    const insert = database.prepare<[string, number, string, number, string, number, string]>(
      "INSERT INTO message (boot, seq, kind, at, payload, bytes, venue) VALUES (?, ?, ?, ?, ?, ?, ?)",
    );
    this.#settled.delete(database);
    const tooLarge = new Set<number>();
    for (const { message, origin } of group) {
      if (origin !== undefined && !keptLines.mark(origin)) continue;
      const { bootId, seq, kind, body } = message;
      const payload = payloadOf(message);
      const octets = Buffer.byteLength(payload);
      if (octets > LIMITS.payloadBytes) {
        tooLarge.add(seq);
        continue;
      }
      const [at, bytes] = [this.#options.now(), octets + ROW_BYTES];
      const { lastInsertRowid } = insert.run(bootId, seq, kind, at, payload, bytes, this.#options.sensor.venueId);
      this.#messages += 1;
      this.#bytes += bytes;
      const written = { id: Number(lastInsertRowid), bytes, at };
      const before = this.#superseded.replace(database, message, written, (id) => this.#repetitions.isSent(id));
      if (before !== undefined) this.#forget(before);
      if (isTakenBack(message))
        this.#rewritten(takeBack(message.body, openFindings.get(message.body.findingId), database, ROW_BYTES));
      if (takesBackStays(message)) this.#rewritten(takeBackStays(message.body, database, ROW_BYTES));
      if (kind === "finding") openFindings.remember(body as Finding);
    }
    this.#makeRoom(database);
    return tooLarge;
  }

  /** What was named and is named no more leaves this sensor no more, whatever still waits to be sent. */
  #rewritten(changed: readonly Changed[]): void {
    for (const { id, before, after } of changed) {
      if (after === undefined) this.#forget({ id, bytes: before });
      else this.#bytes += after - before;
    }
  }

  #makeRoom(database: Database.Database): void {
    while (this.#bytes > this.#options.maxBytes) {
      const leaving = firstToGo(database);
      if (leaving === undefined) return;
      database.prepare<[number]>("DELETE FROM message WHERE id = ?").run(leaving.id);
      this.#forget(leaving);
      this.#count(`outbox-${leaving.kind}`);
    }
  }

  #countSetAside(messages: number): void {
    if (messages > 0) this.#count("set-aside", messages);
  }

  #count(reason: string, messages = 1): void {
    this.#dropped[reason] = (this.#dropped[reason] ?? 0) + messages;
  }

  #forget({ id, bytes }: { id: number; bytes: number }): void {
    this.#repetitions.forget(id);
    this.#messages -= 1;
    this.#bytes -= bytes;
  }

  #recount(database: Database.Database): void {
    const sums = database.prepare("SELECT count(*) AS messages, coalesce(sum(bytes), 0) AS bytes FROM message");
    const { messages, bytes } = sums.get() as { messages: number; bytes: number };
    this.#messages = messages - this.#settled.messages;
    this.#bytes = bytes - this.#settled.bytes;
  }
}
