import { CONTRACT_MAJOR, MESSAGE_SCHEMAS, type HealthProblem, type MessageKind } from "@probewarden/contract";
import type { Logger } from "pino";
import type { LineOrigin } from "../ipc/numbered-line.ts";
import { Compile } from "typebox/compile";
import { causeOf } from "../uplink/damage.ts";
import { MessageTooLargeError, type Outbox } from "../uplink/outbox.ts";

const validators = {
  finding: Compile(MESSAGE_SCHEMAS.finding),
  camera: Compile(MESSAGE_SCHEMAS.camera),
  answer: Compile(MESSAGE_SCHEMAS.answer),
  health: Compile(MESSAGE_SCHEMAS.health),
  newcomer: Compile(MESSAGE_SCHEMAS.newcomer),
  signal: Compile(MESSAGE_SCHEMAS.signal),
  census: Compile(MESSAGE_SCHEMAS.census),
  excerpt: Compile(MESSAGE_SCHEMAS.excerpt),
};

export interface MessageKeeperOptions {
  sensorId: string;
  bootId: string;
  outbox: Outbox;
  log: Logger;
  /** A message that should not wait is on the disk. */
  onUrgent: () => void;
  /** What a numbered line told is on the disk, or can never be: its part need not send it again. */
  onSettled: (origin: LineOrigin) => void;
}

/** Report → envelope → outbox. What does not fit the contract is counted and goes no further. */
export class MessageKeeper {
  /** What was not kept, by reason: `invalid-finding`, `too-large-census`, `not-written-signal` … */
  readonly dropped: Record<string, number> = {};
  readonly #options: MessageKeeperOptions;
  #problem: HealthProblem | undefined;

  constructor(options: MessageKeeperOptions) {
    this.#options = options;
  }

  /** Undefined while the outbox takes what it is given. */
  get problem(): HealthProblem | undefined {
    return this.#problem;
  }

  /** `origin`: the numbered line that the part sends again until {@link MessageKeeperOptions.onSettled}. */
  keep(kind: MessageKind, at: string, body: unknown, origin?: LineOrigin): void {
    const { sensorId, bootId, outbox, onUrgent } = this.#options;
    const message = { v: CONTRACT_MAJOR, sensorId, at, kind, body };
    // The outbox gives the number; any stands for it here.
    if (!validators[kind].Check({ ...message, bootId, seq: 1 })) {
      this.refuse(`invalid-${kind}`, origin);
      return;
    }
    outbox.put(message, origin).then(
      () => {
        if (this.#problem !== undefined) this.#options.log.info("the outbox is written again");
        this.#problem = undefined;
        if (origin !== undefined) this.#options.onSettled(origin);
        if (kind === "finding" || kind === "camera" || kind === "answer") onUrgent();
      },
      (error: Error) => this.#onRefused(kind, error, origin),
    );
  }

  /** Counts what will never be kept; its part is told, so that it does not send it again. */
  refuse(reason: string, origin?: LineOrigin): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
    if (origin !== undefined) this.#options.onSettled(origin);
  }

  #onRefused(kind: MessageKind, error: Error, origin: LineOrigin | undefined): void {
    if (error instanceof MessageTooLargeError) return this.refuse(`too-large-${kind}`, origin);
    // A part that numbers its lines still has this one, and sends it again; a report of health is sent out of the outbox's memory.
    if (origin === undefined && kind !== "health") this.refuse(`not-written-${kind}`);
    const problem = notWritten(error);
    if (this.#problem?.text !== problem.text) this.#options.log.error({ ...problem.facts }, problem.text);
    this.#problem = problem;
  }
}

/** What keeps the outbox from being written, and what helps. */
function notWritten(error: Error): HealthProblem {
  const cause = causeOf(error);
  const facts = { cause };
  return cause === "SQLITE_FULL" || cause === "ENOSPC"
    ? { code: "outbox-full", text: "the outbox cannot be written: make room on the sensor's disk", facts }
    : { code: "outbox-not-written", text: `the outbox cannot be written (${cause}): look at the sensor's disk`, facts };
}
