import { child, childrenOf, parseXml, XmlRefused, type XmlElement, type XmlRefusal } from "../interrogate/xml.ts";

/** One device as it describes itself in an answer. Everything in it is text that anybody could have sent. */
export interface ProbeMatch {
  endpointReference: string;
  /** Qualified names as they stood, and the namespace each prefix meant is not kept: types are only hints. */
  types: string[];
  scopes: string[];
  xaddrs: string[];
}

/** Why a datagram, or a match in it, was not used. Each is counted. */
export type DatagramProblem =
  | XmlRefusal
  | "empty-datagram"
  | "not-probe-matches"
  | "no-matches"
  | "match-without-endpoint"
  | "match-without-xaddrs"
  | "too-many-matches";

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

const words = (element: XmlElement | undefined, limit: number): string[] =>
  (element?.text ?? "")
    .split(/\s+/)
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
    relatesTo: child(child(root, "Header"), "RelatesTo")?.text.trim(),
    matches: [],
    problems: [],
  };
  const all = childrenOf(body, "ProbeMatch");
  if (all.length === 0) found.problems.push("no-matches");
  if (all.length > MATCHES_PER_DATAGRAM) found.problems.push("too-many-matches");
  for (const match of all.slice(0, MATCHES_PER_DATAGRAM)) {
    const endpointReference = child(child(match, "EndpointReference"), "Address")?.text.trim().slice(0, TEXT_OCTETS);
    const xaddrs = words(child(match, "XAddrs"), XADDRS);
    if (!endpointReference) found.problems.push("match-without-endpoint");
    else if (xaddrs.length === 0) found.problems.push("match-without-xaddrs");
    else {
      const types = words(child(match, "Types"), 16);
      const scopes = words(child(match, "Scopes"), SCOPES).map((scope) => scope.slice(0, TEXT_OCTETS));
      found.matches.push({ endpointReference, types, scopes, xaddrs });
    }
  }
  return found;
}
