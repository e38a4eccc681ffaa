import { element, MORE_RATES, nameOf, RATES } from "../../../agent/src/radio/made-air-for-tests.ts";
import type { Random } from "../../fuzz/random.ts";
import { RATE_DATA, type Air } from "../air.ts";
import { mhzOf } from "../channels.ts";
import { EVERYBODY, frameOf, gasRequestBody, gasResponseBody, reasonBody } from "../frames.ts";
import { Radio } from "../radio.ts";
import type { PhoneGroup } from "../scene.ts";
import { TransmitterRecord } from "../truth.ts";
import { AccessPoint } from "./access-point.ts";
import { Session } from "./session.ts";

const POWER_DBM = { least: -46, span: 10 };
/** A scan asks twice on each channel and listens for so long. */
const ASKS = 2;
const ASKS_EVERY = 0.02;
const LISTENS = 0.045;
/** Of phones that know Passpoint, those that ask an access point what it offers; of a scan. */
const PASSPOINT = 0.02;
/** Prefixes of phones with lasting addresses. */
const PREFIXES = [0x3c2eff, 0xa4c3f0, 0x7c0191, 0x40b076];

/** What three kinds of phones put into probe requests behind rates. */
export const MODELS: readonly Buffer[] = [
  Buffer.concat([
    element(45, 0x2d, 0x40, 0x17, 0xff, ...new Uint8Array(22)),
    element(127, 4, 0, 0x0a, 2, 1, 0, 0, 0x40, 0x80),
  ]),
  Buffer.concat([
    element(45, 0x6f, 0, 0x17, 0xff, ...new Uint8Array(22)),
    element(127, 4, 0, 8, 0, 0, 0, 0, 0x40),
    element(221, 0, 0x50, 0xf2, 8, 0, 0x14, 0),
  ]),
  Buffer.concat([element(45, 0x21, 0, 0x17, ...new Uint8Array(23)), element(221, 0, 0x10, 0x18, 2, 0, 0, 0x10, 0, 0)]),
];

/** The body of a probe request for a name; the empty one is everybody's. */
export const questionOf = (ssid: string, model: Buffer): Buffer =>
  Buffer.concat([nameOf(ssid), RATES, MORE_RATES, model]);

/** A visitor's phone: scans under an address of the moment (or, an old one, its own), and may join an access point. */
export class Phone {
  readonly record: TransmitterRecord;
  readonly random: Random;
  readonly #air: Air;
  readonly #group: PhoneGroup;
  readonly #isOld: boolean;
  readonly #model: Buffer;
  readonly #names: readonly string[];
  readonly #leavesAt: number;
  readonly #home: number;

  constructor(air: Air, group: PhoneGroup, staySeconds: number) {
    const number = air.number();
    const random = air.randomOf(number);
    this.#air = air;
    this.#group = group;
    this.random = random;
    this.#isOld = random.chance(group.old);
    this.#model = random.pick(MODELS);
    this.#names =
      this.#isOld && group.names.length > 0 ? [...new Set([random.pick(group.names), random.pick(group.names)])] : [];
    this.#leavesAt = air.at + staySeconds;
    const place = air.somewhere(random);
    const radio = new Radio({
      number,
      powerDbm: POWER_DBM.least + random.next() * POWER_DBM.span,
      channelMhz: air.pickChannel(random, undefined),
      place,
      ppm: (random.next() - 0.5) * 30,
      startedAt: air.at - random.next() * 86_400,
      // Half of them walk.
      ...(random.chance(0.5) ? { movesTo: air.somewhere(random), movesFrom: air.at, metresPerSecond: 0.8 } : {}),
    });
    this.record = new TransmitterRecord(radio, "phone");
    this.#home = this.#isOld ? random.pick(PREFIXES) * 2 ** 24 + number : randomised(random);
  }

