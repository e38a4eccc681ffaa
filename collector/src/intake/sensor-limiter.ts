import { parseTopicOfAnyMajor, type SensorRefusalCode } from "@probewarden/contract";
import { BurstyRateLimiter, RateLimiterMemory } from "rate-limiter-flexible";
import type { StateStore } from "../store/state/open-state.ts";
import type { ReceivedMessage } from "./mqtt-subscriber.ts";
import type { Read } from "./read-message.ts";
import { SENSOR_LIMITS, type Rate, type Refused, type SensorLimits } from "./sensor-limits.ts";
import { roomFor, type Room } from "./sensor-room.ts";
import type { Accepted } from "./accepted.ts";

const DAY_SECONDS = 86_400;
const DAY_MS = DAY_SECONDS * 1000;

/** Holds each sensor to its limits: by its topic before a message is read, by what it says afterwards. */
export class SensorLimiter {
  readonly #limits: SensorLimits;
  readonly #refused: Refused;
  readonly #octets: BurstyRateLimiter;
  readonly #messages: BurstyRateLimiter;
  readonly #rows: BurstyRateLimiter;

  constructor(refused: Refused, limits: SensorLimits = SENSOR_LIMITS) {
    this.#limits = limits;
    this.#refused = refused;
    this.#octets = limiterOf(limits.octets);
    this.#messages = limiterOf(limits.messages);
    this.#rows = limiterOf(limits.rows);
  }

  /** The messages of a batch that may be read. */
  async admit(batch: readonly ReceivedMessage[]): Promise<ReceivedMessage[]> {
    const admitted: ReceivedMessage[] = [];
    for (const message of batch) {
      const topic = parseTopicOfAnyMajor(message.topic)?.topic;
      const why = topic?.direction === "up" ? await this.#whyNot(topic.sensorId, message.payload.length) : undefined;
      if (why === undefined) admitted.push(message);
      else if (topic?.direction === "up") this.#refused(topic.sensorId, why);
    }
    return admitted;
  }

  async #whyNot(sensorId: string, octets: number): Promise<SensorRefusalCode | undefined> {
    if (!(await takes(this.#messages, sensorId, 1))) return "over-messages";
    return (await takes(this.#octets, sensorId, octets)) ? undefined : "over-octets";
  }

  /** Counts what could not be read against the sensor that sent it. */
  tell(dead: readonly Extract<Read, { type: "dead" }>[]): void {
    for (const { sensor, reason } of dead) {
      if (sensor === undefined) continue;
      if (reason === "wrong-sensor") this.#refused(sensor.sensorId, "other-identity");
      else if (reason === "json" || reason === "schema" || reason === "too-deep" || reason === "too-large")
        this.#refused(sensor.sensorId, reason);
    }
  }

  /** What of a batch there is room for at `now`; rows of times that nobody keeps are left out of their message. */
  async within(state: StateStore, accepted: readonly Accepted[], now: number): Promise<Room> {
    const kept: Accepted[] = [];
    for (const entry of accepted) {
      const inTime = this.#inTime(entry);
      if (await takes(this.#rows, entry.sensor.sensorId, rowsOf(inTime))) kept.push(inTime);
      else this.#refused(entry.sensor.sensorId, "over-rows");
    }
    const room = await roomFor(state, kept, this.#limits, now);
    for (const { entry, reason } of room.noRoom) this.#refused(entry.message.sensorId, reason);
    return room;
  }

  #inTime(entry: Accepted): Accepted {
    const { message, sensor, received, clockOffsetMs } = entry;
    const isKept = ({ minute }: { minute: string }): boolean =>
      // What no calendar has is no time at all, and the series store says so.
      !(Date.parse(minute) - clockOffsetMs < received.receivedAt - this.#limits.rowDays * DAY_MS);
    if (message.kind !== "signal" && message.kind !== "census") return entry;
    const body =
      message.kind === "signal"
        ? { rows: message.body.rows.filter(isKept) }
        : { minutes: message.body.minutes.filter(isKept) };
    const result = { ...entry, message: { ...message, body } } as Accepted;
    const out = rowsOf(entry) - rowsOf(result);
    if (out === 0) return entry;
    this.#refused(sensor.sensorId, "out-of-time", out);
    return result;
  }
}

function rowsOf({ message }: Accepted): number {
  if (message.kind === "signal") return message.body.rows.length;
  return message.kind === "census" ? message.body.minutes.length : 0;
}

const limiterOf = ({ perMinute, extraPerDay }: Rate): BurstyRateLimiter =>
  new BurstyRateLimiter(
    new RateLimiterMemory({ points: perMinute, duration: 60 }),
    new RateLimiterMemory({ points: extraPerDay, duration: DAY_SECONDS }),
  );

async function takes(limiter: BurstyRateLimiter, sensorId: string, points: number): Promise<boolean> {
  if (points === 0) return true;
  return limiter.consume(sensorId, points).then(
    () => true,
    () => false,
  );
}
