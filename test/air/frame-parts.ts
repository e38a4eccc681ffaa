import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { computeFcs, FCS_OCTETS } from "../../agent/src/radio/dot11/fcs.ts";

const RADIOTAP = 127;
/** Radiotap: bits of the present word, of the flags, and how long the fields up to the level are. */
const PRESENT = { tsft: 0x01, flags: 0x02, rate: 0x04, channel: 0x08, hopping: 0x10, signal: 0x20, more: 0x8000_0000 };
const FCS_AT_END = 0x10;
const BAD_FCS = 0x40;

/** Where the fields of a radiotap header stand, 0 where there is none. */
export interface RadioFields {
  length: number;
  flags: number;
  rate: number;
  channel: number;
  signal: number;
}

/** A captured frame taken apart: the radio's header, the frame itself, and whether an FCS stood behind it. */
export interface FrameParts {
  header: Buffer;
  fields: RadioFields;
  body: Buffer;
  hasFcs: boolean;
  /** The frame is whole and nobody says that it is damaged. */
  isWhole: boolean;
}

/** Takes a frame apart into octets of its own. */
export function takeApart(frame: CapturedFrame): FrameParts {
  const octets = Buffer.from(frame.bytes);
  const fields =
    frame.linkType === RADIOTAP ? fieldsOf(octets) : { length: 0, flags: 0, rate: 0, channel: 0, signal: 0 };
  const flags = fields.flags > 0 ? octets[fields.flags]! : 0;
  const hasFcs = frame.fcsAtEnd || (flags & FCS_AT_END) !== 0;
  const isCut = octets.length < frame.originalLength;
  const end = hasFcs && !isCut ? octets.length - FCS_OCTETS : octets.length;
  const isWhole = !isCut && frame.damage === undefined && (flags & BAD_FCS) === 0 && end - fields.length >= 10;
  return {
    header: octets.subarray(0, fields.length),
    fields,
    body: octets.subarray(fields.length, end),
    hasFcs,
    isWhole,
  };
}

/** Puts it together again, with a right FCS where one was. */
export function putTogether(frame: CapturedFrame, { header, body, hasFcs }: FrameParts): CapturedFrame {
  const tail = Buffer.alloc(hasFcs ? FCS_OCTETS : 0);
  if (hasFcs) tail.writeUInt32LE(computeFcs(body, 0, body.length));
  const bytes = Buffer.concat([header, body, tail]);
  return { ...frame, bytes, originalLength: bytes.length };
}

function fieldsOf(octets: Buffer): RadioFields {
  const none = { length: octets.readUInt16LE(2), flags: 0, rate: 0, channel: 0, signal: 0 };
  const present = octets.readUInt32LE(4);
  let at = 8;
  for (let word = present; (word & PRESENT.more) !== 0; at += 4) word = octets.readUInt32LE(at);
  const take = (bit: number, size: number, alignment: number): number => {
    if ((present & bit) === 0) return 0;
    const place = Math.ceil(at / alignment) * alignment;
    at = place + size;
    return place;
  };
  take(PRESENT.tsft, 8, 8);
  const flags = take(PRESENT.flags, 1, 1);
  const rate = take(PRESENT.rate, 1, 1);
  const channel = take(PRESENT.channel, 4, 2);
  take(PRESENT.hopping, 2, 2);
  return { ...none, flags, rate, channel, signal: take(PRESENT.signal, 1, 1) };
}