  start(): void {
    this.#air.enter(this.record);
    this.#air.after(this.random.next() * Math.min(5, this.#group.burstSeconds), () => this.#scan());
    if (this.random.chance(this.#group.joined)) this.#air.after(1 + this.random.next() * 8, () => this.#join());
  }

  get isHere(): boolean {
    return this.#air.at < this.#leavesAt;
  }

  /** Leaves for good: what is to be written of it is written. */
  leave(): void {
    this.#air.leave(this.record);
  }

  #scan(): void {
    if (!this.isHere) return this.leave();
    const station = this.#isOld ? this.#home : randomised(this.random);
    this.record.addresses.add(station);
    const back = this.record.radio.channelMhz;
    const channels = this.#air.scene.channels;
    for (const [index, channel] of channels.entries())
      this.#air.after(index * LISTENS, () => this.#askOn(mhzOf(channel), station));
    this.#air.after(channels.length * LISTENS, () => {
      if (this.record.radio.channelMhz !== back) this.record.radio.channelMhz = back;
    });
    this.#air.after(this.#group.burstSeconds * (0.3 - 0.7 * Math.log(1 - this.random.next())), () => this.#scan());
  }

  #askOn(channelMhz: number, station: number): void {
    this.record.radio.channelMhz = channelMhz;
    for (let turn = 0; turn < ASKS; turn++)
      this.#air.after(turn * ASKS_EVERY + this.random.next() * 1e-3, () => {
        this.#ask(station, "");
        for (const name of this.#names) this.#ask(station, name);
      });
    if (this.random.chance(PASSPOINT)) this.#air.after(2 * ASKS_EVERY, () => this.#askWhatIsOffered(station));
  }

  #ask(station: number, ssid: string): void {
    const air = this.#air;
    const { radio } = this.record;
    const body = questionOf(ssid, this.#model);
    const parts = { receiver: EVERYBODY, transmitter: station, third: EVERYBODY, sequence: radio.nextSequence(), body };
    air.send(this.record, "probe-request", frameOf({ kind: "probeRequest", ...parts }));
    for (const { listener } of air.hearing(radio)) listener.onAsked({ station, ssid, by: radio });
  }

  /** GAS to an access point of an enterprise (11.22.3), which answers. */
  #askWhatIsOffered(station: number): void {
    const air = this.#air;
    for (const { listener } of air.hearing(this.record.radio)) {
      if (!(listener instanceof AccessPoint) || listener.make !== "enterprise") continue;
      const token = this.random.below(256);
      const { bssid } = listener;
      const sequence = this.record.radio.nextSequence();
      const question = frameOf({
        kind: "action",
        receiver: bssid,
        transmitter: station,
        third: bssid,
        sequence,
        body: gasRequestBody(token),
      });
      air.unicast(this.record, listener.record, "gas-request", question);
      air.after(8e-3, () => {
        const number = listener.nextSequence();
        const answer = frameOf({
          kind: "action",
          receiver: station,
          transmitter: bssid,
          sequence: number,
          body: gasResponseBody(token),
        });
        air.unicast(listener.record, this.record, "gas-response", answer);
      });
      return;
    }
  }

  /** Joins the access point that it hears best. */
  #join(): void {
    if (!this.isHere) return;
    let best: { point: AccessPoint; levelDbm: number } | undefined;
    for (const { listener, levelDbm } of this.#air.hearing(this.record.radio))
      if (
        listener instanceof AccessPoint &&
        listener.make !== "set-up" &&
        listener.isOn &&
        levelDbm > (best?.levelDbm ?? -76)
      )
        best = { point: listener, levelDbm };
    if (best === undefined) return;
    // A phone has an address for each network that it knows.
    this.record.addresses.add(this.#home);
    new Session(this.#air, this, best.point, this.#home).begin();
  }

  /** Says good-bye to its access point. */
  partFrom(point: AccessPoint, station: number): void {
    const parts = {
      receiver: point.bssid,
      transmitter: station,
      third: point.bssid,
      sequence: this.record.radio.nextSequence(),
      body: reasonBody(8),
    };
    this.#air.unicast(
      this.record,
      point.record,
      "disassociation",
      frameOf({ kind: "disassociation", ...parts }),
      RATE_DATA,
    );
  }
}

/** An individual, locally administered address. */
export function randomised(random: Random): number {
  return ((random.below(256) & 0xfc) | 0x02) * 2 ** 40 + random.below(2 ** 20) * 2 ** 20 + random.below(2 ** 20);
}
