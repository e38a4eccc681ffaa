/** Names of the forms in which other radios would hand over the same air. */
export type RadioVariant = "unflagged" | "cut" | "bare";

const PCAP_HEADER = 24;
const RECORD_HEADER = 16;
const RADIOTAP = 127;
const BARE = 105;
const FCS = 4;
/** Radiotap: bits of the present word, and of the flags. */
const TSFT = 1;
const FLAGS = 2;
const MORE_WORDS = 0x8000_0000;
const FCS_AT_END = 0x10;
const BAD_FCS = 0x40;

/**
 * The same air as other radios would hand it over: damage never flagged (`unflagged`); never flagged and the FCS cut off (`cut`); no
 * radio header, no FCS (`bare`). From the octets of a radiotap capture (pcap); of any other file nothing can be made, and the map is empty.
 */
export function radioVariants(capture: Buffer): Map<RadioVariant, Buffer> {
  const isLittleEndian = [0xd4c3b2a1, 0x4d3cb2a1].includes(capture.readUInt32BE(0));
  const isPcap = isLittleEndian || [0xa1b2c3d4, 0xa1b23c4d].includes(capture.readUInt32BE(0));
  const read = (at: number): number => (isLittleEndian ? capture.readUInt32LE(at) : capture.readUInt32BE(at));
  if (!isPcap || (read(20) & 0xffff) !== RADIOTAP) return new Map();
  const uint32 = (value: number): Buffer => {
    const octets = Buffer.alloc(4);
    if (isLittleEndian) octets.writeUInt32LE(value);
    else octets.writeUInt32BE(value);
    return octets;
  };
  const head = capture.subarray(0, PCAP_HEADER);
  const parts = { unflagged: [head], cut: [head], bare: [Buffer.concat([head.subarray(0, 20), uint32(BARE)])] };
  for (let at = PCAP_HEADER; at + RECORD_HEADER <= capture.length;) {
    const stamp = capture.subarray(at, at + 8);
    const kept = read(at + 8);
    const original = read(at + 12);
    const frame = Buffer.from(capture.subarray(at + RECORD_HEADER, at + RECORD_HEADER + kept));
    at += RECORD_HEADER + kept;
    if (frame.length < 8) continue;
    const put = (to: Buffer[], octets: Buffer, length: number): void =>
      void to.push(stamp, uint32(octets.length), uint32(length), octets);
    const flagsAt = flagsOf(frame);
    const hasFcs = flagsAt > 0 && (frame[flagsAt]! & FCS_AT_END) !== 0;
    if (flagsAt > 0) frame[flagsAt] = frame[flagsAt]! & ~BAD_FCS;
    put(parts.unflagged, Buffer.from(frame), original);
    if (hasFcs) frame[flagsAt] = frame[flagsAt]! & ~FCS_AT_END;
    const fcs = hasFcs ? FCS : 0;
    const cut = hasFcs && kept === original ? frame.subarray(0, -FCS) : frame;
    put(parts.cut, cut, original - fcs);
    const header = frame.readUInt16LE(2);
    put(parts.bare, cut.subarray(header), original - fcs - header);
  }
  return new Map(Object.entries(parts).map(([form, octets]) => [form as RadioVariant, Buffer.concat(octets)]));
}

/** Where the flags octet of a radiotap header is, 0 when there is none. */
function flagsOf(frame: Buffer): number {
  const present = frame.readUInt32LE(4);
  let at = 8;
  for (let word = present; (word & MORE_WORDS) !== 0; at += 4) word = frame.readUInt32LE(at);
  if ((present & TSFT) !== 0) at = Math.ceil(at / 8) * 8 + 8;
  return (present & FLAGS) === 0 ? 0 : at;
}
