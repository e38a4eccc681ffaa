import { mayBeCamera } from "../../classify/camera-or-not.ts";
import { child, type XmlElement } from "../../interrogate/xml.ts";
import type { ReadAnnouncement } from "../announced/protocol.ts";
import { readXml } from "../announced/read-xml.ts";

const WORDS = 64;

const words = (element: XmlElement | undefined): string[] => (element?.text ?? "").split(/\s+/, WORDS).filter(Boolean);

/**
 * A message that came to the group of WS-Discovery (April 2005, 4.1 and 4.2) without being asked for. A Hello of what may be a camera is a claim
 * without a port: nothing that stands in it is used. A Bye is `bye`: whoever says it may be somebody else, and not seen is not gone.
 */
export function readHello(datagram: Uint8Array): ReadAnnouncement {
  const read = readXml(datagram);
  if ("problem" in read) return read;
  const { root } = read;
  const body = root.local === "Envelope" ? child(root, "Body") : undefined;
  if (child(body, "Bye") !== undefined) return { problem: "bye" };
  const hello = child(body, "Hello");
  // Questions of others come to the group as well.
  if (hello === undefined) return { problem: "not-an-answer" };
  const match = {
    endpointReference: "",
    types: words(child(hello, "Types")),
    scopes: words(child(hello, "Scopes")),
    xaddrs: [],
  };
  return mayBeCamera(match) ? { claims: [{ port: undefined, makers: [] }] } : { problem: "not-a-camera" };
}
