import type { AnnouncingProtocol, ReadAnnouncement } from "../announced/protocol.ts";

/** An answer has less than ten header fields of some hundred octets. */
const OCTETS = 4_096;

/** The device type of UPnP's own template for cameras (DigitalSecurityCamera:1), in a maker's domain too. */
const CAMERA_TYPE = /(?:^|::)urn:[\w.-]{1,64}:device:DigitalSecurityCamera:\d/i;
/** The service by which Axis cameras announce themselves; their device type is no more than `Basic`. */
const AXIS_SERVICE = /(?:^|::)urn:axis-com:service:BasicService:\d/i;

/**
 * SSDP (UPnP Device Architecture 1.1, 1.3). All services are asked for, for cameras stand under several names; of who names none of a camera
 * nothing is used. Where its description lies (LOCATION) is not fetched: that would be a visit to whatever has answered.
 */
export const ssdp: AnnouncingProtocol = {
  name: "ssdp",
  group: "239.255.255.250",
  port: 1900,
  answersGroup: false,
  // MX: devices spread their answers over three seconds.
  question: () =>
    Buffer.from(
      'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 3\r\nST: ssdp:all\r\n\r\n',
    ),
  read,
};

function read(datagram: Uint8Array): ReadAnnouncement {
  if (datagram.length === 0) return { problem: "empty" };
  if (datagram.length > OCTETS) return { problem: "too-long" };
  const [start = "", ...lines] = Buffer.from(datagram).toString("latin1").split(/\r?\n/);
  if (!/^HTTP\/1\.\d 200\b/.test(start)) return { problem: "not-an-answer" };
  const fields = new Map(
    lines.flatMap((line) => {
      const colon = line.indexOf(":");
      return colon < 1 ? [] : [[line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()] as const];
    }),
  );
  const target = fields.get("st");
  if (target === undefined) return { problem: "without-target" };
  const names = [target, fields.get("usn") ?? ""];
  if (names.some((name) => AXIS_SERVICE.test(name))) return { claims: [{ port: undefined, makers: ["vapix-brand"] }] };
  if (names.some((name) => CAMERA_TYPE.test(name))) return { claims: [{ port: undefined, makers: [] }] };
  return { problem: "not-a-camera" };
}
