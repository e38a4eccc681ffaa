import { hashToUnit, type Place } from "../../agent/src/radio/capture/path-loss.ts";
import { Random } from "../fuzz/random.ts";
import { mhzOf } from "./channels.ts";
import { EventQueue } from "./event-queue.ts";
import { answerOf, repeated } from "./frames.ts";
import { Propagation } from "./propagation.ts";
import type { Radio } from "./radio.ts";
import type { Scene } from "./scene.ts";
import type { SimulatedSensor } from "./sensor.ts";
import type { TransmitterRecord, TruthWriter } from "./truth.ts";

/** A probe request, as who hears it knows it. */
export interface Asked {
  station: number;
  /** Empty: anybody. */
  ssid: string;
  by: Radio;
}

/** Somebody who listens for probe requests: an access point, a box. */
export interface Listener {
  readonly record: TransmitterRecord;
  onAsked(asked: Asked): void;
}

/** Transmitters hear each other down to here; side of the squares by which listeners are looked for. */
const HEARD_DBM = -84;
const SQUARE_METRES = 60;
/** A frame can fade up by so much and no more. */
const FADE_AT_MOST_DB = 10;
/** Short interframe space at 2.4 GHz (19.4.4), and the preamble of a frame at 1 Mb/s. */
const SIFS = 10e-6;
const PREAMBLE = 192e-6;
/** Attempts at a frame that is not acknowledged, and how often one is lost. */
const ATTEMPTS = 4;
const LOST = 0.08;

/** In units of 500 kb/s: management frames of either band, data. */
export const RATE_2 = 2;
export const RATE_5 = 12;
export const RATE_DATA = 48;

/** The air of a scene: whoever is in it, what happens next, and the sensors that hear it. */
export class Air {
  readonly scene: Scene;
  readonly queue = new EventQueue();
  readonly propagation: Propagation;
  readonly sensors: readonly SimulatedSensor[];
  at = 0;
  frames = 0;
  transmitters = 0;
  readonly #ether: Random;
  readonly #truth: TruthWriter;
  readonly #present = new Map<Radio, TransmitterRecord>();
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #movers = new Set<Listener>();

  constructor(scene: Scene, sensors: readonly SimulatedSensor[], truth: TruthWriter) {
    this.scene = scene;
    this.sensors = sensors;
    this.#truth = truth;
    this.#ether = this.randomOf(0);
    this.propagation = new Propagation(scene);
  }

  /** Randomness of one thing, that another thing's does not disturb. */
  randomOf(number: number): Random {
    return new Random(Math.floor(hashToUnit(number, this.scene.seed) * 2 ** 32));
  }

  /** A new transmitter's number, from 1. */
  number(): number {
    return ++this.transmitters;
  }

  somewhere(random: Random): Place {
    const { widthMetres, heightMetres } = this.scene.floor;
    return { x: random.next() * widthMetres, y: random.next() * heightMetres };
  }

  enter(record: TransmitterRecord): void {
    this.#present.set(record.radio, record);
  }

  leave(record: TransmitterRecord): void {
    if (this.#present.delete(record.radio)) this.#truth.add(record);
  }

  /** Whose radio it is, while he is there. */
  ownerOf(radio: Radio): TransmitterRecord | undefined {
    return this.#present.get(radio);
  }

  after(seconds: number, act: () => void): void {
    const at = this.at + seconds;
    if (at < this.scene.seconds) this.queue.at(at, act);
  }

  run(): void {
    while (this.queue.nextAt < this.scene.seconds) {
      this.at = this.queue.nextAt;
      this.queue.step();
    }
    for (const record of this.#present.values()) this.#truth.add(record);
    this.#present.clear();
  }

  listen(listener: Listener): void {
    const { radio } = listener.record;
    if (radio.moves) return void this.#movers.add(listener);
    // Nobody would hear its answers: in a city most are asked in vain.
    if (!this.isAudible(radio)) return;
    const square = this.#square(radio.channelMhz, radio.parts.place);
    const there = this.#listeners.get(square) ?? new Set();
    this.#listeners.set(square, there.add(listener));
  }

  silence(listener: Listener): void {
    const { radio } = listener.record;
    this.#movers.delete(listener);
    this.#listeners.get(this.#square(radio.channelMhz, radio.parts.place))?.delete(listener);
  }

  /** Those on a radio's channel that hear it, and how well. */
  *hearing(radio: Radio): Generator<{ listener: Listener; levelDbm: number }> {
    const place = radio.placeAt(this.at);
    for (let x = -1; x <= 1; x++)
      for (let y = -1; y <= 1; y++) {
        const near = { x: place.x + x * SQUARE_METRES, y: place.y + y * SQUARE_METRES };
        yield* this.#heardBy(radio, place, this.#listeners.get(this.#square(radio.channelMhz, near)) ?? []);
      }
    yield* this.#heardBy(radio, place, this.#movers);
  }

  *#heardBy(
    radio: Radio,
    place: Place,
    listeners: Iterable<Listener>,
  ): Generator<{ listener: Listener; levelDbm: number }> {
    for (const listener of listeners) {
      const other = listener.record.radio;
      if (other === radio || other.channelMhz !== radio.channelMhz) continue;
      const pair = radio.parts.number * 65_537 + other.parts.number;
      const levelDbm = this.propagation.meanDbm(radio.parts.powerDbm, place, other.placeAt(this.at), pair);
      if (levelDbm >= HEARD_DBM) yield { listener, levelDbm };
    }
  }

  #square(channelMhz: number, { x, y }: Place): string {
    return `${channelMhz} ${Math.floor(x / SQUARE_METRES)} ${Math.floor(y / SQUARE_METRES)}`;
  }

