import type { CapturedFrame } from "../../agent/src/radio/capture/frame-source.ts";
import { seeded } from "./recorded-air.ts";

/** The same air as a radio, a driver or a clock that is not what it should be would hand it over. */
export type Twist = (frames: readonly CapturedFrame[]) => CapturedFrame[];

const at = (frame: CapturedFrame, atSeconds: number): CapturedFrame => ({
  ...frame,
  atSeconds,
  // As the readers of capture files say it: before 1990 and after 2100 there was no such capture.
  timeUnknown: atSeconds < 631_152_000 || atSeconds > 4_102_444_800,
  atNanoseconds: BigInt(Math.round(atSeconds * 1e6)) * 1000n,
});

const radiotapLength = ({ bytes }: CapturedFrame): number => (bytes[2] ?? 0) + 256 * (bytes[3] ?? 0);

/** One in `every` frames has one to three wrong bits behind the radio header, and nobody says so. */
const damaged =
  (every: number): Twist =>
  (frames) => {
    const random = seeded(every);
    return frames.map((frame) => {
      if (random() > 1 / every) return frame;
      const bytes = frame.bytes.slice();
      const from = radiotapLength(frame);
      for (let left = 1 + Math.floor(3 * random()); left > 0; left--) {
        const octet = from + Math.floor((bytes.length - from) * random());
        bytes[octet] = (bytes[octet] ?? 0) ^ (1 << Math.floor(8 * random()));
      }
      return { ...frame, bytes };
    });
  };

export const TWISTS: Readonly<Record<string, Twist>> = {
  "as recorded": (frames) => [...frames],
  "one frame in thirty damaged, and nobody says so": damaged(30),
  "one frame in eight damaged, and nobody says so": damaged(8),
  "all time stamps equal": (frames) => frames.map((frame) => at(frame, 1_700_000_000)),
  "all time stamps zero": (frames) => frames.map((frame) => at(frame, 0)),
  "time stamps in whole seconds": (frames) => frames.map((frame) => at(frame, Math.floor(frame.atSeconds))),
  "a clock that is set back by an hour in the middle": (frames) =>
    frames.map((frame, index) => (index < frames.length / 2 ? frame : at(frame, frame.atSeconds - 3600))),
  "a clock that is set forward by ten years in the middle": (frames) =>
    frames.map((frame, index) => (index < frames.length / 2 ? frame : at(frame, frame.atSeconds + 315_360_000))),
  "every seventh time stamp of the year 2106": (frames) =>
    frames.map((frame, index) => (index % 7 === 3 ? at(frame, 4_294_967_295) : frame)),
  "without a radio header": (frames) =>
    frames.map((frame) => {
      const header = radiotapLength(frame);
      return {
        ...frame,
        linkType: 105,
        bytes: frame.bytes.subarray(header),
        originalLength: frame.originalLength - header,
      };
    }),
};

/** A radio that is on the channel one second in five. */
export const hopping: Twist = (frames) => frames.filter((frame) => Math.floor(frame.atSeconds) % 5 === 0);
