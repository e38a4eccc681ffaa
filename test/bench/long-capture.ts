import { closeSync, openSync, readFileSync, writeSync } from "node:fs";

/** Between the last frame of a round and the first of the next. */
const PAUSE_MICROS = 20_000;

/** What was written, and from its first frame to its last. */
export interface LongCapture {
  frames: number;
  seconds: number;
}

/**
 * Writes a capture of at least `frames` frames: a lab recording played over and over with rising time stamps, so that detectors, census
 * and signal see hours of air and not one minute. Classic pcap, little-endian, microseconds.
 */
export function writeLongCapture(source: string, target: string, frames: number): LongCapture {
  const file = readFileSync(source);
  const records: { offset: number; length: number; micros: number }[] = [];
  for (let at = 24; at < file.length;) {
    const length = file.readUInt32LE(at + 8) + 16;
    records.push({ offset: at, length, micros: file.readUInt32LE(at) * 1e6 + file.readUInt32LE(at + 4) });
    at += length;
  }
  const first = records[0]?.micros ?? 0;
  const round = (records.at(-1)?.micros ?? 0) - first + PAUSE_MICROS;
  const out = openSync(target, "w");
  writeSync(out, file.subarray(0, 24));
  let written = 0;
  let turn = 0;
  for (; written < frames; turn += 1) {
    const copy = Buffer.from(file.subarray(24));
    for (const { offset, micros } of records) {
      const time = micros + turn * round;
      copy.writeUInt32LE(Math.floor(time / 1e6), offset - 24);
      copy.writeUInt32LE(time % 1e6, offset - 20);
    }
    writeSync(out, copy);
    written += records.length;
  }
  closeSync(out);
  return { frames: written, seconds: (turn * round - PAUSE_MICROS) / 1e6 };
}
