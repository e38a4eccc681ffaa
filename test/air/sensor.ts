import type { Place } from "../../agent/src/radio/capture/path-loss.ts";
import { computeFcs } from "../../agent/src/radio/dot11/fcs.ts";
import { Random } from "../fuzz/random.ts";
import { SimulatedCaptureWriter } from "./capture-writer.ts";
import { besideDb, mhzOf } from "./channels.ts";
import { FLAG } from "./frames.ts";
import type { SensorOfScene } from "./scene.ts";

const RADIOTAP = 127;
const BARE = 105;
/** Radiotap: FCS at the end, and wrong. */
const FCS_AT_END = 0x10;
const BAD_FCS = 0x40;
const NOISE_DBM = -96;
/** Frames within so many decibels of what is not heard at all are damaged, three in ten at the edge. */
const DAMAGED_WITHIN_DB = 8;
const DAMAGED_AT_EDGE = 0.3;
/** DSSS at 1 and 2 Mb/s, in units of 500 kb/s: what a receiver on the next channel still makes out. */
const DSSS = 4;
/** Transmitters whose latest number a radio's firmware remembers, to hand a repetition over once. */
const REMEMBERED = 256;

/** What a sensor is told of a frame on the air. */
export interface OnAir {
  octets: Uint8Array;
  atSeconds: number;
  channelMhz: number;
  /** In units of 500 kb/s. */
  rate: number;
  /** Level at this sensor, fading included. */
  levelDbm: number;
}

/** One of our sensors: hears what reaches it on its channel, and writes it as its radio, driver and clock would. */
export class SimulatedSensor {
  readonly of: SensorOfScene;
  readonly place: Place;
  heard = 0;
  readonly #writer: SimulatedCaptureWriter;
  readonly #random: Random;
  readonly #startMicroseconds: number;
  readonly #stampMicroseconds: number;
  readonly #channelsMhz: readonly number[];
  readonly #header: Buffer;
  readonly #fcs = Buffer.alloc(4);
  readonly #latest = new Map<number, number>();

  constructor(of: SensorOfScene, path: string, about: string, startMicroseconds: number, seed: number) {
    this.of = of;
    this.place = of.at;
    this.#random = new Random(seed);
    this.#startMicroseconds = startMicroseconds + of.clockOffsetSeconds * 1e6;
    this.#stampMicroseconds = of.stampSeconds * 1e6;
    this.#channelsMhz = of.channels.map(mhzOf);
    this.#header = headerOf(of.capture.radiotap);
    this.#writer = new SimulatedCaptureWriter(path, of.capture.radiotap === "none" ? BARE : RADIOTAP, about);
  }

  /** The channel that it is on at a true time. */
  channelAt(atSeconds: number): number {
    const slot = Math.floor(atSeconds / this.of.dwellSeconds) % this.#channelsMhz.length;
    return this.#channelsMhz[slot] ?? 0;
  }

  hear({ octets, atSeconds, channelMhz, rate, levelDbm }: OnAir): void {
    const listened = this.channelAt(atSeconds);
    const beside = Math.abs(listened - channelMhz);
    if (beside > 0 && (rate > DSSS || channelMhz > 3_000)) return;
    const level = levelDbm - besideDb(beside) + this.of.offsetDb;
    const margin = level - this.of.sensitivityDbm;
    if (margin < 0 || this.#random.chance(this.of.loss)) return;
    const isDamaged =
      margin < DAMAGED_WITHIN_DB && this.#random.chance(DAMAGED_AT_EDGE * (1 - margin / DAMAGED_WITHIN_DB));
    if (isDamaged && this.of.capture.damage === "dropped") return;
    if (this.of.capture.retries === "first" && this.#isRepetition(octets)) return;
    this.#fcs.writeInt32LE(computeFcs(octets, 0, octets.length) | 0);
    this.#write(isDamaged ? this.#damaged(octets) : octets, isDamaged, atSeconds, listened, rate, level);
  }

  close(): void {
    this.#writer.close();
  }

  #write(
    octets: Uint8Array,
    isDamaged: boolean,
    atSeconds: number,
    channelMhz: number,
    rate: number,
    levelDbm: number,
  ): void {
    const { radiotap, fcs, damage } = this.of.capture;
    const header = this.#header;
    const ticks = atSeconds * (1e6 + this.of.clockPpm);
    // The card reads whole decibels, and one more or less from frame to frame.
    const level = Math.max(-110, Math.min(-5, Math.round(levelDbm + this.#random.next() - 0.5)));
    const flags = channelMhz < 3_000 ? 0x0080 : 0x0100;
    if (radiotap === "full") {
      header.writeBigUInt64LE(BigInt(1_000_000_000 + Math.floor(ticks)), 8);
      header[16] = (fcs === "kept" ? FCS_AT_END : 0) | (isDamaged && damage === "flagged" ? BAD_FCS : 0);
      header[17] = rate;
      header.writeUInt16LE(channelMhz, 18);
      header.writeUInt16LE(flags | (rate > 4 && rate !== 11 && rate !== 22 ? 0x0040 : 0x0020), 20);
      header.writeInt8(level, 22);
      header.writeInt8(NOISE_DBM, 23);
    } else if (radiotap === "lean") {
      header.writeUInt16LE(channelMhz, 8);
      header.writeUInt16LE(flags, 10);
      header.writeInt8(level, 12);
    }
    const step = this.#stampMicroseconds;
    const stamp = Math.floor(Math.floor((this.#startMicroseconds + ticks) / step) * step);
    this.heard++;
    if (fcs === "kept") this.#writer.frame(stamp, header, octets, this.#fcs);
    else this.#writer.frame(stamp, header, octets);
  }

  /** One to four bits within a few octets: where the signal sank for a moment. */
  #damaged(octets: Uint8Array): Uint8Array {
    // `slice` of a Buffer would be the same octets, and other sensors hear them whole.
    const copy = Uint8Array.from(octets);
    const from = this.#random.below(copy.length);
    for (let bits = 1 + this.#random.below(4); bits > 0; bits--) {
      const at = Math.min(copy.length - 1, from + this.#random.below(6));
      copy[at] = (copy[at] ?? 0) ^ (1 << this.#random.below(8));
    }
    return copy;
  }

  #isRepetition(octets: Uint8Array): boolean {
    if (octets.length < 24) return false;
    const view = Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength);
    const transmitter = view.readUIntBE(10, 6);
    const sequence = view.readUInt16LE(22);
    const isAgain = this.#latest.get(transmitter) === sequence && ((octets[1] ?? 0) & FLAG.retry) !== 0;
    this.#latest.delete(transmitter);
    this.#latest.set(transmitter, sequence);
    const [oldest] = this.#latest.keys();
    if (this.#latest.size > REMEMBERED && oldest !== undefined) this.#latest.delete(oldest);
    return isAgain;
  }
}

/** Radiotap headers (radiotap.org) with the fields in the order of their bits. */
function headerOf(radiotap: SensorOfScene["capture"]["radiotap"]): Buffer {
  if (radiotap === "none") return Buffer.alloc(0);
  // TSFT, flags, rate, channel, level, noise, antenna; or channel and level.
  const [length, present] = radiotap === "full" ? [25, 0b1000_0110_1111] : [13, 0b10_1000];
  const header = Buffer.alloc(length);
  header.writeUInt16LE(length, 2);
  header.writeUInt32LE(present, 4);
  return header;
}
