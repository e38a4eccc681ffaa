import { CONNECT_BYTES, OTHER_BYTES, PUBLISH_BYTES } from "./broker-limits.ts";

/** Control packet types that a client sends (MQTT 3.1.1, table 2.1), but for those of QoS 2. */
const CONNECT = 1;
const PUBLISH = 3;
const ALLOWED = new Set([
  CONNECT,
  PUBLISH,
  4 /* PUBACK */,
  8 /* SUBSCRIBE */,
  10 /* UNSUBSCRIBE */,
  12 /* PINGREQ */,
  14,
]);
/** PUBREC, PUBREL, PUBCOMP. */
const OF_QOS_2 = new Set([5, 6, 7]);

/** Why a connection is of no more use. */
export type PacketRefusal = "too-large" | "qos-2" | "not-mqtt";

/**
 * Reads the fixed headers of an MQTT byte stream ([MQTT-2.2.3]: Remaining Length, one to four octets of seven bits, least first) before
 * anything of it is kept: aedes itself would gather up to 256 MB of one packet. QoS 2 is refused because it makes the broker remember
 * each message until its PUBREL, and no sensor of ours uses it.
 */
export class PacketGuard {
  readonly #maxPublish: number;
  #skip = 0;
  #header: { first: number; length: number; shift: number } | undefined;
  #greeted = false;
  /** Packets that began since this was last set to zero. */
  packets = 0;

  constructor(maxPublish = PUBLISH_BYTES) {
    this.#maxPublish = maxPublish;
  }

  /** Whether CONNECT has come in whole. */
  get hasGreeted(): boolean {
    return this.#greeted && this.#skip === 0 && this.#header === undefined;
  }

  /** Undefined while all is well; the connection that is refused is to be closed. */
  read(chunk: Uint8Array): PacketRefusal | undefined {
    for (let offset = 0; offset < chunk.length;) {
      if (this.#skip > 0) {
        const step = Math.min(this.#skip, chunk.length - offset);
        this.#skip -= step;
        offset += step;
        continue;
      }
      const octet = chunk[offset++] ?? 0;
      const refused = this.#header === undefined ? this.#begin(octet) : this.#lengthen(this.#header, octet);
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  #begin(first: number): PacketRefusal | undefined {
    const type = first >> 4;
    if (OF_QOS_2.has(type) || (type === PUBLISH && (first & 0b0000_0100) !== 0)) return "qos-2";
    // [MQTT-3.1.0-1] CONNECT comes first, [MQTT-3.1.0-2] and once.
    if (!ALLOWED.has(type) || (type === CONNECT) === this.#greeted) return "not-mqtt";
    this.#greeted = true;
    this.#header = { first, length: 0, shift: 0 };
    this.packets++;
    return undefined;
  }

  #lengthen(header: { first: number; length: number; shift: number }, octet: number): PacketRefusal | undefined {
    header.length += (octet & 0x7f) * 2 ** header.shift;
    header.shift += 7;
    if (header.length > this.#mostOf(header.first >> 4)) return "too-large";
    if ((octet & 0x80) !== 0) return header.shift >= 28 ? "not-mqtt" : undefined;
    this.#skip = header.length;
    this.#header = undefined;
    return undefined;
  }

  #mostOf(type: number): number {
    if (type === PUBLISH) return this.#maxPublish;
    return type === CONNECT ? CONNECT_BYTES : OTHER_BYTES;
  }
}
