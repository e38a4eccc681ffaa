import type { HealthProblem, SentCanary } from "@probewarden/contract";
import { readAddress, spellAddress } from "../dot11/address.ts";
import { timestamp } from "../report/timestamp.ts";
import { madeUpAddress, madeUpName, writeQuestion, type Question } from "./canary-frame.ts";

/** Whatever is configured, and whoever calls: two questions a minute are the most that ever leave a sensor. */
const LEAST_SECONDS = 60;
/** Pieces that are told again in each report: neighbours hear of each within the hour. */
const TOLD = 16;
/** Pieces that this process remembers. */
const REMEMBERED = 1_024;
/** Seconds that a question may be overdue before somebody is told. */
const OVERDUE_SECONDS = 300;
/** Seconds that a question waits for the channel whose turn it is: a round of a long plan is shorter, unless the dwell was set to many seconds. */
const TURN_SECONDS = 60;
/** Channels whose turn is kept; the standard has fewer. */
const CHANNELS = 256;

/** Why nothing can be sent now. */
export type Obstacle = "no-injection" | "no-country" | "no-channel" | "send-failed";

export interface CanarySenderOptions {
  /** Name of the person who answers for it. */
  responsible: string;
  everySeconds: number;
  /** So many octets that nobody can foresee. */
  random: (octets: number) => Uint8Array;
  /** The channel that the radio is on, in MHz, if it may send there; else why not. */
  channel: () => number | Obstacle;
  /** Hands a frame to the radio. Throws where it does not take it. */
  inject: (frame: Uint8Array) => void;
  /** All that was sent as bait: it is listed before it is sent, so that nobody answers to what is not known yet. */
  list: (pieces: readonly SentCanary[]) => void;
  log: { info(fields: object, text: string): void; warn(fields: object, text: string): void };
}

/**
 * Asks for a network that exists nowhere, under an address that is nobody's, and once for any network under another: whoever answers for the one, or later speaks to
 * either, has shown himself. It is the one place of this product that sends anything on the air.
 */
export class CanarySender {
  readonly #options: CanarySenderOptions;
  #sent: SentCanary[] = [];
  #dueAt: number | undefined;
  #obstacle: Obstacle | undefined;
  /** Channels where a question can be sent, by when one was; `-Infinity` before the first. */
  readonly #askedAt = new Map<number, number>();

  constructor(options: CanarySenderOptions) {
    this.#options = options;
  }

  /** The latest pieces, oldest first. */
  get told(): readonly SentCanary[] {
    return this.#sent.slice(-TOLD);
  }

  /**
   * Asked once a second and whenever the radio has come to a channel, on a clock that only runs forward; `atSeconds` is the host's time. The channels take turns: a
   * box hears no question but on its own, and by chance one of thirty channels would wait for days.
   */
  turn(nowSeconds: number, atSeconds: number): void {
    const { everySeconds, channel } = this.#options;
    const wait = Math.max(LEAST_SECONDS, everySeconds);
    // Not with the first second: a sensor that is started again and again must not ask each time.
    this.#dueAt ??= nowSeconds + wait;
    const where = channel();
    if (typeof where === "number") this.#know(where);
    if (nowSeconds < this.#dueAt) return;
    if (typeof where !== "number") {
      if (nowSeconds - this.#dueAt >= OVERDUE_SECONDS) this.#obstacle = where;
      return;
    }
    if (nowSeconds - this.#dueAt < TURN_SECONDS && !this.#isTurnOf(where)) return;
    // Whose turn it was did not come: it may not be in the plan any more.
    if (!this.#isTurnOf(where)) this.#askedAt.clear();
    this.#askedAt.set(where, nowSeconds);
    // Also when it fails: a driver that refuses is not asked each second.
    this.#dueAt = nowSeconds + wait;
    this.#ask(where, atSeconds);
  }

  /** What a person should know: it is switched on, and nothing is sent. */
  problem(): HealthProblem | undefined {
    if (this.#obstacle === undefined) return undefined;
    return {
      code: "canaries-not-sent",
      text: `Bait is switched on and not sent (${this.#obstacle}). Run doctor.`,
      facts: { cause: this.#obstacle },
    };
  }

  #know(channelMhz: number): void {
    if (this.#askedAt.has(channelMhz)) return;
    if (this.#askedAt.size >= CHANNELS) this.#askedAt.clear();
    this.#askedAt.set(channelMhz, -Infinity);
  }

  /** Whether nowhere was it longer ago. */
  #isTurnOf(channelMhz: number): boolean {
    const last = this.#askedAt.get(channelMhz) ?? -Infinity;
    for (const at of this.#askedAt.values()) if (at < last) return false;
    return true;
  }

  #ask(channelMhz: number, atSeconds: number): void {
    const { random, inject, list, log, responsible } = this.#options;
    const questions: Question[] = [
      { transmitter: madeUpAddress(random(6)), name: madeUpName(random(12)) },
      { transmitter: madeUpAddress(random(6)), name: "" },
    ];
    const pieces = questions.map((question) => pieceOf(question, atSeconds));
    this.#sent = [...this.#sent, ...pieces].slice(-REMEMBERED);
    list(this.#sent);
    try {
      for (const [index, question] of questions.entries()) {
        inject(writeQuestion(question, channelMhz));
        log.info({ ...pieces[index], channelMhz, responsible }, "bait was sent");
      }
      this.#obstacle = undefined;
    } catch (cause) {
      this.#obstacle = "send-failed";
      log.warn({ cause: cause instanceof Error ? cause.message : String(cause) }, "bait was not sent");
    }
  }
}

function pieceOf({ transmitter, name }: Question, atSeconds: number): SentCanary {
  return {
    transmitter: spellAddress(readAddress(transmitter, 0)),
    ssid: Buffer.from(name, "latin1").toString("hex"),
    askedAt: timestamp(atSeconds),
  };
}
