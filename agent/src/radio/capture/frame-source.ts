import type { FrameDamage } from "../dot11/frame.ts";

/** Link types that this sensor can read (https://www.tcpdump.org/linktypes.html). */
export const LINK_TYPES = { ieee80211: 105, prism: 119, radiotap: 127, avs: 163, ppi: 192 } as const;

/**
 * One frame as it was captured. The object and `bytes` are a view that is only valid until the consumer returns: the source reuses
 * both for the next frame, so that nothing is allocated on the hot path. Whoever keeps octets copies them.
 */
export interface CapturedFrame {
  /** Octets as captured, beginning with the link type's own header. */
  bytes: Uint8Array;
  /** Where `bytes` stand among those of other frames: said by a source that would have to make a view for each. */
  readonly window?: Uint8Array;
  readonly start?: number;
  readonly end?: number;
  /** Length on air with that header, in octets; larger than `bytes.length` where the capture was cut. */
  originalLength: number;
  /** Capture time in seconds since 1970, as precise as a double allows. Never the host's clock for a file. Always a number that a calendar can spell. */
  atSeconds: number;
  /** The time stamp cannot be true (before 1990, after 2100, none at all): `atSeconds` is then a number, and no time. */
  timeUnknown: boolean;
  /** The same time as whole nanoseconds, digits only where the file has them; used by `dissect`. */
  atNanoseconds: bigint;
  /** Link type of the interface that heard it. */
  linkType: number;
  /** Which interface of the capture that was, from 0. */
  interfaceNumber: number;
  /** The capture says beside the frame that an FCS is at its end (pcapng: if_fcslen, epb_flags; pcap: the file header). */
  fcsAtEnd: boolean;
  /** What the capture says beside the frame of its reception (pcapng: epb_flags). */
  damage: FrameDamage | undefined;
}

/** How a source ended, and what it lost on the way. */
export interface CaptureEnd {
  /** Octet of the file at which it broke; absent when it was whole. */
  truncatedAt?: number;
  /** Why, in words for a technician. */
  reason?: string;
}

/** Where frames come from: a file, a recording that is played in real time, a live interface. */
export interface FrameSource {
  /** `pcap`, `tcpdump`, `recording` or `none`, as `health` names it. */
  readonly method: "pcap" | "tcpdump" | "recording" | "none";
  /** Calls `consume` for each frame until the source ends or `stop` is called; resolves with how it ended. `consume` is synchronous and never throws. */
  run(consume: (frame: CapturedFrame) => void): Promise<CaptureEnd>;
  /** Undoes all of `run`. Resolves when nothing more will be delivered. */
  stop(): Promise<void>;
  /** Losses so far by reason (kernel, interface …), for `health`. */
  drops(): Record<string, number>;
}
