import { element, MORE_RATES, nameOf, RATES } from "../../../agent/src/radio/made-air-for-tests.ts";
import { RATE_DATA, type Air } from "../air.ts";
import {
  answerOf,
  associationRequestBody,
  associationResponseBody,
  authenticationBody,
  blockAckOf,
  eapolBody,
  encryptedBody,
  FLAG,
  type FrameName,
  frameOf,
  rtsOf,
} from "../frames.ts";
import { CHOSEN, WMM } from "../makes.ts";
import type { AccessPoint } from "./access-point.ts";
import type { Phone } from "./phone.ts";

const SIFS = 10e-6;
/** Mean time between two moments at which a phone talks to its access point. */
const TALKS_EVERY = 2.5;
/** Access points protect larger bursts by RTS. */
const PROTECTED_SHARE = 0.3;

/** A phone at an access point: joins, talks, dozes, and says good-bye. */
export class Session {
  readonly #air: Air;
  readonly #phone: Phone;
  readonly #point: AccessPoint;
  readonly #station: number;
  readonly #channelMhz: number;
  readonly #random: () => number;
  /** Numbers of QoS data are counted apart, per receiver and class (10.3.2.14). */
  #up: number;
  #down: number;

  constructor(air: Air, phone: Phone, point: AccessPoint, station: number) {
    this.#air = air;
    this.#phone = phone;
    this.#point = point;
    this.#station = station;
    this.#channelMhz = point.record.radio.channelMhz;
    this.#random = () => phone.random.next();
    this.#up = phone.random.below(4096);
    this.#down = phone.random.below(4096);
  }

  begin(): void {
    const { ssid = "", security = "open" } = this.#point.networks[0]?.parts ?? {};
    const wanted = Buffer.concat([nameOf(ssid), RATES, MORE_RATES, CHOSEN[security], WMM]);
    const granted = Buffer.concat([RATES, MORE_RATES, element(45, 0x2d, 0, 0x17, 0xff, ...new Uint8Array(22)), WMM]);
    const id = 1 + this.#phone.random.below(200);
    const steps: (() => void)[] = [
      () => this.#fromPhone("authentication", "authentication", authenticationBody(1)),
      () => this.#fromPoint("authentication", "authentication", authenticationBody(2)),
      () => this.#fromPhone("association-request", "associationRequest", associationRequestBody(wanted)),
      () => this.#fromPoint("association-response", "associationResponse", associationResponseBody(id, granted)),
    ];
    if (security !== "open")
      for (const message of [1, 2, 3, 4] as const)
        steps.push(() => {
          const body = eapolBody(message, this.#random);
          if (message % 2 === 1) this.#fromPoint("eapol", "qosData", body);
          else this.#fromPhone("eapol", "qosData", body);
        });
    for (const [index, step] of steps.entries()) this.#air.after(index * 6e-3, step);
    this.#air.after(steps.length * 6e-3 + 0.1, () => this.#talk());
  }

  #talk(): void {
    if (!this.#phone.isHere || !this.#point.isOn) {
      this.#phone.partFrom(this.#point, this.#station);
      return;
    }
    this.#air.after(-TALKS_EVERY * Math.log(1 - this.#random()), () => this.#talk());
    // Away on another channel for a scan.
    if (this.#phone.record.radio.channelMhz !== this.#channelMhz) return;
    this.#fromPhone("null", "null", undefined);
    const sends = 1 + this.#phone.random.below(3);
    for (let turn = 0; turn < sends; turn++) {
      const length = 60 + this.#phone.random.below(300);
      this.#air.after(3e-3 * (turn + 1), () =>
        this.#fromPhone("data", "qosData", encryptedBody(length, this.#random), FLAG.protected),
      );
      this.#air.after(3e-3 * (turn + 1) + 1.5e-3, () => this.#downlink(length));
    }
    this.#air.after(3e-3 * (sends + 1) + 0.02, () => this.#fromPhone("null", "null", undefined, FLAG.power));
  }

  /** Data to the phone; a burst is protected, and acknowledged in one. */
  #downlink(length: number): void {
    if (this.#random() >= PROTECTED_SHARE)
      return this.#fromPoint("data", "qosData", encryptedBody(length, this.#random), FLAG.protected);
    const air = this.#air;
    const { record, bssid } = this.#point;
    air.send(record, "rts", rtsOf(this.#station, bssid), 24);
    air.after(30e-6 + SIFS, () => air.send(this.#phone.record, "cts", answerOf("cts", bssid), 24));
    const first = this.#down;
    for (let turn = 0; turn < 3; turn++)
      air.after(120e-6 + turn * 80e-6, () =>
        air.send(record, "data", this.#dataDown(encryptedBody(length, this.#random)), RATE_DATA),
      );
    air.after(450e-6, () => air.send(this.#phone.record, "block-ack", blockAckOf(bssid, this.#station, first), 24));
  }

  #dataDown(body: Buffer, flags: number = FLAG.protected): Buffer {
    const { bssid } = this.#point;
    const sequence = (this.#down = (this.#down + 1) & 4095);
    return frameOf({
      kind: "qosData",
      flags: FLAG.fromDs | flags,
      receiver: this.#station,
      transmitter: bssid,
      sequence,
      body,
    });
  }

  #fromPoint(what: string, kind: FrameName, body: Buffer, flags = 0): void {
    const { bssid, record } = this.#point;
    const octets =
      kind === "qosData"
        ? this.#dataDown(body, flags)
        : frameOf({ kind, receiver: this.#station, transmitter: bssid, sequence: this.#point.nextSequence(), body });
    this.#air.unicast(record, this.#phone.record, what, octets, kind === "qosData" ? RATE_DATA : undefined);
  }

  #fromPhone(what: string, kind: FrameName, body: Buffer | undefined, flags = 0): void {
    const { radio } = this.#phone.record;
    if (radio.channelMhz !== this.#channelMhz || !this.#phone.isHere) return;
    const { bssid, record } = this.#point;
    const isQos = kind === "qosData";
    const sequence = isQos ? (this.#up = (this.#up + 1) & 4095) : radio.nextSequence();
    const ds = isQos || kind === "null" ? FLAG.toDs : 0;
    const parts = { kind, flags: ds | flags, receiver: bssid, transmitter: this.#station, third: bssid, sequence };
    const octets = frameOf(body === undefined ? parts : { ...parts, body });
    this.#air.unicast(this.#phone.record, record, what, octets, isQos || kind === "null" ? RATE_DATA : undefined);
  }
}