  /** Whether any sensor could hear this radio: what no sensor hears needs no octets. */
  isAudible(radio: Radio): boolean {
    const levels = this.#levels(radio);
    return this.sensors.some(
      ({ of }, index) => (levels[index] ?? -200) + of.offsetDb + FADE_AT_MOST_DB >= of.sensitivityDbm,
    );
  }

  /** Mean levels of a radio at the sensors, from where it is now. */
  #levels(radio: Radio): Float64Array {
    if (radio.levels !== undefined) return radio.levels;
    const place = radio.placeAt(this.at);
    const { number, powerDbm } = radio.parts;
    // Who moves passes from one shadow to the next about every four metres.
    const shadow = radio.moves ? number * 4_099 + Math.round((place.x + place.y) / 4) : number;
    const levels = Float64Array.from(this.sensors, (sensor, index) =>
      this.propagation.meanDbm(powerDbm, place, sensor.place, shadow * 257 + index),
    );
    if (!radio.moves) radio.levels = levels;
    return levels;
  }

  /** A frame goes out now. */
  send(record: TransmitterRecord, what: string, octets: Buffer, rate = this.rateOf(record.radio)): void {
    record.note(what, this.at);
    this.frames++;
    const { radio } = record;
    if (!this.isAudible(radio)) return;
    const levels = this.#levels(radio);
    for (const [index, sensor] of this.sensors.entries()) {
      const mean = levels[index] ?? -200;
      if (mean + sensor.of.offsetDb + FADE_AT_MOST_DB < sensor.of.sensitivityDbm) continue;
      sensor.hear({
        octets,
        atSeconds: this.at,
        channelMhz: radio.channelMhz,
        rate,
        levelDbm: mean + this.propagation.fadingDb(radio.parts.number * 257 + index, this.at),
      });
    }
  }

  /** A frame to one receiver, which answers it with an ACK, or it is sent again. `to` undefined: nobody is there. */
  unicast(
    record: TransmitterRecord,
    to: TransmitterRecord | undefined,
    what: string,
    octets: Buffer,
    rate = this.rateOf(record.radio),
  ): void {
    const random = this.#ether;
    const transmitter = octets.readUIntBE(10, 6);
    const attempt = (left: number, frame: Buffer): void => {
      this.send(record, what, frame, rate);
      const onAir = PREAMBLE + (frame.length + 4) * (16e-6 / rate);
      const arrives = to !== undefined && to.radio.channelMhz === record.radio.channelMhz && !random.chance(LOST);
      if (arrives)
        this.after(onAir + SIFS, () => {
          this.send(to, "acknowledgement", answerOf("ack", transmitter), Math.min(rate, 48));
        });
      else if (left > 1) this.after(onAir + 300e-6 + random.next() * 1e-3, () => attempt(left - 1, repeated(frame)));
    };
    attempt(ATTEMPTS, octets);
  }

  rateOf({ channelMhz }: Radio): number {
    return channelMhz < 3_000 ? RATE_2 : RATE_5;
  }

  /** How long a frame waits for others: most find the channel free. */
  queueing(random: Random): number {
    const slots = random.next() * 300e-6;
    return random.chance(this.scene.channelLoad) ? slots - Math.log(1 - random.next()) * 1.5e-3 : slots;
  }

  pickChannel(random: Random, channel: number | undefined): number {
    return mhzOf(channel ?? random.pick(this.scene.channels));
  }
}
