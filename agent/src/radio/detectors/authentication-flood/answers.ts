import { RecentTimes } from "../../air/recent-times.ts";
import { AUTHENTICATION_FLOOD } from "./figures.ts";

/** A station waits for an answer at least so long on the channel; what comes later may find it gone. */
const PROMPT_SECONDS = 0.05;
/** Repetitions of one answer that nobody acknowledges: the limits of 10.3.4.4 are 7 and 4. One may be needed by anybody. */
const REPEATED = 2;
/** What is remembered of one answer for so long. */
const ANSWER_SECONDS = 0.5;

/**
 * What access points answered to each applicant, and whether it was acknowledged. A station that hears the beacons hears the answer, which is
 * as strong, and acknowledges it (10.3.2.11); who does not exist does not, and the access point repeats the answer until it gives up. By
 * the applicants' places, in arrays of numbers.
 */
export class Answers {
  readonly #numbers: Int16Array;
  readonly #at: Float64Array;
  readonly #repeats: Uint8Array;
  readonly #prompt: Uint16Array;
  readonly #unacknowledged: Uint16Array;
  readonly #allTimes = new RecentTimes(AUTHENTICATION_FLOOD.answersAtMost);
  readonly #unacknowledgedTimes = new RecentTimes(AUTHENTICATION_FLOOD.answers);

  constructor(places: number) {
    this.#numbers = new Int16Array(places);
    this.#at = new Float64Array(places);
    this.#repeats = new Uint8Array(places);
    this.#prompt = new Uint16Array(places);
    this.#unacknowledged = new Uint16Array(places);
  }

  /** The place is an applicant's who was answered nothing yet. */
  begin(place: number): void {
    this.#at[place] = -Infinity;
    this.#prompt[place] = 0;
    this.#unacknowledged[place] = 0;
  }

  /** Takes an answer that came so long after the latest request, or a repetition of one. */
  hear(place: number, sequence: number, isRetry: boolean, passedSeconds: number, at: number): void {
    if (sequence < 0) return;
    if (this.#numbers[place] !== sequence || Math.abs(at - this.#at[place]!) > ANSWER_SECONDS) {
      this.#at[place] = -Infinity;
      if (!(passedSeconds >= 0 && passedSeconds <= PROMPT_SECONDS)) return;
      this.#numbers[place] = sequence;
      this.#at[place] = at;
      // Of one that is first heard as a repetition, the first was missed.
      this.#repeats[place] = isRetry ? 1 : 0;
      this.#prompt[place]!++;
      this.#allTimes.add(at);
    } else if (isRetry && ++this.#repeats[place]! === REPEATED) {
      this.#unacknowledged[place]!++;
      this.#unacknowledgedTimes.add(at);
    }
  }

  /** Whether it was answered in time. */
  isAnswered(place: number): boolean {
    return this.#prompt[place]! > 0;
  }

  /** Whether it acknowledged hardly an answer. */
  isDeaf(place: number): boolean {
    return this.#unacknowledged[place]! > 0 && 2 * this.#unacknowledged[place]! > this.#prompt[place]!;
  }

  /** Whether so many answers of the last minute were acknowledged by nobody, whoever they were for, and few others were sent meanwhile. */
  areToNobody(at: number): boolean {
    const { answers, answersAtMost, windowSeconds } = AUTHENTICATION_FLOOD;
    const since = this.#unacknowledgedTimes.nth(answers);
    return at - since <= windowSeconds && this.#allTimes.nth(answersAtMost) <= since;
  }
}
