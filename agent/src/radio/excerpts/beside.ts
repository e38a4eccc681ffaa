import type { AccessPoint } from "../air/access-points.ts";
import { isOnChannel } from "../air/own-channel.ts";
import { ELEMENT_HEADER_OCTETS, ElementId } from "../dot11/elements.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { EXCERPTS } from "./figures.ts";
import { FrameLane } from "./frame-lane.ts";
import type { KeptFrame } from "./kept-figures.ts";

/** Channels at once: more than there are. */
const CHANNELS = 64;
/** Seconds without a beacon after which another access point stands for the channel, and by how many beacons it must be better known before. */
const SILENT_SECONDS = 10;
const BETTER_BY = 50;

/** The access point that stands for a channel. */
interface Standing {
  bssid: number;
  beacons: number;
  at: number;
  keptAt: number;
}

/** A beacon of one who stood for a channel. */
export interface BesideFrame {
  kept: KeptFrame;
  transmitter: number;
}

/**
 * Some beacons of one access point of each channel, the one that is known best: what shows that a channel was listened to before a suspect came,
 * and that others keep the beat of their beacons while he does not.
 */
export class Beside {
  readonly #lane = new FrameLane(EXCERPTS.beside, EXCERPTS.besideOctets);
  readonly #transmitters = new Float64Array(EXCERPTS.beside).fill(-1);
  readonly #standing = new Map<number, Standing>();
  #next = 0;

  /** Frames that are kept. */
  get size(): number {
    return this.#lane.size;
  }

  /** Takes a beacon of an access point. */
  hear(frame: Frame, known: AccessPoint, order: number, atSeconds: number): void {
    if (frame.kind !== FrameKind.beacon || known.beacons < EXCERPTS.besideKnown || !isOnChannel(known, frame)) return;
    let it = this.#standing.get(frame.channelMhz);
    if (it === undefined) {
      if (this.#standing.size >= CHANNELS) return;
      this.#standing.set(frame.channelMhz, (it = { bssid: -1, beacons: 0, at: -Infinity, keptAt: -Infinity }));
    }
    if (it.bssid !== frame.bssid) {
      if (Math.abs(atSeconds - it.at) <= SILENT_SECONDS && known.beacons < it.beacons + BETTER_BY) return;
      it.bssid = frame.bssid;
      it.keptAt = -Infinity;
    }
    it.at = atSeconds;
    it.beacons = known.beacons;
    if (Math.abs(atSeconds - it.keptAt) < EXCERPTS.besideSeconds) return;
    it.keptAt = atSeconds;
    const length = upToTim(frame.octets);
    if (length > EXCERPTS.besideOctets) return;
    this.#transmitters[this.#next] = frame.transmitter;
    this.#next = (this.#next + 1) % EXCERPTS.beside;
    this.#lane.push(frame, length, order, atSeconds);
  }

  /** What is kept, in no order. Octets are views: valid until the next frame is heard. */
  *frames(): Generator<BesideFrame> {
    for (let place = 0; place < this.#lane.size; place++)
      yield { kept: this.#lane.at(place), transmitter: this.#transmitters[place]! };
  }
}

/** MAC header, time stamp, interval and capability (9.3.3.2). */
const ELEMENTS_START = 36;

/** Octets of a beacon up to the end of its TIM, the one element that an access point's beacon cannot be without; Infinity where it has none. */
function upToTim(octets: Uint8Array): number {
  for (let at = ELEMENTS_START; at + ELEMENT_HEADER_OCTETS <= octets.length;) {
    const next = at + ELEMENT_HEADER_OCTETS + octets[at + 1]!;
    if (octets[at] === ElementId.Tim) return next <= octets.length ? next : Infinity;
    at = next;
  }
  return Infinity;
}
