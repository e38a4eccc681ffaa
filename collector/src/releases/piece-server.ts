import { setTimeout as delay } from "node:timers/promises";
import {
  CONTRACT_MAJOR,
  parseTopicOfAnyMajor,
  topics,
  Want,
  type Piece,
  type SensorAddress,
  type SensorRefusalCode,
} from "@probewarden/contract";
import { Compile } from "typebox/compile";
import type { StateStore } from "../store/state/open-state.ts";
import type { ReceivedMessage } from "../intake/mqtt-subscriber.ts";
import { readFetchable, type Fetchable } from "../fleet/rollout/fetchable.ts";
import { readOctets } from "./read-releases.ts";

/** Octets a second that leave for all sensors together: of a release of 12 MB ten sensors have theirs in two minutes. */
export const OCTETS_A_SECOND = 1024 * 1024;
/** Questions of one sensor that wait; it has two under way. */
export const MOST_OF_ONE = 4;
/** Questions of all sensors that wait. */
export const MOST_WAITING = 512;
/** A question is a hundred and fifty octets. */
const MOST_OCTETS = 512;
/** How long is known who may fetch what in a venue; who is refused may look again after the shorter time. */
const KNOWN_MS = 5_000;
const REFUSED_MS = 1_000;
/** Venues of which that is known. */
const MOST_VENUES = 1_000;

export interface PieceServerParts {
  state: StateStore;
  publish: (topic: string, message: Piece) => Promise<void>;
  refused: (sensorId: string, reason: SensorRefusalCode) => void;
  failed: (error: unknown) => void;
  now: () => number;
  /** Resolves after so many milliseconds; absent: as time goes. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

const wants = Compile(Want);

/**
 * Hands pieces of releases to sensors, one piece at a time for all of them together, each sensor in turn. Only a sensor of a running update that was
 * told to install is given any, and only of the release that it installs or would go back to. Whatever else is asked costs a look at what is
 * remembered, and is counted against who asks.
 */
export class PieceServer {
  readonly #parts: PieceServerParts;
  /** Questions by sensor, in the order of their turns. */
  readonly #waiting = new Map<string, { sensor: SensorAddress; asked: Want[] }>();
  readonly #known = new Map<string, Fetchable & { at: number }>();
  #count = 0;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(parts: PieceServerParts) {
    this.#parts = parts;
  }

  /** Takes a question in; what is no question, or one too many, is counted and let go. */
  take({ topic, payload }: ReceivedMessage): void {
    const { major, topic: parsed } = parseTopicOfAnyMajor(topic) ?? {};
    if (this.#stopped || major !== CONTRACT_MAJOR || parsed?.direction !== "up" || parsed.kind !== "want") return;
    const { venueId, sensorId } = parsed;
    const want = readWant(payload);
    if (typeof want === "string") return this.#parts.refused(sensorId, want);
    const key = `${venueId}/${sensorId}`;
    const own = this.#waiting.get(key) ?? { sensor: { venueId, sensorId }, asked: [] };
    // It asks again for what waits here already.
    if (own.asked.some(({ sha256, offset }) => sha256 === want.sha256 && offset === want.offset)) return;
    if (own.asked.length >= MOST_OF_ONE) return this.#parts.refused(sensorId, "over-pieces");
    // No one sensor's fault: it asks again after some seconds.
    if (this.#count >= MOST_WAITING) return;
    own.asked.push(want);
    this.#waiting.set(key, own);
    this.#count++;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
  }

  /** Gives up what waits. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#waiting.clear();
    this.#count = 0;
    await this.#running;
  }

  /** Questions that wait. */
  get waiting(): number {
    return this.#count;
  }

  async #run(): Promise<void> {
    for (;;) {
      const [turn] = this.#waiting;
      if (turn === undefined) return;
      const [key, own] = turn;
      const want = own.asked.shift();
      this.#waiting.delete(key);
      if (own.asked.length > 0) this.#waiting.set(key, own);
      if (want === undefined) continue;
      this.#count--;
      const octets = await this.#answer(own.sensor, want).catch((error: unknown) => {
        this.#parts.failed(error);
        return 0;
      });
      const { wait = delay } = this.#parts;
      if (octets > 0) await wait((octets / OCTETS_A_SECOND) * 1000);
    }
  }

  /** Octets that left. */
  async #answer(sensor: SensorAddress, { sha256, offset, octets }: Want): Promise<number> {
    const { sensors, isRecent } = await this.#fetchable(sensor, sha256);
    const size = sensors.get(sensor.sensorId)?.get(sha256);
    // Who fetched for an update that was stopped just now cannot know.
    if (size === undefined && isRecent) return 0;
    const data =
      size === undefined || offset >= size
        ? undefined
        : await readOctets(this.#parts.state.db, { sha256, offset, octets: Math.min(octets, size - offset) });
    if (data === undefined) {
      this.#parts.refused(sensor.sensorId, "no-such-piece");
      return 0;
    }
    await this.#parts.publish(topics.piece(sensor), {
      v: CONTRACT_MAJOR,
      sha256,
      offset,
      data: data.toString("base64"),
    });
    return data.length;
  }

  /** What may be fetched in a venue, as it was known some seconds ago. */
  async #fetchable({ venueId, sensorId }: SensorAddress, sha256: string): Promise<Fetchable> {
    const at = this.#parts.now();
    const known = this.#known.get(venueId);
    const holdsMs = known?.sensors.get(sensorId)?.has(sha256) === true ? KNOWN_MS : REFUSED_MS;
    if (known !== undefined && Math.abs(at - known.at) < holdsMs) return known;
    const found = { ...(await readFetchable(this.#parts.state.db, venueId, at)), at };
    if (this.#known.size >= MOST_VENUES) this.#known.clear();
    this.#known.set(venueId, found);
    return found;
  }
}

function readWant(payload: Buffer): Want | SensorRefusalCode {
  if (payload.length > MOST_OCTETS) return "too-large";
  let value: unknown;
  try {
    value = JSON.parse(payload.toString("utf8"));
  } catch {
    return "json";
  }
  return wants.Check(value) ? value : "schema";
}
