import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { isPublish, PacketCutter, payloadAt } from "./mqtt-packets.ts";

/** How bad the way is: chances from 0 to 1 for each packet of a sensor, and milliseconds. */
export interface Badness {
  /** The connection is cut, and what was under way with it. */
  cut: number;
  /** Everything that comes is swallowed, until the sensor gives up. */
  blackHole: number;
  /** A message comes after the one that was sent after it. */
  reorder: number;
  /** Octets of a message are changed, so that it can no longer be read. */
  corrupt: number;
  /** At most so long is each packet held. */
  delayMs: number;
}

export const CALM: Badness = { cut: 0, blackHole: 0, reorder: 0, corrupt: 0, delayMs: 0 };
/** How long a black hole lasts before the connection is cut: a sensor need not wait for its keep-alive in a test of a minute. */
const HOLE_MS = 2_000;

/**
 * The way between sensors and their broker, with everything that happens on one. It cuts the sensors' streams into MQTT's packets, for TCP
 * itself neither loses nor reorders nor changes octets unseen; what does is a program, a full buffer, or a broken memory at an end.
 */
export class BadNetwork {
  badness: Badness = CALM;
  /** What was done so far. */
  readonly did = { cut: 0, blackHole: 0, reorder: 0, corrupt: 0, packets: 0 };
  readonly #target: number;
  readonly #random: () => number;
  readonly #server: Server;
  readonly #open = new Set<Socket>();

  /** @param target the broker's port on 127.0.0.1 */
  constructor(target: number, random: () => number) {
    this.#target = target;
    this.#random = random;
    this.#server = createServer((socket) => this.#carry(socket));
  }

  async start(): Promise<number> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return (this.#server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #carry(sensor: Socket): void {
    const broker = connect(this.#target, "127.0.0.1");
    const close = (): void => {
      for (const socket of [sensor, broker]) {
        socket.destroy();
        this.#open.delete(socket);
      }
    };
    for (const socket of [sensor, broker]) {
      this.#open.add(socket);
      socket.on("error", close);
      socket.on("close", close);
    }
    const up = new PacketCutter();
    let held: Buffer | undefined;
    let isHole = false;
    const write = (octets: Buffer): void => {
      if (!broker.destroyed) broker.write(octets);
    };
    sensor.on("data", (chunk: Buffer) => {
      if (isHole) return;
      for (const packet of up.add(chunk)) {
        this.did.packets += 1;
        if (this.#happens("cut")) return close();
        if (this.#happens("blackHole")) {
          isHole = true;
          setTimeout(close, HOLE_MS);
          return;
        }
        if (isPublish(packet) && this.#happens("corrupt")) this.#corrupt(packet);
        if (held === undefined && isPublish(packet) && this.#happens("reorder")) {
          held = packet;
          continue;
        }
        write(packet);
        if (held !== undefined) write(held);
        held = undefined;
      }
    });
    // What comes back is only late, as one does who waits for an acknowledgement.
    broker.on("data", (chunk: Buffer) => {
      const late = this.#random() * this.badness.delayMs;
      broker.pause();
      setTimeout(() => {
        if (!sensor.destroyed && !isHole) sensor.write(chunk);
        broker.resume();
      }, late);
    });
  }

  #happens(what: "cut" | "blackHole" | "reorder" | "corrupt"): boolean {
    if (this.#random() >= this.badness[what]) return false;
    this.did[what] += 1;
    return true;
  }

  /** Overwrites the end of a message from somewhere on: it is no JSON any more, whatever it was. */
  #corrupt(packet: Buffer): void {
    const from = payloadAt(packet);
    const at = from + Math.floor(this.#random() * (packet.length - from));
    packet.fill(0xa5, at);
  }
}
