import type { AccessPoint } from "../air/access-points.ts";
import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { nameOf } from "../venue/network-name.ts";
import { EXCERPTS } from "./figures.ts";
import { FrameLane } from "./frame-lane.ts";
import type { KeptFrame } from "./kept-figures.ts";

/** Places in which it is remembered what was said a moment ago, by the lowest bits of an address. Two that share one cost a repetition. */
const SAID = 4_096;

/** A frame that was kept before anybody was accused. */
export interface EarlierFrame {
  kept: KeptFrame;
  transmitter: number;
  receiver: number;
  /** Key of the name in it. */
  name: number;
  isBeacon: boolean;
}

/**
 * Beacons and answers of whoever began to advertise a network here a short while ago, the latest of all: what shows a box is done before it is
 * accused, and a network that has stood here for longer did it before anybody listened. No station's frame is among them.
 */
export class EarlierFrames {
  readonly #lane = new FrameLane(EXCERPTS.earlier, EXCERPTS.frameOctets);
  readonly #transmitters = new Float64Array(EXCERPTS.earlier).fill(-1);
  readonly #receivers = new Float64Array(EXCERPTS.earlier).fill(-1);
  readonly #names = new Float64Array(EXCERPTS.earlier);
  readonly #isBeacon = new Uint8Array(EXCERPTS.earlier);
  readonly #saidBy = new Float64Array(SAID).fill(-1);
  readonly #saidName = new Float64Array(SAID);
  readonly #saidAt = new Float64Array(SAID);
  #next = 0;

  /** Frames that are kept. */
  get size(): number {
    return this.#lane.size;
  }

  /** Takes a beacon or an answer; `known` is what is known of who sent it, undefined where it comes in another's name. */
  hear(frame: Frame, known: AccessPoint | undefined, order: number, atSeconds: number): void {
    if (known !== undefined && Math.abs(atSeconds - known.firstAt) > EXCERPTS.newSeconds) return;
    const isBeacon = frame.kind === FrameKind.beacon;
    const name = nameOf(frame);
    const who = isBeacon ? frame.transmitter : frame.transmitter + 7 * frame.receiver;
    const said = who % SAID;
    if (
      !(isBeacon && known !== undefined && known.beacons <= EXCERPTS.unrepeated) &&
      this.#saidBy[said] === who &&
      this.#saidName[said] === name &&
      Math.abs(atSeconds - this.#saidAt[said]!) < EXCERPTS.repeatedSeconds
    )
      return;
    this.#saidBy[said] = who;
    this.#saidName[said] = name;
    this.#saidAt[said] = atSeconds;
    const place = this.#next;
    this.#next = (place + 1) % EXCERPTS.earlier;
    this.#transmitters[place] = frame.transmitter;
    this.#receivers[place] = frame.receiver;
    this.#names[place] = name;
    this.#isBeacon[place] = isBeacon ? 1 : 0;
    this.#lane.push(frame, frame.octets.length, order, atSeconds);
  }

  /** Frames of these transmitters. Their octets are views: valid until the next frame is heard. */
  *of(addresses: ReadonlySet<number>): Generator<EarlierFrame> {
    for (let place = 0; place < this.#lane.size; place++) {
      const transmitter = this.#transmitters[place]!;
      if (!addresses.has(transmitter)) continue;
      yield {
        kept: this.#lane.at(place),
        transmitter,
        receiver: this.#receivers[place]!,
        name: this.#names[place]!,
        isBeacon: this.#isBeacon[place] === 1,
      };
    }
  }
}
