import { child } from "../../interrogate/xml.ts";
import { readPort, type AnnouncingProtocol, type ReadAnnouncement } from "../announced/protocol.ts";
import { readXml } from "../announced/read-xml.ts";

/** Models of network cameras and recorders by their maker's scheme; where no channel is said, the model has to. Switches and locks answer too. */
const VIDEO_MODEL = /^i?DS-(?:2|[789]\d)/i;

/**
 * Hikvision's search (SADP): XML on UDP port 37020. Published by nobody; the question and the members are those of recorded answers and of the
 * programs that ask it. Devices answer to the group, or to who has asked. Only the inquiry is ever sent: the same protocol sets addresses and passwords.
 */
export const sadp: AnnouncingProtocol = {
  name: "sadp",
  group: "239.255.255.250",
  port: 37_020,
  answersGroup: true,
  question: (id) =>
    Buffer.from(
      `<?xml version="1.0" encoding="utf-8"?><Probe><Uuid>${id.toUpperCase()}</Uuid><Types>inquiry</Types></Probe>`,
    ),
  read,
};

function read(datagram: Uint8Array): ReadAnnouncement {
  const xml = readXml(datagram);
  if ("problem" in xml) return xml;
  const { root } = xml;
  const said = (name: string): string | undefined => child(root, name)?.text.trim();
  if (root.local !== "ProbeMatch" || said("Types") !== "inquiry") return { problem: "not-an-answer" };
  const channels = [said("AnalogChannelNum"), said("DigitalChannelNum")];
  const hasVideo = channels.every((each) => each === undefined)
    ? VIDEO_MODEL.test(said("DeviceDescription") ?? "")
    : channels.some((each) => Number(each) > 0);
  if (!hasVideo) return { problem: "not-a-camera" };
  return { claims: [{ port: readPort(said("HttpPort")), makers: ["isapi-device-info"] }] };
}
