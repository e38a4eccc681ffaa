import { Action } from "../../dot11/action.ts";
import { BROADCAST } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { FrameType } from "../../dot11/frame-types.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { PresenceSolicitation } from "./detector.ts";

export const AP = 0x000c43_99afe1;
export const BOX = 0x000c43_7e3718;
/** What an RTS reserves that is for a frame (9.2.5.2). */
export const FOR_A_FRAME = 248;
const QOS_DATA = kindOf(FrameType.Data, 8);

/** Frames that make a station show itself, by name. */
export const PINGS = {
  rts: { kind: FrameKind.rts, durationMicroseconds: 0 },
  "block ack request": { kind: FrameKind.blockAckRequest },
  null: { kind: FrameKind.null },
  "null from the distribution system": { kind: FrameKind.null, fromDs: true },
  "QoS null": { kind: FrameKind.qosNull },
  data: { kind: QOS_DATA, fromDs: true },
  "GAS request": { kind: FrameKind.action, action: Action.gasInitialRequest },
  "FTM request": { kind: FrameKind.action, action: Action.ftmRequest },
  authentication: { kind: FrameKind.authentication },
  association: { kind: FrameKind.associationRequest },
  "question by its address": { kind: FrameKind.probeRequest },
  "block acknowledgement agreement": { kind: FrameKind.action, action: 0x0300 },
  "radio measurement": { kind: FrameKind.action, action: 0x0500 },
  "SA query": { kind: FrameKind.action, action: Action.saQueryRequest },
  "transition request": { kind: FrameKind.action, action: 0x0a07 },
  "PS-Poll": { kind: FrameKind.psPoll },
  deauthentication: { kind: FrameKind.deauthentication },
  disassociation: { kind: FrameKind.disassociation },
  "answer to an authentication": { kind: FrameKind.authentication },
  "answer to an association": { kind: FrameKind.associationResponse },
  "GAS response": { kind: FrameKind.action, action: Action.gasInitialResponse },
  "FTM measurement": { kind: FrameKind.action, action: Action.ftmMeasurement },
} as const satisfies Record<string, Partial<Frame>>;
export type Ping = keyof typeof PINGS;

/** A made-up channel: an access point that beacons, phones that look about, and what else is sent. */
export class Hall {
  readonly context = new TestContext();
  readonly detector = new PresenceSolicitation();
  readonly #events: { at: number; frame: Frame }[] = [];
  readonly #channelMhz: number;
  #random: number;

  constructor(seed = 1, channelMhz = 2_437) {
    this.#random = seed;
    this.#channelMhz = channelMhz;
    for (const at of [1, 2, 3]) this.beacon(AP, at);
  }

  /** A number from 0 to 1, the same for the same seed. */
  random(): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return this.#random / 2 ** 32;
  }

  /** An address that a phone made up. */
  made(): number {
    return 0x02_0000_000000 + Math.floor(this.random() * 2 ** 16) * 2 ** 24 + Math.floor(this.random() * 2 ** 24);
  }

  beacon(bssid: number, at: number): void {
    const fields = { transmitter: bssid, bssid, receiver: BROADCAST, rssiDbm: -50, rateKbps: 1_000 };
    this.context.accessPoints.advertised(managementFrame(FrameKind.beacon, fields, "hall"), at, true);
  }

  asks(at: number, station: number, name = ""): void {
    this.put(
      at,
      managementFrame(FrameKind.probeRequest, { transmitter: station, receiver: BROADCAST, bssid: BROADCAST }, name),
    );
  }

  ping(at: number, way: Ping, from: number, to: number, fields: Partial<Frame> = {}): void {
    const shape: Partial<Frame> & { kind: number } = PINGS[way];
    const isEntry = way === "authentication" || way === "association" || way === "question by its address";
    const bssid = isEntry ? to : from;
    this.put(at, managementFrame(shape.kind, { transmitter: from, receiver: to, bssid, ...shape, ...fields }));
  }

  /** What a station that has joined sends to its access point, and what it gets. */
  talks(at: number, station: number, accessPoint = AP): void {
    this.put(
      at,
      managementFrame(QOS_DATA, { transmitter: station, receiver: accessPoint, bssid: accessPoint, toDs: true }),
    );
    this.ping(at + 0.01, "rts", accessPoint, station, { durationMicroseconds: FOR_A_FRAME });
    this.ping(at + 0.011, "data", accessPoint, station);
  }

  put(at: number, frame: Frame): void {
    frame.channelMhz = this.#channelMhz;
    if (Number.isNaN(frame.rssiDbm)) frame.rssiDbm = -60;
    this.#events.push({ at, frame });
  }

  /** What the evidence adds up to, in decibans, of what `hears` lets through. */
  play(hears: (at: number, frame: Frame) => boolean = () => true): number {
    this.#events.sort((left, right) => left.at - right.at);
    let second = 0;
    for (const { at, frame } of this.#events) {
      this.context.atSeconds = at;
      if (Math.floor(at) !== second) this.detector.onTick(this.context);
      second = Math.floor(at);
      if (!hears(at, frame)) continue;
      if (frame.kind === FrameKind.probeResponse) this.context.accessPoints.advertised(frame, at, false);
      this.context.newStation = this.context.stations.hear(frame, at);
      this.detector.onFrame(frame, this.context);
    }
    return this.context.scoreDb("probe-box");
  }
}
