import { closeSync, openSync, writeSync } from "node:fs";
import { spellAddress } from "../../agent/src/radio/dot11/address.ts";
import type { Radio } from "./radio.ts";

/** What one transmitter did of one kind, in true seconds from the beginning. */
export interface Deed {
  firstAtSeconds: number;
  lastAtSeconds: number;
  frames: number;
}

/** A transmitter as truth.json tells it. */
export interface TrueTransmitter {
  number: number;
  /** access-point, phone, or the kind of box. */
  role: string;
  guilty: boolean;
  /** Addresses that it used, its own and those it forged. */
  addresses: string[];
  forged: string[];
  ssids: string[];
  channelMhz: number;
  powerDbm: number;
  ppm: number;
  ppmPerHour: number;
  /** When its TSF was zero. */
  startedAtSeconds: number;
  place: { x: number; y: number };
  movesTo?: { x: number; y: number };
  metresPerSecond?: number;
  /** By what was sent. */
  did: Record<string, Deed>;
}

/** What is written down of a transmitter while it is there. */
export class TransmitterRecord {
  readonly radio: Radio;
  readonly role: string;
  readonly guilty: boolean;
  readonly addresses = new Set<number>();
  readonly forged = new Set<number>();
  readonly ssids = new Set<string>();
  readonly #did = new Map<string, Deed>();

  constructor(radio: Radio, role: string, guilty = false) {
    this.radio = radio;
    this.role = role;
    this.guilty = guilty;
  }

  note(what: string, at: number): void {
    this.noteAll(what, { firstAtSeconds: at, lastAtSeconds: at, frames: 1 });
  }

  /** Frames that are counted at once. */
  noteAll(what: string, { firstAtSeconds, lastAtSeconds, frames }: Deed): void {
    const deed = this.#did.get(what);
    if (deed === undefined) this.#did.set(what, { firstAtSeconds, lastAtSeconds, frames });
    else {
      deed.lastAtSeconds = lastAtSeconds;
      deed.frames += frames;
    }
  }

  tell(): TrueTransmitter {
    const { number, powerDbm, ppm, ppmPerHour = 0, startedAt, place, movesTo, metresPerSecond } = this.radio.parts;
    return {
      number,
      role: this.role,
      guilty: this.guilty,
      addresses: [...this.addresses].map(spellAddress),
      forged: [...this.forged].map(spellAddress),
      ssids: [...this.ssids],
      channelMhz: this.radio.channelMhz,
      powerDbm,
      ppm,
      ppmPerHour,
      startedAtSeconds: startedAt,
      place,
      ...(movesTo === undefined ? {} : { movesTo, metresPerSecond: metresPerSecond ?? 1 }),
      did: Object.fromEntries(this.#did),
    };
  }
}

/** Writes truth.json piece by piece: who has left is written and forgotten, so that memory holds only those who are there. */
export class TruthWriter {
  readonly #file: number;
  #isFirst = true;

  constructor(path: string, head: Readonly<Record<string, unknown>>) {
    this.#file = openSync(path, "w");
    writeSync(this.#file, `${JSON.stringify({ simulated: true, ...head }).slice(0, -1)},\n"transmitters":[`);
  }

  add(record: TransmitterRecord): void {
    writeSync(this.#file, `${this.#isFirst ? "" : ","}\n${JSON.stringify(record.tell())}`);
    this.#isFirst = false;
  }

  close(): void {
    writeSync(this.#file, "\n]}\n");
    closeSync(this.#file);
  }
}
