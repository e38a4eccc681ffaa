import type { CollectorProblem } from "@probewarden/contract";
import { problem } from "../health/problem.ts";
import { storeProblem } from "../health/store-problem.ts";
import { correctionOf } from "../sensors/sensor-clock.ts";
import { acksOf, type Acknowledged } from "./acknowledge.ts";
import { AfterBatch, type ForLead } from "./after-batch.ts";
import { keepDeadLetters } from "./dead-letters.ts";
import { DiskSpace, freeBytesOf } from "./disk-space.ts";
import { Downlink } from "./downlink.ts";
import type { IngestCounters, IngestOptions } from "./ingest-options.ts";
import { onlyKnownLevels } from "./known-levels.ts";
import { Remembered } from "./remembered.ts";
import { MqttSubscriber, type ReceivedMessage } from "./mqtt-subscriber.ts";
import { readMessage, type Read } from "./read-message.ts";
import type { Accepted } from "./accepted.ts";
import type { StatusRead } from "./store-sensor-state.ts";
import { partsOf, storeParts, type StoredPart } from "./store-parts.ts";
import { PieceServer } from "../releases/piece-server.ts";
import { PlacesHere } from "../suspects/places.ts";
import { SensorLimiter } from "./sensor-limiter.ts";
import type { Room } from "./sensor-room.ts";
import { writeSeries } from "./write-series.ts";

export type { ForLead, IngestEvent } from "./after-batch.ts";
export type { IngestCounters, IngestLog, IngestOptions } from "./ingest-options.ts";

/** What can be broken. `lost`: what is written would be. `venue`: the state takes the messages of all others. */
type Broken = "lost" | "disk" | "state" | "series" | "venue";
const REFUSING = ["lost", "disk", "state"] as const satisfies readonly Broken[];

