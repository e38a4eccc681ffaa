import { readPort, type AnnouncingProtocol, type ReadAnnouncement } from "../announced/protocol.ts";

/** The longest answer on record has 0.8 kB. */
const OCTETS = 16_384;

const HEADER_OCTETS = 32;
/** First eight octets of each message: the length of the header, least significant octet first, and a name. */
const MAGIC = Buffer.from("\x20\0\0\0DHIP", "latin1");
/** Where the length of what follows stands, twice, 32 bits, least significant octet first. */
const LENGTHS_AT = [16, 24] as const;

/** Classes of cameras, door stations and face terminals on record. Whatever else has a video input says so. */
const VIDEO_CLASSES: ReadonlySet<unknown> = new Set(["IPC", "VTO", "BSC"]);

/**
 * Dahua's search (DHIP): JSON behind a header of 32 octets, UDP port 37810. Published by nobody; the question and the members are those of
 * recorded answers and of programs that ask it. The JSON without the header is answered by no device.
 */
export const dhip: AnnouncingProtocol = {
  name: "dhip",
  group: "239.255.255.251",
  port: 37_810,
  answersGroup: false,
  asksAll: true,
  question: () => {
    const json = Buffer.from('{"method":"DHDiscover.search","params":{"mac":"","uni":1}}\n');
    const header = Buffer.alloc(HEADER_OCTETS);
    MAGIC.copy(header);
    for (const at of LENGTHS_AT) header.writeUInt32LE(json.length, at);
    return Buffer.concat([header, json]);
  },
  read,
};

function read(datagram: Uint8Array): ReadAnnouncement {
  if (datagram.length === 0) return { problem: "empty" };
  if (datagram.length > OCTETS) return { problem: "too-long" };
  const octets = Buffer.from(datagram);
  if (octets.length < HEADER_OCTETS || !octets.subarray(0, MAGIC.length).equals(MAGIC)) return { problem: "no-header" };
  // Some firmware counts octets that do not follow, or ends the text with a NUL: a length far from the datagram's is no length.
  const told = octets.readUInt32LE(LENGTHS_AT[0]);
  if (Math.abs(told - (octets.length - HEADER_OCTETS)) > 2) return { problem: "wrong-length" };
  let message: unknown;
  try {
    message = JSON.parse(octets.subarray(HEADER_OCTETS).toString("utf8").replace(/\0+$/, ""));
  } catch {
    return { problem: "malformed" };
  }
  const device = member(member(message, "params"), "deviceInfo");
  if (member(message, "method") !== "client.notifyDevInfo" || device === undefined) return { problem: "not-an-answer" };
  const inputs = [member(device, "VideoInputChannels"), member(device, "RemoteVideoInputChannels")];
  const hasVideo = VIDEO_CLASSES.has(member(device, "DeviceClass")) || inputs.some((each) => Number(each) > 0);
  if (!hasVideo) return { problem: "not-a-camera" };
  return { claims: [{ port: readPort(member(device, "HttpPort")), makers: ["dahua-device-type"] }] };
}

const member = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
