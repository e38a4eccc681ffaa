import type { Air, Asked, Listener } from "../../air.ts";
import { answerOf, FLAG, frameOf, gasRequestBody, rtsOf } from "../../frames.ts";
import type { BoxOfScene } from "../../scene.ts";
import type { TransmitterRecord } from "../../truth.ts";
import { Box } from "./box.ts";

/** A box forgets who has not asked for so long, and holds so many at most. */
const FORGETS_AFTER = 60;
const REMEMBERED = 512;
/** Time from one question to the next. */
const ASKS_EVERY = 0.12;
const SIFS = 10e-6;

interface Known {
  station: number;
  askedAt: number;
  by: TransmitterRecord | undefined;
}

/** Asks those whose address it has heard whether they are still there: by RTS, by Null frames, by GAS. */
export class Solicitation extends Box implements Listener {
  readonly #how: "rts" | "null" | "gas";
  readonly #known = new Map<number, Known>();
  readonly #own: number;

  constructor(air: Air, of: BoxOfScene, how: "rts" | "null" | "gas") {
    super(air, of);
    this.#how = how;
    this.#own = 0x24_0a_c4_f0_00_00 + this.record.radio.parts.number;
    this.record.addresses.add(this.#own);
  }

  protected begin(): void {
    this.air.listen(this);
    this.every(ASKS_EVERY, () => this.#askNext());
  }

  onAsked({ station, by }: Asked): void {
    this.#known.delete(station);
    this.#known.set(station, { station, askedAt: this.air.at, by: this.air.ownerOf(by) });
    const [oldest] = this.#known.keys();
    if (this.#known.size > REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Each in turn: who was asked goes to the end. */
  #askNext(): void {
    const [next] = this.#known.values();
    if (next === undefined) return;
    this.#known.delete(next.station);
    if (this.air.at - next.askedAt > FORGETS_AFTER) return this.#askNext();
    this.#known.set(next.station, next);
    if (this.#how === "rts") this.#sendRts(next);
    else this.#sendFrame(next);
  }

  #sendRts({ station, by }: Known): void {
    this.air.send(this.record, "rts", rtsOf(station, this.#own, 60));
    if (by === undefined || by.radio.channelMhz !== this.record.radio.channelMhz) return;
    this.air.after(352e-6 + SIFS, () => this.air.send(by, "cts", answerOf("cts", this.#own)));
  }

  #sendFrame({ station, by }: Known): void {
    const { radio } = this.record;
    const sequence = radio.nextSequence();
    const parts = { receiver: station, transmitter: this.#own, sequence };
    const octets =
      this.#how === "null"
        ? frameOf({ kind: "null", flags: FLAG.fromDs, ...parts })
        : frameOf({ kind: "action", third: station, ...parts, body: gasRequestBody(sequence & 255) });
    this.air.unicast(this.record, by, this.#how === "null" ? "null" : "gas-request", octets);
  }
}
