import { computeFcs, FCS_OCTETS } from "./fcs.ts";
import type { SkipReason } from "./frame.ts";
import { FrameType } from "./frame-types.ts";
import { readRadioHeader } from "./link-type.ts";
import { readUint32 } from "./little-endian.ts";
import { readMacHeader } from "./mac-header.ts";
import { readManagementBody } from "./management.ts";
import { ParsedFrame } from "./parsed-frame.ts";

/** What the reader needs of a captured frame. */
export interface CapturedOctets {
  /** Octets as captured, radio header first. */
  bytes: Uint8Array;
  /** Link type: 105, 119, 127 or 192 are read. */
  linkType: number;
  /** Capture time in seconds since 1970. */
  atSeconds: number;
  /** Length on air with the radio header, in octets. */
  originalLength: number;
}

/**
 * Turns captured octets into a frame. It never throws, whatever the octets are, and allocates nothing: `read` fills and returns the
 * one object in `frame`, so a caller that keeps something copies it.
 */
export class FrameReader {
  /** The frame read last. After a skip it holds what the radio header said before the reading stopped. */
  readonly frame = new ParsedFrame();
  readonly #computesFcs: boolean;

  /** `computesFcs`: also hold the FCS in the capture against the octets. A sensor trusts its radio's flag instead. */
  constructor({ computesFcs = false }: { computesFcs?: boolean } = {}) {
    this.#computesFcs = computesFcs;
  }

  /** The frame, or why it cannot be read. A frame whose FCS is bad is returned with `fcsBad` set: its caller decides. */
  read(captured: CapturedOctets): ParsedFrame | SkipReason {
    const { frame } = this;
    const octets = captured.bytes;
    frame.reset(octets, captured.atSeconds);
    const unreadable = readRadioHeader(captured.linkType, octets, frame);
    if (unreadable !== undefined) return unreadable;
    if (frame.fcsFlagBad === true) frame.fcsBad = true;
    const missing = captured.originalLength - octets.length;
    const fcsInCapture = frame.fcsAtEnd ? this.#removeFcs(missing) : false;
    const unread = readMacHeader(octets, frame);
    if (unread !== undefined) return unread;
    if (fcsInCapture && this.#computesFcs) this.#checkFcs();
    if (frame.type === FrameType.Management) {
      readManagementBody(octets, frame);
      if (missing > (frame.fcsAtEnd ? FCS_OCTETS : 0)) frame.elementsCut = true;
      else if (frame.elementsCut && !frame.fcsAtEnd) this.#dropUnannouncedFcs();
    }
    return frame;
  }

  /** Takes the FCS off the end, or what a capture that is `missing` so many octets has kept of it. True when it is there whole. */
  #removeFcs(missing: number): boolean {
    const { frame } = this;
    const kept = FCS_OCTETS - Math.max(0, missing);
    if (kept <= 0 || frame.end - frame.start < kept) return false;
    frame.end -= kept;
    frame.elementsStart = frame.end;
    return kept === FCS_OCTETS;
  }

  /** Some captures keep the FCS and have no header, or no flag, that says so: then it looks like an element that is cut. */
  #dropUnannouncedFcs(): void {
    const { frame } = this;
    const end = frame.end - FCS_OCTETS;
    if (end < frame.elementsStart || computeFcs(frame.captured, frame.start, end) !== readUint32(frame.captured, end))
      return;
    frame.end = end;
    readManagementBody(frame.captured, frame);
  }

  #checkFcs(): void {
    const { frame } = this;
    const good = computeFcs(frame.captured, frame.start, frame.end) === readUint32(frame.captured, frame.end);
    frame.fcsComputed = good ? "good" : "bad";
    if (!good) frame.fcsBad = true;
  }
}
