import { BAND_FROM_DB, type Finding, type InventoryEntry, type SensorConfig } from "@probewarden/contract";
import type { CapturedFrame } from "./capture/frame-source.ts";
import { detectorsInForce } from "./detectors/detectors.ts";
import { Pipeline } from "./pipeline.ts";

const EVERYBODY = 0xffff_ffff_ffff;
const BEACON = 0x80;
const PROBE_RESPONSE = 0x50;
const PROBE_REQUEST = 0x40;
const RADIOTAP = 127;
const START = 1_790_000_000;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const element = (id: number, ...octets: number[]): Buffer => Buffer.from([id, octets.length, ...octets]);
export const nameOf = (name: string | Uint8Array): Buffer => element(0, ...Buffer.from(name));
export const RATES = element(1, 0x82, 0x84, 0x8b, 0x96, 0x24, 0x30, 0x48, 0x6c);
export const TIM = element(5, 0, 1, 0, 0);
export const COUNTRY = element(7, 0x43, 0x4e, 0x20, 1, 13, 20);
export const MORE_RATES = element(50, 0x0c, 0x12, 0x18, 0x60);
export const RSN = element(48, ...Buffer.from("0100000fac040100000fac040100000fac020000", "hex"));
export const HT = [element(45, ...new Uint8Array(26)), element(61, 6, ...new Uint8Array(21))];
export const WMM = element(221, 0, 0x50, 0xf2, 2, 1, 1, 0, 0, 3, 0xa4, 0, 0, 0x27, 0xa4, 0, 0);
export const channelIs = (channel: number): Buffer => element(3, channel);

/** What an access point that is not very new puts into its beacons. */
export const ordinary = (name: string | Uint8Array, channel = 6): Buffer =>
  Buffer.concat([nameOf(name), RATES, channelIs(channel), TIM, COUNTRY, MORE_RATES, RSN, ...HT, WMM]);

export interface Sent {
  kind?: number;
  flags?: number;
  receiver?: number;
  transmitter: number;
  bssid?: number;
  sequence?: number;
  tsfSeconds?: number;
  intervalTu?: number;
  capability?: number;
  elements: Buffer;
  levelDbm?: number;
  channelMhz?: number;
}

/** The octets of a management frame with a beacon's fixed fields, from Frame Control on. */
export function advertisement(sent: Sent): Buffer {
  const head = Buffer.alloc(36);
  head[0] = sent.kind ?? BEACON;
  head[1] = sent.flags ?? 0;
  head.writeUIntBE(sent.receiver ?? EVERYBODY, 4, 6);
  head.writeUIntBE(sent.transmitter, 10, 6);
  head.writeUIntBE(sent.bssid ?? sent.transmitter, 16, 6);
  head.writeUInt16LE(((sent.sequence ?? 0) & 4095) << 4, 22);
  head.writeBigUInt64LE(BigInt(Math.round((sent.tsfSeconds ?? 0) * 1e6)), 24);
  head.writeUInt16LE(sent.intervalTu ?? 100, 32);
  head.writeUInt16LE(sent.capability ?? 0x0431, 34);
  return Buffer.concat([head, sent.elements]);
}

/** A made-up channel: who sends what when, in octets, and what the sensor makes of it. Its radio says nothing of checksums unless told otherwise. */
export class MadeAir {
  /** What the sensor knows of the venue. */
  networks: readonly InventoryEntry[] = [];
  /** Lists that the collector sends while the sensor runs, each all of it, by when. */
  readonly lists: { at: number; networks: readonly InventoryEntry[] }[] = [];
  /** When the sensor is started anew; it is told the latest list and its open findings, as the supervisor does. */
  restartAt = Infinity;
  readonly #codes = new Set<string>();
  readonly #frames: { at: number; octets: Buffer; levelDbm: number; channelMhz: number }[] = [];

  /** A frame's octets at a time in seconds. */
  put(at: number, octets: Buffer, levelDbm = -60, channelMhz = 2437): void {
    this.#frames.push({ at, octets, levelDbm, channelMhz });
  }

  send(at: number, sent: Sent): void {
    this.put(at, advertisement(sent), sent.levelDbm, sent.channelMhz);
  }

  /** Beacons of an access point with a clock that had run for `age` seconds at the beginning. */
  beacons(from: number, until: number, sent: Sent & { age?: number }): void {
    let sequence = sent.sequence ?? sent.transmitter % 4096;
    for (let at = from; at < until; at += 0.1024)
      this.send(at, { ...sent, sequence: sequence++, tsfSeconds: (sent.age ?? 500_000) + at });
  }

