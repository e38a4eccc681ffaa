import type { Socket } from "node:net";
import { LineError, LineReader } from "./line-reader.ts";
import { SendQueue } from "./send-queue.ts";

/** What a connection tells its owner. `reason` of a close is absent when the peer simply went away. */
export interface LineConnectionEvents {
  onMessage(message: unknown): void;
  onClose(reason?: string): void;
}

/**
 * JSON lines over one connected socket. What the socket does not take at once waits in the queue, which outlives the connection when
 * the owner hands the same queue to the next one.
 */
export class LineConnection {
  private readonly socket: Socket;
  private readonly queue: SendQueue;
  private blocked = false;

  constructor(socket: Socket, events: LineConnectionEvents, queue: SendQueue = new SendQueue()) {
    this.socket = socket;
    this.queue = queue;
    let reason: string | undefined;
    const reader = new LineReader((message) => events.onMessage(message));
    socket.on("data", (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        if (!(error instanceof LineError)) throw error;
        reason = error.reason;
        socket.destroy();
      }
    });
    socket.on("drain", () => {
      this.blocked = false;
      this.flush();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      reason ??= error.code ?? "socket-error";
    });
    socket.on("close", () => events.onClose(reason));
    this.flush();
  }

  /** Sends one message. False: the peer reads too slowly, and the message waits in the queue. */
  send(message: { type: string }): boolean {
    this.queue.push(message);
    return this.flush();
  }

  /** Hands what waits in the queue to the socket until it says that it is full. False: it did. */
  flush(): boolean {
    while (!this.blocked && this.socket.writable) {
      const line = this.queue.shift(performance.now());
      if (line === undefined) return true;
      this.blocked = !this.socket.write(line);
    }
    return !this.blocked;
  }

  /** Sends what waits, then closes. */
  async close(): Promise<void> {
    if (this.socket.destroyed) return;
    await new Promise<void>((resolve) => {
      this.socket.once("close", () => resolve());
      if (this.socket.writable) this.flushAll();
      this.socket.end();
    });
  }

  /** Drops the connection at once. */
  destroy(): void {
    this.socket.destroy();
  }

  /** Hands all lines to the socket, full or not: the last ones before the end. */
  private flushAll(): void {
    const next = (): string | undefined => this.queue.shift(performance.now());
    for (let line = next(); line !== undefined; line = next()) this.socket.write(line);
  }
}
