/** One call, or a banner that was asked for, at one camera, or at an address that somebody named. */
export interface SentEntry {
  at: string;
  address: string;
  port: number;
  tls: boolean;
  /** Of HTTP or RTSP. */
  method: string;
  path: string;
  /** The ONVIF call, where it is one. */
  call?: string;
  /** Whether an account went with it; never which. */
  account: boolean;
}

/** A question to the group of a protocol, on one network. Who has answered does not stand there: phones answer too. */
export interface SearchEntry {
  at: string;
  /** The protocol. */
  search: string;
  group: string;
  port: number;
  /** Own address of the interface that it was sent on: it names the network, and nobody in it. */
  interface: string;
}

/** What a round is going to ask, before its first packet: whom somebody named, and ranges; never an address that was only found. */
export interface RoundBegun {
  at: string;
  round: "begun";
  /** The same at its end; one without an end was cut off. */
  id: string;
  /** Own addresses of the interfaces whose network is asked by multicast; with its name behind `%` where it is asked over IPv6 as well. */
  interfaces: readonly string[];
  /** Addresses that the configuration or the command line names, with the port where one is named. */
  named: string[];
  /** Ranges as they were typed. */
  ranges: string[];
  /** TCP ports at which addresses of ranges are asked. */
  ports: number[];
}

/** What a round has sent altogether. Addresses of which none has proven to be a camera are a count. */
export interface RoundEnded {
  at: string;
  round: "ended";
  id: string;
  /** Datagrams of WS-Discovery to groups, to addresses that were named or lie in a range, and to those that had answered a group. */
  discoveryPackets: number;
  /** TCP connections begun to see whether somebody takes them; nothing was sent on them. */
  connections: number;
  cameras: number;
  /** Calls that stand here one by one: to cameras, and to addresses that somebody named. */
  callsToCameras: number;
  /** Calls to addresses that did not prove to be cameras, and how many addresses. */
  callsToOthers: number;
  others: number;
}

/** An entry of the accountability log. */
export type LogEntry = SentEntry | SearchEntry | RoundBegun | RoundEnded;

export const isSent = (entry: LogEntry): entry is SentEntry => "method" in entry;
