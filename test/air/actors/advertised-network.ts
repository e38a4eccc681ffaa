import { advertisement, nameOf } from "../../../agent/src/radio/made-air-for-tests.ts";
import { capabilityOf, multipleBssid, SECURITIES, type Make, type SecurityName } from "../makes.ts";

/** Traffic indication map (9.4.2.5): DTIM every third beacon, nobody asleep has anything waiting. */
const TIM_ID = 5;
const DTIM_PERIOD = 3;

export interface NetworkParts {
  bssid: number;
  ssid: string;
  security: SecurityName;
  make: Make;
  channel: number;
  hidden?: boolean;
  /** Further networks that its beacon tells (9.4.2.45). */
  nontransmitted?: readonly string[];
}

/** One BSSID: what it says in beacons, in answers and in association responses. */
export class AdvertisedNetwork {
  readonly parts: NetworkParts;
  readonly #head: Buffer;
  readonly #answerHead: Buffer;
  readonly #tail: Buffer;
  readonly #capability: number;
  #beacons = 0;

  constructor(parts: NetworkParts) {
    const { ssid, make, channel, security, hidden, nontransmitted = [] } = parts;
    this.parts = parts;
    this.#capability = capabilityOf(make, security);
    const before = make.before(channel);
    this.#head = Buffer.concat([nameOf(hidden ? "" : ssid), before]);
    this.#answerHead = Buffer.concat([nameOf(ssid), before]);
    const profiles = nontransmitted.map((name) => ({ ssid: name, capability: this.#capability }));
    const indicator = Math.max(1, Math.ceil(Math.log2(profiles.length + 1)));
    this.#tail = Buffer.concat([make.after(channel, SECURITIES[security]), multipleBssid(profiles, indicator)]);
  }

  beacon(sequence: number, tsf: number): Buffer {
    const count = DTIM_PERIOD - 1 - (this.#beacons++ % DTIM_PERIOD);
    const tim = Buffer.from([TIM_ID, 4, count, DTIM_PERIOD, 0, 0]);
    return this.#advertise(Buffer.concat([this.#head, tim, this.#tail]), sequence, tsf);
  }

  answer(receiver: number, sequence: number, tsf: number): Buffer {
    return this.#advertise(Buffer.concat([this.#answerHead, this.#tail]), sequence, tsf, receiver);
  }

  #advertise(elements: Buffer, sequence: number, tsf: number, receiver?: number): Buffer {
    const octets = advertisement({
      ...(receiver === undefined ? {} : { kind: 0x50, receiver }),
      transmitter: this.parts.bssid,
      sequence,
      intervalTu: this.parts.make.intervalTu,
      capability: this.#capability,
      elements,
    });
    octets.writeBigUInt64LE(BigInt(Math.max(0, tsf)), 24);
    return octets;
  }
}
