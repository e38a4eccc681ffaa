import type { Frame } from "../dot11/frame.ts";
import { BoundedMap } from "./bounded-map.ts";
import { nameKey, NO_NAME } from "./network-name.ts";

/** Access points remembered at once. A mall's sensor hears some hundreds; the rest is room for floods. */
const CAPACITY = 4_096;

/** Seconds without a frame after which an access point is forgotten. */
const AGE_SECONDS = 7_200;

/** Weight of a new level in the running mean: about the last twenty frames. */
const LEVEL_SHARE = 0.05;

/** Element ID 5, TIM. 9.3.3.2: every beacon of an access point carries it. */
export const TIM = 5;

/** Residence is counted in slots of ten minutes, over the last six. */
export const SLOT_SECONDS = 600;
const SLOTS_MASK = 0b111111;

/** What is known of one BSSID that advertised a network. */
export interface AccessPoint {
  bssid: number;
  firstAt: number;
  lastAt: number;
  /** Beacons and probe responses heard. */
  advertisements: number;
  beacons: number;
  /** Running mean level of its advertisements in dBm; NaN where the radio did not say. */
  levelDbm: number;
  /** Latest sequence number of a management frame (deauthentication and disassociation aside, which others send in its name). */
  sequence: number;
  sequenceAt: number;
  /** How often a management frame that is no beacon continued the counter, and how often not: some radios count beacons apart. */
  inLine: number;
  outOfLine: number;
  /** Most elements seen in one beacon, and whether a beacon carried a TIM. */
  elementsMost: number;
  hasTim: boolean;
  /** Key of the latest non-empty name that it advertised, and the name's octets. */
  name: number;
  nameOctets: Uint8Array;
  channelMhz: number;
  /** Number of the ten-minute slot that it was last heard in, and in which of the six up to there it was: bit 0 is that slot. */
  slot: number;
  slots: number;
}

/** Subtype of a beacon. */
const BEACON = 8;

/** Numbers of one counter lie no further apart than this, either way, when they are heard within moments. */
const IN_LINE = 256;

const NO_OCTETS = new Uint8Array(0);

/** The BSSIDs that advertised a network here: levels, counters and names that detectors measure against. */
export class AccessPoints {
  // Few frames, then age: what beaconed once is let go before what has beaconed for an hour.
  readonly #map = new BoundedMap<AccessPoint>(CAPACITY, (it) => Math.min(it.advertisements, 50) * 1e10 + it.lastAt);

  get(bssid: number): AccessPoint | undefined {
    return this.#map.get(bssid);
  }

  get size(): number {
    return this.#map.size;
  }

  get forgotten(): number {
    return this.#map.forgotten;
  }

  [Symbol.iterator](): IterableIterator<[number, AccessPoint]> {
    return this.#map[Symbol.iterator]();
  }

  /** Takes a beacon or probe response. */
  advertised(frame: Frame, atSeconds: number, isBeacon: boolean): AccessPoint {
    let known = this.#map.get(frame.bssid);
    if (known === undefined) {
      known = newAccessPoint(frame.bssid, atSeconds);
      this.#map.set(frame.bssid, known);
    }
    known.lastAt = atSeconds;
    known.advertisements++;
    this.counted(known, frame, atSeconds);
    if (isBeacon) {
      known.beacons++;
      if (frame.elementCount > known.elementsMost) known.elementsMost = frame.elementCount;
      inSlot(known, Math.floor(atSeconds / SLOT_SECONDS));
      if (!known.hasTim) known.hasTim = hasElement(frame.elements, TIM);
    }
    if (frame.channelMhz > 0) known.channelMhz = frame.channelMhz;
    const level = frame.rssiDbm;
    if (!Number.isNaN(level))
      known.levelDbm = Number.isNaN(known.levelDbm) ? level : known.levelDbm + LEVEL_SHARE * (level - known.levelDbm);
    const name = nameKey(frame.ssid);
    if (name !== NO_NAME && name !== known.name && frame.ssid !== undefined) {
      known.name = name;
      known.nameOctets = frame.ssid.slice();
    }
    return known;
  }

  /** Follows the sequence counter of an access point by one of its management frames. */
  counted(known: AccessPoint, frame: Frame, atSeconds: number): void {
    if (frame.sequence < 0 || frame.transmitter !== known.bssid) return;
    if (frame.subtype !== BEACON && known.sequence >= 0 && atSeconds - known.sequenceAt < 1) {
      if (isInLine(known.sequence, frame.sequence)) known.inLine++;
      else known.outOfLine++;
    }
    known.sequence = frame.sequence;
    known.sequenceAt = atSeconds;
  }

  /** Forgets what was not heard for two hours. */
  expire(atSeconds: number): void {
    this.#map.expire((it) => atSeconds - it.lastAt > AGE_SECONDS);
  }
}

/** Whether two sequence numbers (12 bits, 9.2.4.4.2) can be of one counter. */
export function isInLine(before: number, after: number): boolean {
  const ahead = (after - before) & 4095;
  return ahead <= IN_LINE || ahead >= 4096 - IN_LINE;
}

/** Whether all management frames of an access point were shown to share one counter. */
export function hasOneCounter(known: AccessPoint): boolean {
  return known.inLine >= 3 && known.outOfLine * 4 <= known.inLine;
}

function inSlot(known: AccessPoint, slot: number): void {
  if (slot === known.slot) return;
  const passed = slot - known.slot;
  known.slots = (passed > 0 && passed < 6 ? (known.slots << passed) & SLOTS_MASK : 0) | 1;
  known.slot = slot;
}

/** Whether an element with this ID is among the elements. Walks at most as far as the octets go. */
export function hasElement(elements: Uint8Array, id: number): boolean {
  for (let at = 0; at + 1 < elements.length; at += 2 + (elements[at + 1] ?? 0)) if (elements[at] === id) return true;
  return false;
}

function newAccessPoint(bssid: number, atSeconds: number): AccessPoint {
  return {
    bssid,
    firstAt: atSeconds,
    lastAt: atSeconds,
    advertisements: 0,
    beacons: 0,
    levelDbm: Number.NaN,
    sequence: -1,
    sequenceAt: -Infinity,
    inLine: 0,
    outOfLine: 0,
    elementsMost: 0,
    hasTim: false,
    name: NO_NAME,
    nameOctets: NO_OCTETS,
    channelMhz: 0,
    slot: -1,
    slots: 0,
  };
}
