import type { Socket } from "node:net";
import { Duplex } from "node:stream";

/**
 * Reads the fixed headers of an MQTT byte stream ([MQTT-2.2.3]: Remaining Length, one to four octets of seven bits, least first) and
 * says when a packet announces more octets than allowed. aedes itself would gather up to 256 MB of it in memory.
 */
export class PacketSizeGuard {
  readonly #maxBytes: number;
  #skip = 0;
  #header: { length: number; shift: number } | undefined;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** False when a packet in the chunk is too long or its length cannot be read; the connection is then of no more use. */
  admits(chunk: Uint8Array): boolean {
    for (let offset = 0; offset < chunk.length;) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - offset);
        this.#skip -= step;
        offset += step;
      } else if (this.#header === undefined) {
        this.#header = { length: 0, shift: 0 };
        offset++;
      } else {
        const octet = chunk[offset++] ?? 0;
        this.#header.length += (octet & 0x7f) * 2 ** this.#header.shift;
        this.#header.shift += 7;
        if (this.#header.length > this.#maxBytes || this.#header.shift > 28) return false;
        if ((octet & 0x80) === 0) {
          this.#skip = this.#header.length;
          this.#header = undefined;
        }
      }
    }
    return true;
  }
}

/** A socket as the broker may read it: a packet above `maxBytes` ends the connection before it is gathered. */
export function guardPackets(socket: Socket, maxBytes: number): Duplex {
  const guard = new PacketSizeGuard(maxBytes);
  // A PUBACK of four octets would wait for the peer's delayed TCP acknowledgement: 40 ms a message.
  socket.setNoDelay(true);
  const guarded = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Uint8Array, _encoding, done) => void socket.write(chunk, (error) => done(error)),
    // mqtt-packet writes a packet in pieces; they leave as one.
    writev: (pieces, done) =>
      void socket.write(Buffer.concat(pieces.map((piece) => piece.chunk as Uint8Array)), (error) => done(error)),
    final: (done) => void socket.end(() => done()),
    destroy: (error, done) => {
      socket.destroy();
      done(error);
    },
  });
  socket.on("data", (chunk: Uint8Array) => {
    if (!guard.admits(chunk)) socket.destroy();
    else if (!guarded.push(chunk)) socket.pause();
  });
  socket.on("end", () => guarded.push(null));
  socket.on("close", () => guarded.destroy());
  // A reset connection is an ending like any other; `close` follows.
  socket.on("error", () => guarded.destroy());
  return guarded;
}
