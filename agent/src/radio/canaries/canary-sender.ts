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

  constructor(options: CanarySenderOptions) {
    this.#options = options;
  }

  /** The latest pieces, oldest first. */
  get told(): readonly SentCanary[] {
    return this.#sent.slice(-TOLD);
  }

  /** Asked once a second, on a clock that only runs forward; `atSeconds` is the host's time. */
  turn(nowSeconds: number, atSeconds: number): void {
    const { everySeconds, channel } = this.#options;
    const wait = Math.max(LEAST_SECONDS, everySeconds);
    // Not with the first second: a sensor that is started again and again must not ask each time.
    this.#dueAt ??= nowSeconds + wait;
    if (nowSeconds < this.#dueAt) return;
    const where = channel();
    if (typeof where !== "number") {
      if (nowSeconds - this.#dueAt >= OVERDUE_SECONDS) this.#obstacle = where;
      return;
    }
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
