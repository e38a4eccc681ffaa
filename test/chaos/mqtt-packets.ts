/** MQTT 3.1.1, table 2.1: PUBLISH is type 3, in the upper half of the first octet. */
const PUBLISH = 3;
/** [MQTT-2.2.3] The remaining length has at most four octets. */
const LENGTH_OCTETS = 4;

/** Cuts a stream of octets into MQTT control packets; what is not whole yet stays until more comes. */
export class PacketCutter {
  #rest = Buffer.alloc(0);

  add(chunk: Buffer): Buffer[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const packets: Buffer[] = [];
    for (;;) {
      const size = sizeOf(this.#rest);
      if (size === undefined || size > this.#rest.length) return packets;
      packets.push(Buffer.from(this.#rest.subarray(0, size)));
      this.#rest = this.#rest.subarray(size);
    }
  }
}

/** Octets of the packet that begins here; undefined while its header is not whole. */
function sizeOf(octets: Buffer): number | undefined {
  let length = 0;
  for (let at = 1; at <= LENGTH_OCTETS; at++) {
    const octet = octets[at];
    if (octet === undefined) return undefined;
    length += (octet & 0x7f) * 128 ** (at - 1);
    if (octet < 0x80) return 1 + at + length;
  }
  throw new Error("not MQTT");
}

export const isPublish = (packet: Buffer): boolean => (packet[0] ?? 0) >> 4 === PUBLISH;

/** Where the payload of a PUBLISH begins: behind the header, the topic and, with a QoS, the packet's identifier (3.3.2). */
export function payloadAt(packet: Buffer): number {
  let at = 1;
  while ((packet[at] ?? 0) >= 0x80) at += 1;
  at += 1;
  const qos = ((packet[0] ?? 0) >> 1) & 0b11;
  return at + 2 + packet.readUInt16BE(at) + (qos > 0 ? 2 : 0);
}
