import { connect } from "node:net";
import { LineConnection } from "./line-connection.ts";
import { SendQueue } from "./send-queue.ts";

/** Milliseconds between two attempts to reach the supervisor: it is on the same machine, so there is nobody to spare. */
const RETRY_MS = 250;

/** What the client tells its owner. */
export interface LineClientEvents {
  onMessage(message: unknown): void;
  /** Connected, the hello is sent: the moment to say again what a new supervisor must know. */
  onConnect?(): void;
  onDisconnect?(reason?: string): void;
}

/** A part's end of the socket. It connects again for as long as it runs; what is sent meanwhile waits in a bounded queue. */
export class LineClient {
  private readonly path: string;
  private readonly hello: { type: "hello"; part: string; pid: number };
  private readonly events: LineClientEvents;
  private readonly queue = new SendQueue();
  private connection: LineConnection | undefined;
  private retry: NodeJS.Timeout | undefined;
  private running = false;

  constructor(path: string, hello: { type: "hello"; part: string; pid: number }, events: LineClientEvents) {
    this.path = path;
    this.hello = hello;
    this.events = events;
  }

  start(): void {
    this.running = true;
    this.open();
  }

  /** Sends one message. False: the supervisor is slow or away and the message waits. Findings wait without limit, the rest is bounded. */
  send(message: { type: string }): boolean {
    if (this.connection) return this.connection.send(message);
    this.queue.push(message);
    return false;
  }

  /** Messages lost while the supervisor was slow or away, by type. */
  get dropped(): Readonly<Record<string, number>> {
    return this.queue.dropped;
  }

  /** Sends what waits and closes; gives up after `deadlineMs` milliseconds. */
  async stop(deadlineMs = 1_000): Promise<void> {
    this.running = false;
    clearTimeout(this.retry);
    const connection = this.connection;
    if (!connection) return;
    const deadline = setTimeout(() => connection.destroy(), deadlineMs);
    await connection.close();
    clearTimeout(deadline);
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
      this.connection = new LineConnection(
        socket,
        {
          onMessage: (message) => this.events.onMessage(message),
          onClose: (reason) => {
            this.connection = undefined;
            this.events.onDisconnect?.(reason);
            again();
          },
        },
        this.queue,
      );
      this.events.onConnect?.();
    });
  }
}
