import { child, childrenOf, parseXml, type XmlElement } from "../interrogate/xml.ts";
import { XmlRefused, type XmlRefusal } from "../interrogate/xml-limits.ts";

/** One device as it describes itself in an answer. Everything in it is text that anybody could have sent. */
export interface ProbeMatch {
  endpointReference: string;
  /** Qualified names as they stood, and the namespace each prefix meant is not kept: types are only hints. */
  types: string[];
  scopes: string[];
  /** WS-Discovery 4.3 lets them be left out. */
  xaddrs: string[];
}

/** Why a datagram, or something in it, was not used. Each is counted. */
export type DatagramProblem =
  | XmlRefusal
  | "empty-datagram"
  | "not-probe-matches"
  | "no-matches"
  | "match-without-endpoint"
  | "match-without-xaddrs"
  | "too-many-matches"
  | "ill-formed-scope"
  | "ill-formed-xaddr";

/** A datagram as read: what it answers, what is usable in it, and what was not. */
export interface ReadDatagram {
  relatesTo: string | undefined;
  matches: ProbeMatch[];
  problems: DatagramProblem[];
}

/** A recorder may answer for its channels; more than this in one datagram is no device. */
const MATCHES_PER_DATAGRAM = 64;
const SCOPES = 64;
const XADDRS = 8;
const TEXT_OCTETS = 512;

/** Blanks of XML (its production 3, S). Any other control character is no blank but damage. */
const BLANKS = /[ \t\r\n]+/;
/** Control characters, which no XML may hold, and octets that were no text in the document's charset. */
const ILL_FORMED = /[\p{Cc}\uFFFD]/u;

const words = (element: XmlElement | undefined, limit: number): string[] =>
  (element?.text ?? "")
    .split(BLANKS, 2 * limit)
    .filter((word) => word !== "")
    .slice(0, limit);

/** Reads an answer to a discovery probe. Never throws: what cannot be read is named in `problems`. */
export function readProbeMatches(datagram: Uint8Array): ReadDatagram {
  const nothing = (problem: DatagramProblem): ReadDatagram => ({
    relatesTo: undefined,
    matches: [],
    problems: [problem],
  });
  if (datagram.length === 0) return nothing("empty-datagram");
  let root: XmlElement;
  try {
    root = parseXml(datagram).root;
  } catch (error) {
    if (error instanceof XmlRefused) return nothing(error.reason);
    throw error;
  }
  const body = child(child(root, "Body"), "ProbeMatches");
  if (root.local !== "Envelope" || body === undefined) return nothing("not-probe-matches");
  const found: ReadDatagram = {
    relatesTo: child(child(root, "Header"), "RelatesTo")?.text.trim().slice(0, TEXT_OCTETS),
    matches: [],
    problems: [],
  };
  const all = childrenOf(body, "ProbeMatch");
  if (all.length === 0) found.problems.push("no-matches");
  if (all.length > MATCHES_PER_DATAGRAM) found.problems.push("too-many-matches");
  for (const match of all.slice(0, MATCHES_PER_DATAGRAM)) {
    // One ill-formed octet spoils the word that it stands in, not the device.
    const whole = (name: "Scopes" | "XAddrs", limit: number, problem: DatagramProblem): string[] =>
      words(child(match, name), limit).filter((word) => {
        const isWhole = !ILL_FORMED.test(word);
        if (!isWhole) found.problems.push(problem);
        return isWhole;
      });
    const endpointReference = child(child(match, "EndpointReference"), "Address")?.text.trim().slice(0, TEXT_OCTETS);
    if (!endpointReference) {
      found.problems.push("match-without-endpoint");
      continue;
    }
    const xaddrs = whole("XAddrs", XADDRS, "ill-formed-xaddr");
    if (xaddrs.length === 0) found.problems.push("match-without-xaddrs");
    const types = words(child(match, "Types"), 16).map((type) => type.slice(0, TEXT_OCTETS));
    const scopes = whole("Scopes", SCOPES, "ill-formed-scope").map((scope) => scope.slice(0, TEXT_OCTETS));
    found.matches.push({ endpointReference, types, scopes, xaddrs });
  }
  return found;
}
