import { CONTRACT_MAJOR, MESSAGE_SCHEMAS, type MessageKind } from "@probewarden/contract";
import type { Logger } from "pino";
import { Compile } from "typebox/compile";
import { MessageTooLargeError, type Outbox } from "../uplink/outbox.ts";

const validators = {
  finding: Compile(MESSAGE_SCHEMAS.finding),
  camera: Compile(MESSAGE_SCHEMAS.camera),
  health: Compile(MESSAGE_SCHEMAS.health),
  signal: Compile(MESSAGE_SCHEMAS.signal),
  census: Compile(MESSAGE_SCHEMAS.census),
};

export interface MessageKeeperOptions {
  sensorId: string;
  bootId: string;
  outbox: Outbox;
  log: Logger;
  /** A message that should not wait is on the disk. */
  onUrgent: () => void;
}

/** Report → envelope → outbox. What does not fit the contract is counted and goes no further. */
export class MessageKeeper {
  /** What was not kept, by reason: `invalid-finding`, `too-large-census`, `not-written-signal` … */
  readonly dropped: Record<string, number> = {};
  readonly #options: MessageKeeperOptions;
  #problem: { code: string; text: string } | undefined;

  constructor(options: MessageKeeperOptions) {
    this.#options = options;
  }

  /** Undefined while the outbox takes what it is given. */
  get problem(): { code: string; text: string } | undefined {
    return this.#problem;
  }

  keep(kind: MessageKind, at: string, body: unknown): void {
    const { sensorId, bootId, outbox, onUrgent } = this.#options;
    const message = { v: CONTRACT_MAJOR, sensorId, at, kind, body };
    // The outbox gives the number; any stands for it here.
    if (!validators[kind].Check({ ...message, bootId, seq: 1 })) {
      this.count(`invalid-${kind}`);
      return;
    }
    outbox.put(message).then(
      () => {
        this.#problem = undefined;
        if (kind === "finding" || kind === "camera") onUrgent();
      },
      (error: Error) => this.#onRefused(kind, error),
    );
  }

  count(reason: string): void {
    this.dropped[reason] = (this.dropped[reason] ?? 0) + 1;
  }

  #onRefused(kind: MessageKind, error: Error): void {
    if (error instanceof MessageTooLargeError) {
      this.count(`too-large-${kind}`);
      return;
    }
    this.count(`not-written-${kind}`);
    if (this.#problem === undefined) this.#options.log.error({ reason: error.message }, "the outbox cannot be written");
    this.#problem = { code: "outbox-full", text: "the outbox cannot be written: make room on the sensor's disk" };
  }
}
