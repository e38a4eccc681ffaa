import { BROADCAST } from "../../dot11/address.ts";
import { CaptureClock } from "../../air/capture-clock.ts";
import { ListenedTime } from "../../air/listened-time.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { ForcedDisconnect } from "./detector.ts";

export const AP = 0x000c43_99afe1;
export const QOS_DATA = kindOf(FrameType.Data, 8);
const TU_SECONDS = 0.001024;

/** One of a list after the other, round and round. */
export function oneOf(list: readonly number[], index: number): number {
  return list[index % list.length] ?? -1;
}

/** How the air is heard: by chance some frames are not, some kinds never, and time stamps may lie. */
export interface Hearing {
  seed?: number;
  /** Share of frames that are lost. */
  loss?: number;
  /** Whether stations are heard, or only access points; whether the radio delivers control frames. */
  hearsStations?: boolean;
  hearsControl?: boolean;
  hasTsft?: boolean;
  /** The radio is on the channel in one second of so many. */
  hopSeconds?: number;
  stamp?: (at: number, index: number) => number;
}

interface Event {
  at: number;
  frame: Frame;
}

/** A made-up channel: who sends what when, played to the detector as the pipeline would. */
export class Air {
  readonly context = new TestContext();
  readonly #detector = new ForcedDisconnect();
  readonly #events: Event[] = [];
  readonly #hearing: Hearing;
  readonly #clock = new CaptureClock();
  readonly #sequences = new Map<number, number>();
  #random: number;

  constructor(hearing: Hearing = {}) {
    this.#hearing = hearing;
    this.#random = hearing.seed ?? 1;
  }

  /** A number from 0 to 1, the same for the same seed. */
  random(): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#random / 2 ** 32;
  }

  /** The next number of a transmitter. */
  next(transmitter: number): number {
    const sequence = ((this.#sequences.get(transmitter) ?? Math.floor(this.random() * 4_096)) + 1) & 4_095;
    this.#sequences.set(transmitter, sequence);
    return sequence;
  }

  restart(transmitter: number): void {
    this.#sequences.set(transmitter, 0);
  }

  send(at: number, kind: number, fields: Partial<Frame>): void {
    const { transmitter = -1 } = fields;
    const frame = managementFrame(kind, {
      sequence: transmitter < 0 || fields.sequence !== undefined ? (fields.sequence ?? -1) : this.next(transmitter),
      rssiDbm: (transmitter === AP ? -52 : -60) + Math.round(this.random() * 4 - 2),
      rateKbps: 1_000,
      channelMhz: 2_437,
      advertisedChannel: 6,
      ...fields,
    });
    this.#events.push({ at, frame });
  }

  /** Beacons of an access point whose clock began at `startedAt`. */
  beacons(from: number, until: number, startedAt = -1e5): void {
    for (let at = from; at < until; at += 100 * TU_SECONDS) {
      const clock = Math.round((at - startedAt) * 1e6);
      this.send(at, FrameKind.beacon, {
        transmitter: AP,
        bssid: AP,
        receiver: BROADCAST,
        hasTsf: true,
        tsfLow: clock % 2 ** 32,
        tsfHigh: Math.floor(clock / 2 ** 32),
      });
    }
  }

  /** A data frame with the ACK of whoever got it. */
  data(at: number, from: number, to: number, fields: Partial<Frame> = {}): void {
    this.send(at, QOS_DATA, {
      transmitter: from,
      receiver: to,
      bssid: AP,
      toDs: to === AP,
      fromDs: from === AP,
      ...fields,
    });
    this.send(at + 0.0003, FrameKind.ack, { receiver: from, bssid: -1 });
  }

  goodBye(at: number, from: number, to: number, reasonCode: number, fields: Partial<Frame> = {}): void {
    this.send(at, FrameKind.deauthentication, { transmitter: from, receiver: to, bssid: AP, reasonCode, ...fields });
  }

  /** What the detector's evidence adds up to, in decibans: from ten on it is on the list. */
  play(): number {
    const {
      loss = 0,
      hearsStations = true,
      hearsControl = true,
      hasTsft = true,
      hopSeconds = 1,
      stamp,
    } = this.#hearing;
    const listenedTime = new ListenedTime();
    this.context.listenedTime = listenedTime;
    this.#events.sort((left, right) => left.at - right.at);
    let index = 0;
    for (const { at, frame } of this.#events) {
      if (this.random() < loss || Math.floor(at) % hopSeconds !== 0) continue;
      if (!hearsStations && frame.transmitter >= 0 && frame.transmitter !== AP) continue;
      if (!hearsControl && frame.type === FrameType.Control) continue;
      if (hasTsft) frame.tsftMicroseconds = Math.round(1e9 + at * 1e6);
      const isTurn = this.#clock.advance(stamp === undefined ? 1_790_000_000 + at : stamp(at, index), frame);
      index++;
      this.context.atSeconds = this.#clock.atSeconds;
      this.context.timeIsKnown = this.#clock.timeIsKnown;
      if (isTurn) this.#detector.onTick(this.context);
      listenedTime.hear(frame.channelMhz, this.context.atSeconds);
      this.#learn(frame);
      this.#detector.onFrame(frame, this.context);
    }
    return this.scoreDb;
  }

  get forgotten(): Record<string, number> {
    return this.#detector.forgotten();
  }

  get scoreDb(): number {
    return this.context.scoreDb("disruption");
  }

  #learn(frame: Frame): void {
    const { accessPoints, atSeconds } = this.context;
    const isGoodBye = frame.kind === FrameKind.deauthentication || frame.kind === FrameKind.disassociation;
    if (frame.type !== FrameType.Management || isGoodBye) return;
    if (frame.hasTsf) {
      if (frame.transmitter === frame.bssid) accessPoints.advertised(frame, atSeconds, true);
      return;
    }
    const known = accessPoints.get(frame.transmitter);
    known?.counted(frame, atSeconds);
  }
}