/** From the broker to the record: read, check, store once, judge, acknowledge. */
export class Ingest {
  readonly #options: IngestOptions;
  readonly #now: () => number;
  readonly #subscriber: MqttSubscriber;
  readonly #pieces: PieceServer;
  readonly #disk: DiskSpace;
  readonly #remembered = new Remembered();
  readonly #after: AfterBatch;
  readonly #counters: IngestCounters = {
    received: 0,
    stored: 0,
    duplicates: 0,
    deadLetters: 0,
    refused: 0,
    batches: 0,
    acksNotSent: 0,
    levelsLeftOut: 0,
    heldBack: 0,
  };
  /** By what is broken, in words for a person. */
  readonly #problems = new Map<Broken, CollectorProblem>();
  readonly #downlink: Downlink;
  readonly #leads: () => boolean;
  readonly #limiter: SensorLimiter;

  constructor(options: IngestOptions) {
    this.#options = options;
    this.#leads = options.leads ?? (() => true);
    this.#now = options.now ?? Date.now;
    this.#pieces = new PieceServer({
      state: options.state,
      publish: (topic, piece) => this.#subscriber.publish(topic, piece),
      refused: (sensorId, reason) => options.refusals?.count(sensorId, reason),
      failed: (error) => this.#failed("hand out a piece of a release", error),
      now: this.#now,
    });
    this.#subscriber = new MqttSubscriber(
      options.broker,
      (batch) => this.#takeBatch(batch),
      this.#now,
      (message) => this.#pieces.take(message),
    );
    this.#limiter = new SensorLimiter(
      (sensorId, reason, times) => options.refusals?.count(sensorId, reason, times),
      options.limits,
    );
    this.#disk = new DiskSpace(
      options.minimumFreeBytes,
      options.freeBytes ?? (() => freeBytesOf(options.dataDir)),
      this.#now,
    );
    this.#downlink = new Downlink(
      options.state,
      (topic, message, retain) => this.#subscriber.publish(topic, message, retain),
      this.#now,
      { authorities: options.authorities, commandKey: options.commandKey },
    );
    this.#after = new AfterBatch({
      state: options.state,
      series: options.series,
      places: options.placing ?? new PlacesHere(),
      downlink: this.#downlink,
      tell: options.onChange,
      leads: this.#leads,
      failed: (what, error) => this.#failed(what, error),
      now: this.#now,
    });
  }

  /** Begins to take messages: resolves after the first attempt to reach the broker, which is tried again until `stop`. */
  async start(): Promise<void> {
    // It only saves work: where it cannot be read, each sensor is asked for when it comes.
    await this.#remembered.latest.recall(this.#options.state.reading.db).catch(() => undefined);
    this.#after.start();
    await this.#subscriber.start(
      () => {
        if (!this.#leads()) return;
        this.#downlink.sendWatchLists().catch((error: unknown) => this.#failed("send the watch lists", error));
      },
      (trouble, error) => {
        if (trouble === undefined) this.#options.log.info({}, "the broker is heard again");
        else this.#options.log.warn(error === undefined ? {} : { error: messageOf(error) }, trouble.text);
      },
    );
  }

  /** Stores what has come in, and disconnects. */
  async stop(): Promise<void> {
    await this.#pieces.stop();
    await this.#subscriber.stop();
    await this.#after.stop();
  }

  /** After a decision about a suspect: the venue's sensors hear at once whom to watch; when the broker is away, after the next connection. */
  decided(venueId: string): void {
    this.#after.forLead({ kind: "decided", id: venueId });
  }

  /** A sensor was told something: it hears it at once, or when it is back. */
  commanded(sensorId: string): void {
    this.#after.forLead({ kind: "command", id: sensorId });
  }

  /** What another collector has for the one that leads. */
  hear(event: ForLead): void {
    this.#after.hear(event);
  }

  /** This collector leads from now on, in the place of another that may have died over its work. */
  takeOver(): void {
    this.#after.sweep();
  }

  counters(): Readonly<IngestCounters> {
    return { ...this.#counters };
  }

  /** What a person should mend; empty when all is well. `refusing`: new data is not taken. */
  problems(): { refusing: boolean; faults: CollectorProblem[] } {
    const faults = [...this.#problems.values()];
    const { trouble } = this.#subscriber;
    if (trouble !== undefined) faults.push(trouble);
    const refused = this.#options.refusals?.problem();
    if (refused !== undefined) faults.push(refused);
    return { refusing: REFUSING.some((what) => this.#problems.has(what)), faults };
  }

  /** What came and is not stored yet. */
  waiting(): MqttSubscriber["waiting"] {
    return this.#subscriber.waiting;
  }

  /** The state takes writes again, as somebody else found out: without a message nothing here would notice. */
  mended(): void {
    this.#mended("not-looked-at");
  }

  async #takeBatch(batch: ReceivedMessage[]): Promise<void> {
    this.#counters.received += batch.length;
    this.#counters.batches++;
    const lost = this.#options.lost?.();
    if (lost !== undefined) return this.#refuse("lost", batch.length, lost);
    try {
      if (await this.#disk.isFull())
        this.#refuse("disk", batch.length, problem("disk-nearly-full", { folder: this.#options.dataDir }));
      else await this.#storeThenAcknowledge(batch);
    } catch (error) {
      this.#refuse("state", batch.length, this.#explain("state", error), error);
    }
  }

  async #storeThenAcknowledge(batch: ReceivedMessage[]): Promise<void> {
    const { state, series, deadLetters } = this.#options;
    const admitted = await this.#limiter.admit(batch);
    const { accepted: known, statuses, dead } = await this.#known(admitted.map(readMessage));
    this.#limiter.tell(dead);
    const { kept: all, noRoom } = await this.#limiter.within(state, known, this.#now());
    this.#counters.heldBack += batch.length - admitted.length + known.length - all.length;
    const { accepted, leftOut } = await onlyKnownLevels(state, all, this.#now());
    const { carried, refused, failure } = await writeSeries(series, accepted);
    const rejected = [...dead, ...refused];
    if (rejected.length > 0) await state.transaction((trx) => keepDeadLetters(trx, rejected, deadLetters));
    const parts = await storeParts(state, partsOf(carried, statuses), this.#remembered, this.#now);
    const stored = parts.flatMap((part) => ("changes" in part ? [part] : []));
    const failed = parts.flatMap((part) => ("error" in part ? [part] : []));
    // Where nothing could be stored it is the store that fails, and no venue.
    if (stored.length === 0 && failed[0] !== undefined) throw failed[0].error;
    const lost = this.#options.lost?.();
    if (lost !== undefined) return this.#refuse("lost", batch.length, lost);
    this.#mended(failure);
    this.#refuseVenues(failed);
    for (const { changes } of stored) {
      this.#counters.stored += changes.stored;
      this.#counters.duplicates += changes.duplicates;
      for (const [sensorId, times] of changes.newcomersRefused)
        this.#options.refusals?.count(sensorId, "over-newcomers", times);
      for (const { sensorId, reason } of changes.excerptsRefused) this.#options.refusals?.count(sensorId, reason);
    }
    this.#counters.deadLetters += rejected.length;
    this.#counters.refused += accepted.length - carried.length - refused.length;
    this.#counters.levelsLeftOut += leftOut;
    await this.#acknowledge(
      stored.flatMap(({ part }) => part.accepted),
      rejected,
      noRoom,
    );
    await this.#greet(stored.flatMap(({ part }) => part.statuses));
    // What fails now refuses nothing: the batch is stored, and its sensors have been told so.
    for (const { part, changes } of stored)
      await this.#after
        .take(changes, part.accepted)
        .catch((error: unknown) => this.#failed("tell what changed", error));
  }

  /** A venue's part that could not be stored is refused alone; its sensors send it again. */
  #refuseVenues(failed: readonly Extract<StoredPart, { error: unknown }>[]): void {
    const [first] = failed;
    if (first === undefined) {
      this.#problems.delete("venue");
      return;
    }
    const messages = failed.reduce((sum, { part }) => sum + part.accepted.length + part.statuses.length, 0);
    this.#refuse("venue", messages, problem("venue-store-fails", { venue: first.part.venueId }), first.error);
  }

  /** Sorts what was read; a sensor that this collector does not know, or knows in another venue, is not believed. */
  async #known(
    reads: readonly Read[],
  ): Promise<{ accepted: Accepted[]; statuses: StatusRead[]; dead: Extract<Read, { type: "dead" }>[] }> {
    const named = new Set(reads.flatMap((read) => ("sensor" in read && read.sensor ? [read.sensor.sensorId] : [])));
    const rows =
      named.size === 0
        ? []
        : await this.#options.state.db
            .selectFrom("sensors")
            .select(["sensor_id", "venue_id", "clock_offset_ms"])
            .where("sensor_id", "in", [...named])
            .where("retired_at", "is", null)
            .execute();
    const known = new Map(rows.map((row) => [row.sensor_id, row]));
    const sorted = {
      accepted: [] as Accepted[],
      statuses: [] as StatusRead[],
      dead: [] as Extract<Read, { type: "dead" }>[],
    };
    for (const read of reads) {
      if (read.type === "cleared") continue;
      const row = read.sensor === undefined ? undefined : known.get(read.sensor.sensorId);
      const stranger = read.sensor !== undefined && row?.venue_id !== read.sensor.venueId;
      if (stranger)
        sorted.dead.push({
          type: "dead",
          reason: "unknown-sensor",
          detail: "no such sensor in this venue",
          received: read.received,
        });
      else if (read.type === "message")
        sorted.accepted.push({
          ...read,
          clockOffsetMs: correctionOf(Date.parse(read.message.at), read.received.receivedAt, row?.clock_offset_ms),
        });
      else if (read.type === "status") sorted.statuses.push(read);
      else sorted.dead.push(read);
    }
    return sorted;
  }

  /** After durability, never before. An acknowledgement that gets lost is given again when the message comes again. */
  async #acknowledge(
    carried: readonly Accepted[],
    rejected: readonly Extract<Read, { type: "dead" }>[],
    noRoom: Room["noRoom"],
  ): Promise<void> {
    const stored = carried.map(({ sensor, message }): Acknowledged => ({
      sensor,
      bootId: message.bootId,
      seq: message.seq,
      stored: true,
    }));
    // A message of another contract stays with the sensor, for a newer collector may read it; it only hears which contract is spoken here.
    const kept = rejected.flatMap(({ sensor, identity, reason }): Acknowledged[] =>
      sensor === undefined || identity === undefined
        ? []
        : reason === "contract-version"
          ? [{ sensor, ...identity, stored: false }]
          : [{ sensor, ...identity, stored: true, refused: reason }],
    );
    // Its sensor sets it aside, or all that is behind it would wait; one that knows no refusals keeps it, for it is not stored here.
    const aside = noRoom.map(({ entry: { sensor, message }, reason }): Acknowledged => ({
      sensor,
      bootId: message.bootId,
      seq: message.seq,
      stored: false,
      refused: reason,
    }));
    // All at once: one after the other, a hall of sensors would wait for as many round trips to the broker.
    await Promise.all(
      acksOf([...stored, ...kept, ...aside], this.#now()).map(({ topic, ack }) =>
        this.#subscriber.publish(topic, ack).catch(() => this.#counters.acksNotSent++),
      ),
    );
  }

  /**
   * A sensor that comes online hears its venue's configuration, whatever the broker has kept; one that speaks another contract could
   * not read it, and hears which is spoken here. Every collector hears every status; the one that leads answers.
   */
  async #greet(statuses: readonly StatusRead[]): Promise<void> {
    if (!this.#leads()) return;
    const online = statuses.filter(({ status }) => status.state === "online");
    const latest = new Map(online.map((read) => [read.sensor.sensorId, read]));
    await this.#downlink.greet([...latest.values()], (error) => this.#failed("greet a sensor", error));
  }

  #refuse(what: Broken, messages: number, found: CollectorProblem, error?: unknown): void {
    this.#counters.refused += messages;
    if (this.#problems.get(what)?.code !== found.code)
      this.#options.log.error(
        { what, code: found.code, ...(error === undefined ? {} : { error: messageOf(error) }) },
        found.text,
      );
    this.#problems.set(what, found);
  }

  #mended(failure: Error | "not-looked-at" | undefined): void {
    for (const what of REFUSING)
      if (this.#problems.delete(what)) this.#options.log.info({ what }, "new data is taken again");
    if (failure === "not-looked-at") return;
    if (failure !== undefined) this.#seriesFails(failure);
    else if (this.#problems.delete("series"))
      this.#options.log.info({ what: "series" }, "levels and counts are taken again");
  }

  #seriesFails(failure: Error): void {
    const found = this.#explain("series", failure);
    if (this.#problems.get("series")?.code !== found.code)
      this.#options.log.error({ code: found.code, error: failure.message }, found.text);
    this.#problems.set("series", found);
  }

  #explain(store: "state" | "series", error: unknown): CollectorProblem {
    const place = this.#options.places?.[store] ?? this.#options.dataDir;
    return storeProblem(error, { store, place });
  }

  #failed(what: string, error: unknown): void {
    this.#options.log.warn({ error: messageOf(error) }, `could not ${what}`);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
