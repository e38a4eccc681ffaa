import { createServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

/** MQTT 3.1.1 control packets (2.2.1): what comes, and what is answered. */
const CONNECT = 1;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const CONNACK = Buffer.from([0x20, 2, 0, 0]);

/** A broker of before a topic was known: it closes the connection on whoever publishes there, as aedes does, and takes all else. */
export class ClosingBroker {
  /** Topics that were taken, and how often it closed. */
  readonly taken: string[] = [];
  closings = 0;
  readonly #ending: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  /** `ending`: of topics that it does not know. */
  constructor(ending: string) {
    this.#ending = ending;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `mqtt://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #serve(socket: Socket): void {
    let waiting = Buffer.alloc(0);
    this.#sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("data", (piece) => {
      waiting = Buffer.concat([waiting, piece]);
      for (let packet = packetIn(waiting); packet !== undefined; packet = packetIn(waiting)) {
        waiting = waiting.subarray(packet.end);
        this.#answer(socket, packet.kind, packet.body);
      }
    });
  }

  #answer(socket: Socket, kind: number, body: Buffer): void {
    if (kind === CONNECT) socket.write(CONNACK);
    if (kind === SUBSCRIBE) {
      const granted = Array.from({ length: filtersOf(body) }, () => 1);
      socket.write(Buffer.from([0x90, 2 + granted.length, body[0]!, body[1]!, ...granted]));
    }
    if (kind !== PUBLISH) return;
    const length = body.readUInt16BE(0);
    const topic = body.toString("utf8", 2, 2 + length);
    if (topic.endsWith(this.#ending)) {
      this.closings += 1;
      socket.destroy();
      return;
    }
    this.taken.push(topic);
    socket.write(Buffer.from([0x40, 2, body[2 + length]!, body[3 + length]!]));
  }
}

/** The first whole packet of some octets: its Remaining Length has seven bits an octet, the lowest first (2.2.3). */
function packetIn(octets: Buffer): { kind: number; body: Buffer; end: number } | undefined {
  let length = 0;
  for (let at = 1; at < Math.min(octets.length, 5); at++) {
    length += (octets[at]! & 0x7f) * 128 ** (at - 1);
    if (octets[at]! >= 0x80) continue;
    const end = at + 1 + length;
    return end > octets.length ? undefined : { kind: octets[0]! >> 4, body: octets.subarray(at + 1, end), end };
  }
  return undefined;
}

/** How many filters somebody asks for, each with its length before and its QoS behind it (3.8.3). */
function filtersOf(body: Buffer): number {
  let filters = 0;
  for (let at = 2; at < body.length; at += 2 + body.readUInt16BE(at) + 1) filters++;
  return filters;
}
