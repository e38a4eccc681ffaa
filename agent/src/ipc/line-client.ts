import { connect } from "node:net";
import { BEAT, BEAT_MS } from "./beat.ts";
import type { Hello } from "./hello.ts";
import { LineConnection } from "./line-connection.ts";
import { readConfirmation } from "./numbered-line.ts";
import { SendQueue } from "./send-queue.ts";

/** Milliseconds between two attempts to reach the supervisor. It is on the same machine: asking often loads no network. */
const RETRY_MS = 250;
/** A numbered line that is not confirmed for so long is sent again: the supervisor confirms nothing while its disk is full. */
const SEND_AGAIN_MS = 10_000;
/** Milliseconds between two looks, during a stop, whether everything is confirmed. */
const LOOK_MS = 10;

/** What the client tells its owner. */
export interface LineClientEvents {
  /** What the supervisor says; a part that takes no orders needs none. */
  onMessage?(message: unknown): void;
  /** Connected, the hello is sent: the moment to say again what a new supervisor must know. */
  onConnect?(): void;
  onDisconnect?(reason?: string): void;
}

/**
 * A part's end of the socket. It connects again for as long as it runs; what is sent meanwhile waits in a bounded queue. Findings are
 * numbered and stay in the queue until the supervisor says that they are on its disk, however often it is restarted before: what it has
 * only read, or has not read from the socket yet, is lost when it is killed.
 */
export class LineClient {
  private readonly path: string;
  private readonly hello: Hello;
  private readonly events: LineClientEvents;
  private readonly sendAgainMs: number;
  private readonly queue = new SendQueue();
  private connection: LineConnection | undefined;
  private retry: NodeJS.Timeout | undefined;
  private again: NodeJS.Timeout | undefined;
  private beat: NodeJS.Timeout | undefined;
  private running = false;

  constructor(path: string, hello: Hello, events: LineClientEvents, sendAgainMs = SEND_AGAIN_MS) {
    this.path = path;
    this.hello = hello;
    this.events = events;
    this.sendAgainMs = sendAgainMs;
  }

  start(): void {
    this.running = true;
    this.again = setInterval(() => {
      this.queue.sendAgain(performance.now() - this.sendAgainMs);
      this.connection?.flush();
    }, this.sendAgainMs);
    // Only while connected: a sign of life that arrives late proves nothing, and would take a finding's place in the queue.
    this.beat = setInterval(() => this.connection?.send(BEAT), BEAT_MS);
    this.open();
  }

  /** Sends one message. False: the supervisor is slow or away and the message waits. */
  send(message: { type: string }): boolean {
    this.queue.push(message);
    return this.connection?.flush() ?? false;
  }

  /** Messages that hold a text and have not left for good are sent as `revise` makes them: see {@link SendQueue.revise}. */
  revise(text: string, revise: (message: object) => object | undefined): void {
    this.queue.revise(text, revise);
  }

  /** Messages lost while the supervisor was slow or away, as they stand in `health`: `ipc-finding` … */
  get dropped(): Readonly<Record<string, number>> {
    return Object.fromEntries(Object.entries(this.queue.dropped).map(([type, count]) => [`ipc-${type}`, count]));
  }

  /** Findings that the supervisor has not confirmed. */
  get unconfirmed(): number {
    return this.queue.unconfirmed;
  }

  /** Sends what waits, waits for the confirmation of what needs one, and closes; gives up after `deadlineMs` milliseconds. */
  async stop(deadlineMs = 700): Promise<void> {
    const deadline = performance.now() + deadlineMs;
    while (this.running && this.queue.unconfirmed > 0 && performance.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    this.running = false;
    clearTimeout(this.retry);
    clearInterval(this.again);
    clearInterval(this.beat);
    const connection = this.connection;
    if (!connection) return;
    const tooLong = setTimeout(() => connection.destroy(), Math.max(LOOK_MS, deadline - performance.now()));
    await connection.close();
    clearTimeout(tooLong);
  }

  private open(): void {
    const socket = connect(this.path);
    const again = (): void => {
      if (this.running) this.retry = setTimeout(() => this.open(), RETRY_MS);
    };
    socket.once("error", again);
    socket.once("connect", () => {
      socket.off("error", again);
      if (!this.running) return void socket.destroy();
      socket.write(`${JSON.stringify(this.hello)}\n`);
      // Lines that the old connection sent may never have reached the disk: the supervisor may have been killed before it kept them.
      this.queue.sendAgain();
      this.connection = new LineConnection(
        socket,
        {
          onMessage: (message) => this.receive(message),
          onClose: (reason) => {
            this.connection = undefined;
            // After our own stop() a closed connection is what was wanted, and nothing to report.
            if (this.running) this.events.onDisconnect?.(reason);
            again();
          },
        },
        this.queue,
      );
      this.events.onConnect?.();
    });
  }

  private receive(message: unknown): void {
    const confirmation = readConfirmation(message);
    if (confirmation === undefined) this.events.onMessage?.(message);
    else this.queue.confirm(confirmation.lines);
  }
}
