import type { HealthProblem, HealthProblemCode } from "@probewarden/contract";

/** Problems with which the radio still hears what it is tuned to. Every other one says that silence may mean nothing: it stops the clock. */
const STILL_HEARS: ReadonlySet<HealthProblemCode> = new Set([
  "channel-refused",
  "channel-forbidden",
  "channel-fixed",
  "country-refused",
  "adapter-away",
  "canaries-not-sent",
]);

/**
 * Seconds after a frame for which a live radio surely listens. Afterwards the next frame decides: a capture that stands still is found
 * three seconds later at the earliest (capture-watchdog), and until then it looks like a quiet channel.
 */
const SURE_SECONDS = 3;

/** Whether silence may mean nothing while this is so. */
export const keepsFromHearing = ({ code }: HealthProblem): boolean => !STILL_HEARS.has(code);

export interface ListeningOptions {
  /** What a person should mend, now. */
  problems: () => readonly HealthProblem[];
  /** A recording delivers nothing between two rounds, and listens all the same. */
  isRecording: boolean;
  /** Seconds of a clock that nobody sets. */
  nowSeconds: () => number;
  /** Of the time until the frame that comes now, so many seconds were not listened to. */
  notListened: (seconds: number) => void;
}

/** Tells listening from not hearing: only who listened can say that somebody has fallen silent. */
export class Listening {
  readonly #options: ListeningOptions;
  /** When the latest frame came; before the first, when it began. */
  #heardAt: number;
  /** Since when nothing may have been heard; undefined while all is well. */
  #missingSince: number | undefined;
  #hasProblem = false;

  constructor(options: ListeningOptions) {
    this.#options = options;
    this.#heardAt = options.nowSeconds();
  }

  /** The capture was found broken: what was not heard since its latest frame was not listened to, and nothing is until the next. */
  broke(): void {
    this.#missingSince ??= this.#heardAt;
  }

  /** A frame is about to be judged. */
  frame(nowSeconds: number): void {
    this.#heardAt = nowSeconds;
    if (this.#missingSince === undefined) return;
    this.#options.notListened(nowSeconds - this.#missingSince);
    // Frames may come and be of no use: most of them cannot be read.
    this.#missingSince = this.#hasProblem ? nowSeconds : undefined;
  }

  /** Whether time that passes now is listened to. Asked once a second. */
  isSure(): boolean {
    const { problems, isRecording, nowSeconds } = this.#options;
    this.#hasProblem = problems().some(keepsFromHearing);
    if (this.#hasProblem) this.broke();
    else if (isRecording) this.#missingSince = undefined;
    return this.#missingSince === undefined && (isRecording || nowSeconds() - this.#heardAt <= SURE_SECONDS);
  }
}