  /** The frames of another air as well, so many seconds later. */
  followedBy(other: MadeAir, seconds: number): this {
    for (const frame of other.#frames) this.#frames.push({ ...frame, at: frame.at + seconds });
    return this;
  }

  answer(at: number, station: number, sent: Sent): void {
    this.send(at, { ...sent, kind: PROBE_RESPONSE, receiver: station });
  }

  ask(at: number, station: number, name: string | Uint8Array): void {
    const head = Buffer.alloc(24);
    head[0] = PROBE_REQUEST;
    head.writeUIntBE(EVERYBODY, 4, 6);
    head.writeUIntBE(station, 10, 6);
    head.writeUIntBE(EVERYBODY, 16, 6);
    this.put(at, Buffer.concat([head, nameOf(name), RATES]), -70);
  }

  /** Damages frames: `damage` gets the octets of each and gives those that are heard. */
  damaged(damage: (octets: Buffer) => Buffer): this {
    for (const frame of this.#frames) frame.octets = damage(frame.octets);
    return this;
  }

  /** Suspects from `suspected` up, each with its highest finding. */
  accused(): Finding[] {
    return this.findings().filter(({ highestDb }) => highestDb >= BAND_FROM_DB.suspected);
  }

  /** What the sensor says, one finding for each suspect and suspicion: the latest. */
  findings(): Finding[] {
    const findings = new Map(this.said().map((it) => [`${it.suspectId} ${it.suspicion}`, it]));
    return [...findings.values()];
  }

  /** Codes of all that its detectors saw, whatever it weighs, each once. */
  codes(): string[] {
    this.#codes.clear();
    this.said();
    return [...this.#codes];
  }

  /** All that the sensor says, in order. */
  said(): Finding[] {
    const said: Finding[] = [];
    let pipeline = this.#sensor(said);
    const lists = this.lists.toSorted((left, right) => left.at - right.at);
    let told: SensorConfig | undefined;
    let hasRestarted = false;
    this.#frames.sort((left, right) => left.at - right.at);
    for (const frame of this.#frames) {
      if (!hasRestarted && frame.at >= this.restartAt) {
        hasRestarted = true;
        pipeline.flush();
        pipeline = this.#sensor(said);
        if (told !== undefined) pipeline.setConfig(told);
        const latest = new Map(said.map((it) => [it.findingId, it]));
        pipeline.resume([...latest.values()].filter(({ state }) => state !== "ended"));
      }
      while (lists[0] !== undefined && frame.at >= lists[0].at) {
        told = { v: 1, networks: [...lists.shift()!.networks], reportResidents: true };
        pipeline.setConfig(told);
      }
      pipeline.consume(capturedFrame(frame));
    }
    const last = this.#frames.at(-1)?.at ?? 0;
    for (let second = 1; second <= 10; second++) pipeline.tick(START + last + second);
    pipeline.flush();
    return said;
  }

  #sensor(said: Finding[]): Pipeline {
    return new Pipeline({
      detectors: detectorsInForce(),
      venueSalt: "made",
      networks: this.networks,
      onObservation: (_, { code }) => void this.#codes.add(code),
      emit: (report) => {
        if (report.type === "finding") said.push(report.body);
      },
    });
  }
}

/** Codes of a finding's evidence, sorted. */
export function codesIn({ evidence }: Finding): string[] {
  return evidence.map(({ code }) => code).sort();
}

/** Radiotap with channel and level, and no flags. */
export function capturedFrame(frame: {
  at: number;
  octets: Buffer;
  levelDbm: number;
  channelMhz: number;
}): CapturedFrame {
  const header = Buffer.alloc(13);
  header.writeUInt16LE(header.length, 2);
  header.writeUInt32LE((1 << 3) | (1 << 5), 4);
  header.writeUInt16LE(frame.channelMhz, 8);
  header.writeUInt16LE(0x80, 10);
  header.writeInt8(frame.levelDbm, 12);
  const bytes = Buffer.concat([header, frame.octets]);
  const atSeconds = START + frame.at;
  return {
    bytes,
    originalLength: bytes.length,
    atSeconds,
    atNanoseconds: BigInt(Math.round(atSeconds * 1e9)),
    timeUnknown: false,
    linkType: RADIOTAP,
    interfaceNumber: 0,
    fcsAtEnd: false,
    damage: undefined,
  };
}
