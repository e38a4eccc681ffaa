import type { LevelAnswer, LevelQuestion } from "../../radio/report/sought-level.ts";

/** Milliseconds that the radio process may take longer than it was given: its clock moves by seconds, a busy board's even later. */
const GRACE_MS = 5_000;

/** Asks the radio process how loud it hears one transmitter now, and waits for its answer. One question at a time. */
export class Hearing {
  readonly #ask: (question: LevelQuestion) => void;
  #waiting: { id: string; heard: (answer: LevelAnswer | undefined) => void } | undefined;

  /** `ask`: puts the question to the radio process; one that is away does not hear it. */
  constructor(ask: (question: LevelQuestion) => void) {
    this.#ask = ask;
  }

  /** Undefined: the radio process does not answer. */
  ask(question: LevelQuestion): Promise<LevelAnswer | undefined> {
    return new Promise((resolve) => {
      const heard = (answer: LevelAnswer | undefined): void => {
        clearTimeout(timer);
        this.#waiting = undefined;
        resolve(answer);
      };
      const timer = setTimeout(() => heard(undefined), 1000 * question.seconds + GRACE_MS);
      this.#waiting = { id: question.id, heard };
      this.#ask(question);
    });
  }

  /** The radio process has answered. What nobody waits for any more is let go. */
  onAnswer(answer: LevelAnswer): void {
    if (this.#waiting?.id === answer.id) this.#waiting.heard(answer);
  }

  stop(): void {
    this.#waiting?.heard(undefined);
  }
}
