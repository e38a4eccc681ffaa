/** The makers' own interfaces that a device may be asked at; the paths stand in `maker-visit.ts`. */
export type MakerCall = "isapi-device-info" | "dahua-device-type" | "vapix-brand";

/** What an answer claims of its sender, as far as anything of it is used. Nobody has proven any of it: it says where to ask, and no more. */
export interface Claim {
  /** Port of its web server, 1 to 65535; undefined where the protocol does not say it. */
  port: number | undefined;
  /** Makers whose own interface it may have. */
  makers: readonly MakerCall[];
}

/**
 * An answer as read. `not-a-camera`: it is well formed and claims none, as those of phones, printers and televisions; nothing of it goes on.
 * `own`: a question, ours or another tool's, that came back from the group. Any other word is why it could not be read.
 */
export type ReadAnnouncement = { claims: Claim[] } | { problem: string };

/** Names of the protocols, as they stand in counts and in the budget. */
export type ProtocolName = "ssdp" | "mdns" | "sadp" | "dhip";

/** All hosts of the network that it is sent on, and none behind a router (RFC 919, 7). */
export const LIMITED_BROADCAST = "255.255.255.255";

/** A protocol by which devices say what they are when a group is asked: one question, and answers that are read one by one. */
export interface AnnouncingProtocol {
  name: ProtocolName;
  /** IPv4 group that is asked. */
  group: string;
  port: number;
  /** Its devices answer to the group and not only to who has asked. */
  answersGroup: boolean;
  /** The same question goes to all of the network as well (255.255.255.255): some of its devices are no members of the group. */
  asksAll?: true;
  /** The one datagram of a round. @param id a UUID that is new in each round */
  question(id: string): Uint8Array;
  /** Reads one datagram. Throws for nothing that it holds. */
  read(datagram: Uint8Array): ReadAnnouncement;
}

/** A port as text or number, if it is one. */
export function readPort(said: unknown): number | undefined {
  const port = typeof said === "string" && /^\d{1,5}$/.test(said.trim()) ? Number(said) : said;
  return typeof port === "number" && Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}
