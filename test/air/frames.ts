import { element } from "../../agent/src/radio/made-air-for-tests.ts";

export const EVERYBODY = 0xffff_ffff_ffff;

/** First octet of Frame Control (9.2.4.1.3): subtype, type, version. */
export const CONTROL = {
  associationRequest: 0x00,
  associationResponse: 0x10,
  probeRequest: 0x40,
  probeResponse: 0x50,
  beacon: 0x80,
  disassociation: 0xa0,
  authentication: 0xb0,
  deauthentication: 0xc0,
  action: 0xd0,
  blockAck: 0x94,
  rts: 0xb4,
  cts: 0xc4,
  ack: 0xd4,
  data: 0x08,
  null: 0x48,
  qosData: 0x88,
  qosNull: 0xc8,
} as const;
export type FrameName = keyof typeof CONTROL;

/** Second octet of Frame Control (9.2.4.1). */
export const FLAG = { toDs: 0x01, fromDs: 0x02, retry: 0x08, power: 0x10, protected: 0x40 } as const;

export interface FrameParts {
  kind: FrameName;
  flags?: number;
  durationMicroseconds?: number;
  receiver: number;
  transmitter: number;
  /** Address 3; left out: the transmitter. */
  third?: number;
  sequence: number;
  body?: Uint8Array;
}

/** A management or data frame with three addresses, without its FCS. */
export function frameOf(parts: FrameParts): Buffer {
  const { kind, flags = 0, receiver, transmitter, third = transmitter, sequence, body } = parts;
  const octets = Buffer.alloc(24 + (body?.length ?? 0));
  octets[0] = CONTROL[kind];
  octets[1] = flags;
  octets.writeUInt16LE(parts.durationMicroseconds ?? (receiver === EVERYBODY ? 0 : 314), 2);
  octets.writeUIntBE(receiver, 4, 6);
  octets.writeUIntBE(transmitter, 10, 6);
  octets.writeUIntBE(third, 16, 6);
  octets.writeUInt16LE((sequence & 4095) << 4, 22);
  if (body !== undefined) octets.set(body, 24);
  return octets;
}

/** RTS: receiver and transmitter (9.3.1.2). */
export function rtsOf(receiver: number, transmitter: number, durationMicroseconds = 400): Buffer {
  const octets = Buffer.alloc(16);
  octets[0] = CONTROL.rts;
  octets.writeUInt16LE(durationMicroseconds, 2);
  octets.writeUIntBE(receiver, 4, 6);
  octets.writeUIntBE(transmitter, 10, 6);
  return octets;
}

/** CTS or ACK: they name their receiver only (9.3.1.3, 9.3.1.4). */
export function answerOf(kind: "cts" | "ack", receiver: number): Buffer {
  const octets = Buffer.alloc(10);
  octets[0] = CONTROL[kind];
  octets.writeUInt16LE(kind === "cts" ? 350 : 0, 2);
  octets.writeUIntBE(receiver, 4, 6);
  return octets;
}

/** Compressed BlockAck (9.3.1.8.3) of the 64 frames from `sequence`. */
export function blockAckOf(receiver: number, transmitter: number, sequence: number): Buffer {
  const octets = Buffer.alloc(28);
  octets[0] = CONTROL.blockAck;
  octets.writeUIntBE(receiver, 4, 6);
  octets.writeUIntBE(transmitter, 10, 6);
  octets.writeUInt16LE(0x0005, 16);
  octets.writeUInt16LE((sequence & 4095) << 4, 18);
  octets.fill(0xff, 20);
  return octets;
}

/** A frame as it is sent again: the Retry bit, and the same number. */
export function repeated(octets: Buffer): Buffer {
  const again = Buffer.from(octets);
  again[1] = (again[1] ?? 0) | FLAG.retry;
  return again;
}

/** QoS control (traffic class 0), then CCMP's header and ciphertext of so many octets, which look like noise. */
export function encryptedBody(length: number, random: () => number): Buffer {
  const body = Buffer.alloc(2 + 8 + length + 8);
  body.writeUInt32LE(Math.floor(random() * 2 ** 32), 2);
  body[5] = 0x20;
  for (let at = 10; at + 4 <= body.length; at += 4) body.writeUInt32LE(Math.floor(random() * 2 ** 32), at);
  return body;
}

/** QoS control, LLC, and a message of the four-way handshake (12.7.2), whose key data are left out. */
export function eapolBody(message: 1 | 2 | 3 | 4, random: () => number): Buffer {
  const body = Buffer.alloc(2 + 8 + 4 + 95);
  body.set([0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e, 2, 3, 0, 95, 2], 2);
  body.writeUInt16BE([0x008a, 0x010a, 0x13ca, 0x030a][message - 1] ?? 0, 15);
  body.writeUInt16BE(16, 17);
  body[26] = message > 2 ? 2 : 1;
  for (let at = 27; at < 59; at++) body[at] = message === 4 ? 0 : Math.floor(random() * 256);
  return body;
}

const uint16 = (...values: number[]): Buffer => Buffer.from(values.flatMap((it) => [it & 0xff, it >> 8]));

/** Authentication, open system: algorithm, transaction, status (9.3.3.11). */
export const authenticationBody = (transaction: 1 | 2): Buffer => uint16(0, transaction, 0);
export const reasonBody = (reason: number): Buffer => uint16(reason);
export const associationRequestBody = (elements: Buffer): Buffer => Buffer.concat([uint16(0x0431, 10), elements]);
export const associationResponseBody = (id: number, elements: Buffer): Buffer =>
  Buffer.concat([uint16(0x0431, 0, 0xc000 | id), elements]);

/** GAS initial request (9.6.7.12): public action, token, advertisement protocol ANQP, a query list that asks for capabilities and NAI realms. */
export function gasRequestBody(token: number): Buffer {
  const query = Buffer.from("00010400 0101 0701".replaceAll(" ", ""), "hex");
  return Buffer.concat([Buffer.from([4, 10, token]), element(108, 0x00, 0x00), uint16(query.length), query]);
}

/** GAS initial response (9.6.7.13) with an empty answer. */
export function gasResponseBody(token: number): Buffer {
  return Buffer.concat([Buffer.from([4, 11, token]), uint16(0, 0), element(108, 0x7f, 0x00), uint16(0)]);
}
