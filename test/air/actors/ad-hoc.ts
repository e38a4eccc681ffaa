import {
  advertisement,
  channelIs,
  element,
  MORE_RATES,
  nameOf,
  RATES,
} from "../../../agent/src/radio/made-air-for-tests.ts";
import type { Random } from "../../fuzz/random.ts";
import { RATE_DATA, type Air } from "../air.ts";
import { channelOf } from "../channels.ts";
import { EVERYBODY, frameOf, rtsOf } from "../frames.ts";
import { Radio } from "../radio.ts";
import type { AdHocGroup } from "../scene.ts";
import { TransmitterRecord } from "../truth.ts";

const INTERVAL = 0.1024;
/** Capability of an IBSS (9.4.1.4), and its ATIM window (9.4.2.6): none. */
const IBSS = 0b10;
const ATIM = element(6, 0, 0);
/** Mean times between two moments at which a station talks to another, and looks for further networks. */
const TALKS_EVERY = 3;
const ASKS_EVERY = 25;
const PROTECTED_SHARE = 0.3;
/** A prefix of cards for notebooks. */
const PREFIX = 0x0012f0;
const POWER_DBM = -44;

/** Stations that form a network without an access point (11.1.4): they beacon by turns under one BSSID, and keep one clock. */
export class AdHocNetwork {
  readonly #air: Air;
  readonly #random: Random;
  readonly #bssid: number;
  readonly #elements: Buffer;
  readonly #ssid: string;
  readonly #stations: TransmitterRecord[];

  constructor(air: Air, group: AdHocGroup) {
    const random = air.randomOf(air.number());
    const channelMhz = air.pickChannel(random, group.channel);
    const startedAt = -random.next() * 86_400;
    this.#air = air;
    this.#random = random;
    this.#ssid = group.ssid;
    // Made up by whoever began: individual, locally administered.
    this.#bssid = 0x02 * 2 ** 40 + random.below(2 ** 30) * 2 ** 8;
    this.#elements = Buffer.concat([nameOf(group.ssid), RATES, channelIs(channelOf(channelMhz)), ATIM, MORE_RATES]);
    this.#stations = Array.from({ length: group.stations }, () => {
      const number = air.number();
      const parts = { number, powerDbm: POWER_DBM, channelMhz, place: air.somewhere(random), ppm: 0, startedAt };
      const record = new TransmitterRecord(new Radio(parts), "ad-hoc");
      record.addresses.add(PREFIX * 2 ** 24 + number);
      record.ssids.add(group.ssid);
      return record;
    });
  }

  start(): void {
    for (const station of this.#stations) {
      this.#air.enter(station);
      this.#later(TALKS_EVERY, () => this.#talk(station));
      this.#later(ASKS_EVERY, () => this.#ask(station));
    }
    this.#beaconLater();
  }

  #later(mean: number, act: () => void): void {
    this.#air.after(-mean * Math.log(1 - this.#random.next()), () => {
      act();
      this.#later(mean, act);
    });
  }

  /** Whoever's delay is the shortest beacons, at the time at which that is due by the common clock (11.1.3.5). */
  #beaconLater(): void {
    const air = this.#air;
    const [{ radio }] = this.#stations as [TransmitterRecord];
    const due = (Math.floor(radio.tsf(air.at) / (INTERVAL * 1e6)) + 1) * INTERVAL * 1e6;
    air.after(radio.timeOf(due, air.at) - air.at + air.queueing(this.#random), () => {
      const sender = this.#random.pick(this.#stations);
      const octets = this.#advertisement(sender, {});
      air.send(sender, "beacon", octets);
      this.#beaconLater();
    });
  }

  #advertisement(sender: TransmitterRecord, more: { kind?: number; receiver?: number }): Buffer {
    const octets = advertisement({
      transmitter: addressOf(sender),
      bssid: this.#bssid,
      sequence: sender.radio.nextSequence(),
      capability: IBSS,
      elements: this.#elements,
      ...more,
    });
    octets.writeBigUInt64LE(BigInt(sender.radio.tsf(this.#air.at)), 24);
    return octets;
  }

  #other(than: TransmitterRecord): TransmitterRecord {
    const others = this.#stations.filter((it) => it !== than);
    return this.#random.pick(others);
  }

  #talk(sender: TransmitterRecord): void {
    const air = this.#air;
    const receiver = this.#other(sender);
    const [from, to] = [addressOf(sender), addressOf(receiver)];
    if (this.#random.chance(PROTECTED_SHARE)) air.send(sender, "rts", rtsOf(to, from, 600));
    const sequence = sender.radio.nextSequence();
    const parts = { receiver: to, transmitter: from, third: this.#bssid, sequence };
    const octets = this.#random.chance(PROTECTED_SHARE)
      ? frameOf({ kind: "null", ...parts })
      : frameOf({ kind: "data", ...parts, body: Buffer.alloc(60 + this.#random.below(300)) });
    air.after(400e-6, () => air.unicast(sender, receiver, "data", octets, RATE_DATA));
  }

  #ask(sender: TransmitterRecord): void {
    const air = this.#air;
    const body = Buffer.concat([nameOf(this.#ssid), RATES, MORE_RATES]);
    const sequence = sender.radio.nextSequence();
    const from = addressOf(sender);
    air.send(
      sender,
      "probe-request",
      frameOf({ kind: "probeRequest", receiver: EVERYBODY, transmitter: from, third: EVERYBODY, sequence, body }),
    );
    const answering = this.#other(sender);
    air.after(3e-3, () =>
      air.unicast(answering, sender, "probe-response", this.#advertisement(answering, { kind: 0x50, receiver: from })),
    );
  }
}

function addressOf({ addresses }: TransmitterRecord): number {
  const [address = 0] = addresses;
  return address;
}
