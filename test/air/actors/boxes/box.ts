import type { Random } from "../../../fuzz/random.ts";
import type { Air } from "../../air.ts";
import { Radio } from "../../radio.ts";
import type { BoxOfScene } from "../../scene.ts";
import { TransmitterRecord } from "../../truth.ts";

/** A box is a small computer with an antenna that somebody put where people are. */
const POWER_DBM = -34;
/** How long it had run when it begins: it is switched on, and then its program is started. Never two boxes at one moment, or their clocks were one. */
const RUN_SECONDS = { least: 20, span: 300 };

/** What all boxes have: a radio, a program that runs from one time to another. */
export abstract class Box {
  readonly record: TransmitterRecord;
  protected readonly air: Air;
  protected readonly random: Random;
  readonly #until: number;

  constructor(air: Air, of: BoxOfScene, channelMhz?: number) {
    const number = air.number();
    const random = air.randomOf(number);
    this.air = air;
    this.random = random;
    const radio = new Radio({
      number,
      powerDbm: of.powerDbm ?? POWER_DBM,
      channelMhz: channelMhz ?? air.pickChannel(random, of.channel),
      place: of.at ?? air.somewhere(random),
      ppm: of.ppm ?? (random.next() - 0.5) * 40,
      ppmPerHour: of.ppmPerHour,
      startedAt: of.from - RUN_SECONDS.least - random.next() * RUN_SECONDS.span,
    });
    this.record = new TransmitterRecord(radio, of.kind, true);
    this.#until = of.until ?? Number.POSITIVE_INFINITY;
  }

  /** Begins; asked for when its time has come. */
  start(): void {
    this.air.enter(this.record);
    this.begin();
  }

  protected abstract begin(): void;

  protected get isOn(): boolean {
    return this.air.at < this.#until;
  }

  /** Does something again and again while the box is on. */
  protected every(seconds: number, act: () => void): void {
    if (!this.isOn) return;
    act();
    this.air.after(seconds * (0.9 + 0.2 * this.random.next()), () => this.every(seconds, act));
  }
}
