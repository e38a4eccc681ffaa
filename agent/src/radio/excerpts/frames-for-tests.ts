import type { Finding } from "@probewarden/contract";
import { FrameReader } from "../dot11/frame-reader.ts";
import type { ParsedFrame } from "../dot11/parsed-frame.ts";
import { spellAddress } from "../dot11/address.ts";
import { newSubject, type Subject } from "../judge/subject.ts";
import { Venue } from "../venue/venue.ts";
import type { MaySay } from "./excerpt.ts";

export const BOX = 0x000c43_7e3718;
export const PHONE = 0x3a0670_a797b4;
const BROADCAST = "ffffffffffff";

export const plain = (address: number): string => spellAddress(address).replaceAll(":", "");
export const element = (id: number, content: Uint8Array | string): string => {
  const octets = Buffer.from(content as string);
  return Buffer.from([id, octets.length]).toString("hex") + octets.toString("hex");
};
/** Timestamp, beacon interval, capability information. */
const fixed = "010203040506070864001104";

/** Frames in hex, from Frame Control on. */
export const air = {
  beacon: (from: number, elements: string): string =>
    `80000000${BROADCAST}${plain(from)}${plain(from)}1000${fixed}${elements}`,
  response: (from: number, to: number, elements: string): string =>
    `50000000${plain(to)}${plain(from)}${plain(from)}1000${fixed}${elements}`,
  request: (from: number, elements: string): string => `40000000${BROADCAST}${plain(from)}${BROADCAST}2000${elements}`,
  authentication: (from: number, to: number, body = "000001000000"): string =>
    `b0000000${plain(to)}${plain(from)}${plain(to)}1000${body}`,
  data: (from: number, to: number, body = ""): string => `08020000${plain(to)}${plain(from)}${plain(from)}1000${body}`,
  rts: (from: number, to: number): string => `b4000000${plain(to)}${plain(from)}`,
};

const reader = new FrameReader();
/** Radiotap: flags 0, 2412 MHz, -42 dBm. */
const RADIOTAP = "00000f002a00000000006c098000d6";

/** A frame as the pipeline gets it: the one object of the reader, valid until the next. */
export function read(hex: string, atSeconds = 1_795_000_000): ParsedFrame {
  const bytes = new Uint8Array(Buffer.from(RADIOTAP + hex, "hex"));
  const frame = reader.read({ bytes, linkType: 127, atSeconds, originalLength: bytes.length });
  if (typeof frame === "string") throw new Error(frame);
  return frame;
}

export function subjectOf(
  suspectId: string,
  transmitters: readonly number[],
  targets: readonly number[] = [],
): Subject {
  return Object.assign(newSubject(suspectId, 1), { transmitters: new Set(transmitters), targets: new Set(targets) });
}

/** A finding about a subject. */
export function findingOf(suspectId: string, over: Partial<Finding> = {}): Finding {
  return {
    findingId: `f-${suspectId}`,
    suspectId,
    suspicion: "probe-box",
    state: "opened",
    scoreDb: 14,
    highestDb: 14,
    band: "suspected",
    priorDb: -30,
    firstHeardAt: "2026-11-18T10:00:00.000Z",
    lastHeardAt: "2026-11-18T10:00:00.000Z",
    transmitters: [spellAddress(BOX)],
    transmitterCount: 1,
    targets: [],
    evidence: [],
    mitigations: [],
    ...over,
  };
}

/** Air on which only these are stations. */
export const stationsAre = (...stations: number[]): MaySay => ({
  isStation: (address) => stations.includes(address),
  mayBeNamed: (address) => !stations.includes(address),
  venue: new Venue([{ bssid: "02:00:00:cc:dd:01", ssid: Buffer.from("Mall").toString("hex") }], []),
});
