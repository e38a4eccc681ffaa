import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { UNREAD_BYTES } from "./broker-limits.ts";
import { PacketGuard, type PacketRefusal } from "./packet-guard.ts";

/** What a connection reports, and by whom it is slowed. */
export interface GuardedBy {
  /** A packet that may not be; the connection is closed. */
  refused: (reason: PacketRefusal) => void;
  /** What a signed-in sensor has sent now; milliseconds for which no more is read of it. */
  spent: (octets: number, packets: number) => Promise<number>;
}

/**
 * A socket as the broker may read it. Until somebody has signed in nothing behind CONNECT is read; from then on no faster than
 * `spent` says, so that what is too much waits at the sensor.
 */
export class GuardedStream extends Duplex {
  readonly #socket: Socket;
  readonly #by: GuardedBy;
  readonly #guard = new PacketGuard();
  #signedIn = false;
  #held = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: Socket, by: GuardedBy) {
    super({ writableHighWaterMark: UNREAD_BYTES });
    this.#socket = socket;
    this.#by = by;
    // A PUBACK of four octets would wait for the peer's delayed TCP acknowledgement: 40 ms a message.
    socket.setNoDelay(true);
    socket.on("data", (chunk: Uint8Array) => this.#take(chunk));
    socket.on("end", () => this.push(null));
    socket.on("close", () => this.destroy());
    // A reset connection is an ending like any other; `close` follows.
    socket.on("error", () => this.destroy());
  }

  /** Somebody has signed in: what follows CONNECT is read from now on. */
  open(): void {
    this.#signedIn = true;
    this.#hold(0);
  }

  override _read(): void {
    if (!this.#held) this.#socket.resume();
  }

  override _write(chunk: Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(chunk, (error) => done(error));
  }

  /** mqtt-packet writes a packet in pieces; they leave as one. */
  override _writev(pieces: { chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    this.#socket.write(Buffer.concat(pieces.map(({ chunk }) => chunk)), (error) => done(error));
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => done());
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.#socket.destroy();
    done(error);
  }

  #take(chunk: Uint8Array): void {
    const reason = this.#guard.read(chunk);
    if (reason !== undefined) {
      this.#by.refused(reason);
      this.destroy();
      return;
    }
    if (!this.push(chunk)) this.#socket.pause();
    if (this.#signedIn) this.#spend(chunk.length);
    else if (this.#guard.hasGreeted) this.#hold();
  }

  #spend(octets: number): void {
    const { packets } = this.#guard;
    this.#guard.packets = 0;
    void this.#by.spent(octets, packets).then((waitMs) => {
      if (waitMs > 0) this.#hold(waitMs);
    });
  }

  /** Reads no more: until `open`, or for so many milliseconds. */
  #hold(ms?: number): void {
    clearTimeout(this.#timer);
    if (this.destroyed) return;
    this.#held = ms !== 0;
    if (this.#held) this.#socket.pause();
    else this.#socket.resume();
    if (ms !== undefined && ms > 0) this.#timer = setTimeout(() => this.#hold(0), ms);
  }
}
