import { parseXml, type XmlElement } from "../../interrogate/xml.ts";
import { XmlRefused } from "../../interrogate/xml-limits.ts";

/** As long as a datagram may be that is read as XML. The longest answer on record, to Hikvision's search, has 1.6 kB. */
const OCTETS = 16_384;

/** The root of a datagram of XML, or why it cannot be read. */
export function readXml(datagram: Uint8Array): { root: XmlElement } | { problem: string } {
  if (datagram.length === 0) return { problem: "empty" };
  if (datagram.length > OCTETS) return { problem: "too-long" };
  try {
    return { root: parseXml(datagram).root };
  } catch (error) {
    if (error instanceof XmlRefused) return { problem: error.reason };
    throw error;
  }
}
