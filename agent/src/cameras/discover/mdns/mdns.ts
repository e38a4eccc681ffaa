import { decode, encode, type Answer, type Packet } from "dns-packet";
import {
  readPort,
  type AnnouncingProtocol,
  type Claim,
  type MakerCall,
  type ReadAnnouncement,
} from "../announced/protocol.ts";

/** RFC 6762, 17: no message is longer than 9,000 octets with its headers. */
const OCTETS = 9_000;
const RECORDS = 256;

/**
 * What is asked for: services of cameras and no others, so that phones and computers have nothing to answer. Axis registers its own; `_psia` is
 * that of the Physical Security Interoperability Alliance, which Hikvision and its kin still announce; `_rtsp` is anybody's that offers a stream, whose port is not a web server's.
 */
const SERVICES: ReadonlyMap<string, { isWeb: boolean; makers: readonly MakerCall[] }> = new Map([
  ["_axis-video._tcp.local", { isWeb: true, makers: ["vapix-brand"] as const }],
  ["_psia._tcp.local", { isWeb: true, makers: ["isapi-device-info"] as const }],
  ["_rtsp._tcp.local", { isWeb: false, makers: [] }],
]);

/** Class IN with the highest bit set: an answer to us alone is enough (RFC 6762, 5.4). */
const UNICAST_ANSWER = 0x8001;

/**
 * Multicast DNS (RFC 6762) and service discovery (RFC 6763), as the one-shot querier of RFC 6762, 5.1: asked from a port of our own, so that
 * responders answer to us. Names, which may be those of people, are compared with the services above and forgotten; addresses in records are not looked at.
 */
export const mdns: AnnouncingProtocol = {
  name: "mdns",
  group: "224.0.0.251",
  port: 5353,
  answersGroup: false,
  question: () => {
    const packet = encode({
      type: "query",
      id: 0,
      questions: [...SERVICES.keys()].map((name) => ({ name, type: "PTR" as const, class: "IN" as const })),
    });
    return withClass(packet, UNICAST_ANSWER);
  },
  read,
};

function read(datagram: Uint8Array): ReadAnnouncement {
  if (datagram.length === 0) return { problem: "empty" };
  if (datagram.length > OCTETS) return { problem: "too-long" };
  let packet: Packet;
  try {
    packet = decode(Buffer.from(datagram));
  } catch {
    return { problem: "malformed" };
  }
  if (packet.type !== "response") return { problem: "not-an-answer" };
  const records: Answer[] = [...(packet.answers ?? []), ...(packet.additionals ?? [])];
  if (records.length > RECORDS) return { problem: "too-many-records" };
  const ports = new Map(
    records.flatMap((record) => (record.type === "SRV" ? [[spell(record.name), record.data.port] as const] : [])),
  );
  const claims = records.flatMap((record): Claim[] => {
    const service = record.type === "PTR" ? SERVICES.get(spell(record.name)) : undefined;
    if (record.type !== "PTR" || service === undefined) return [];
    return [{ port: service.isWeb ? readPort(ports.get(spell(record.data))) : undefined, makers: service.makers }];
  });
  return claims.length === 0 ? { problem: "not-a-camera" } : { claims };
}

/** Names are the same in either case (RFC 6762, 16). */
const spell = (name: string): string => name.toLowerCase().replace(/\.$/, "");

/** Sets the class of each question: the library knows that bit in answers only. */
function withClass(packet: Buffer, value: number): Buffer {
  let at = 12;
  for (let questions = packet.readUInt16BE(4); questions > 0; questions--) {
    while (packet[at] !== 0) at += 1 + (packet[at] ?? 0);
    packet.writeUInt16BE(value, at + 3);
    at += 5;
  }
  return packet;
}
