import type { Frame } from "../../dot11/frame.ts";
import { FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { AuthenticationFlood } from "./detector.ts";

export const AP = 0x000c43_99afe1;
const QOS_DATA = kindOf(FrameType.Data, 8);

/** A made-up channel with one access point: who asks to be let in when, and what else is heard of it. */
export class Entrance {
  readonly context = new TestContext();
  readonly detector = new AuthenticationFlood();
  readonly #events: { at: number; frame: Frame }[] = [];
  #random: number;
  #sequence = 0;

  constructor(seed = 1) {
    this.#random = seed;
    for (const at of [1, 2, 3]) this.context.accessPoints.advertised(beacon(), at, true);
  }

  /** A number from 0 to 1, the same for the same seed. */
  random(): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#random / 2 ** 32;
  }

  /** A level as devices that stand about in a hall have it: about normal, with a deviation of nine decibels. */
  somewhere(): number {
    return -62 + Math.round(9 * (this.random() + this.random() + this.random() + this.random() - 2) * 1.73);
  }

  ask(at: number, station: number, fields: Partial<Frame> = {}): void {
    const kind = fields.kind ?? FrameKind.authentication;
    const sequence = Math.floor(this.random() * 4_096);
    this.#put(at, managementFrame(kind, { transmitter: station, receiver: AP, bssid: AP, sequence, ...fields }));
  }

  /** Who is let in associates, proves that it knows the key, and sends data. */
  joins(at: number, station: number, rssiDbm: number, from = Math.floor(this.random() * 4_000)): void {
    this.ask(at, station, { rssiDbm, sequence: from });
    this.ask(at + 0.02, station, { rssiDbm, sequence: from + 1, kind: FrameKind.associationRequest });
    for (let step = 0; step < 6; step++) this.data(at + 0.05 + step * 0.03, station, rssiDbm);
  }

  /**
   * What the access point answers, so much later, until it is acknowledged or seven tries are over (10.3.4.4): who is there acknowledges it, in two of
   * a dozen cases only when it is repeated.
   */
  answers(at: number, station: number, isThere: boolean, fields: Partial<Frame> = {}, laterSeconds = 0.003): void {
    const kind = fields.kind ?? FrameKind.authentication;
    const tries = isThere ? 1 + Math.floor(1.2 * this.random() + 0.3 * this.random()) : 7;
    this.#sequence = (this.#sequence + 1) & 4_095;
    for (let time = 0; time < tries; time++)
      this.#put(
        at + laterSeconds + time * 0.002,
        managementFrame(kind, {
          transmitter: AP,
          bssid: AP,
          receiver: station,
          sequence: this.#sequence,
          retry: time > 0,
          rssiDbm: -50,
          ...fields,
        }),
      );
  }

  data(at: number, station: number, rssiDbm = -60): void {
    const addresses = { transmitter: station, receiver: AP, bssid: AP };
    this.#put(at, managementFrame(QOS_DATA, { ...addresses, toDs: true, rssiDbm }));
  }

  probe(at: number, station: number): void {
    this.#put(at, managementFrame(FrameKind.probeRequest, { transmitter: station, receiver: -1, bssid: -1 }));
  }

  /** What the evidence adds up to, in decibans, of what `hears` lets through. */
  play(hears: (at: number) => boolean = () => true): number {
    this.#events.sort((left, right) => left.at - right.at);
    let second = 0;
    for (const { at, frame } of this.#events) {
      this.context.atSeconds = at;
      if (Math.floor(at) !== second) this.detector.onTick(this.context);
      second = Math.floor(at);
      if (!hears(at)) continue;
      this.context.newStation = this.context.stations.hear(frame, at);
      this.detector.onFrame(frame, this.context);
    }
    return this.context.scoreDb("disruption");
  }

  #put(at: number, frame: Frame): void {
    this.#events.push({ at, frame });
  }
}

function beacon(): Frame {
  return managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP }, "hall");
}
