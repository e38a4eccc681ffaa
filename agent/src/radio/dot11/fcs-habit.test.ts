import { expect, test } from "vitest";
import { computeFcs } from "./fcs.ts";
import { FcsHabit, InterfaceHabits, RadioHabits } from "./fcs-habit.ts";
import { FrameReader } from "./frame-reader.ts";
import type { ParsedFrame } from "./parsed-frame.ts";
import { ACCESS_POINT_OCTETS, beacon, captured, hex, join } from "./octets-for-tests.ts";

/** Radiotap with the flags octet alone: an FCS is at the end; nothing; the FCS is bad. */
const ANNOUNCED = hex("0000 0900 02000000 10");
const SILENT = hex("0000 0900 02000000 00");
const FLAGGED = hex("0000 0900 02000000 50");
const NO_FLAGS = hex("0000 0800 00000000");
const BEACON = beacon("000441424344 010182 0301 06 050400010000");
const GOOD_BYE = hex(`c000 0000 ffffffffffff ${ACCESS_POINT_OCTETS} ${ACCESS_POINT_OCTETS} 1000 0700`);
const ACK = hex(`d400 0000 ${ACCESS_POINT_OCTETS}`);
const DATA = hex(`0842 0000 ffffffffffff ${ACCESS_POINT_OCTETS} ${ACCESS_POINT_OCTETS} 1000 ${"aa".repeat(200)}`);

function withFcs(frame: Uint8Array, error = 0): Uint8Array {
  const fcs = new Uint8Array(4);
  new DataView(fcs.buffer).setUint32(0, computeFcs(frame, 0, frame.length) ^ error, true);
  return join(frame, fcs);
}

/** One bit of the frame is hit, as on air. */
function damaged(frame: Uint8Array, octet: number): Uint8Array {
  const hit = Uint8Array.from(frame);
  hit[octet] = (hit[octet] ?? 0) ^ 0x04;
  return hit;
}

/** What the reader makes of a frame: the frame, which must be readable. */
function read(reader: FrameReader, header: Uint8Array, octets: Uint8Array): ParsedFrame {
  const frame = reader.read(captured(join(header, octets), 127));
  if (typeof frame === "string") throw new Error(frame);
  return frame;
}

test("the first right FCS makes each one count: what has a wrong one afterwards is damaged", () => {
  const reader = new FrameReader();
  expect(read(reader, ANNOUNCED, withFcs(BEACON))).toMatchObject({
    octets: BEACON,
    checksums: "verified",
    mayBeDamaged: false,
    damage: undefined,
  });
  expect(read(reader, ANNOUNCED, damaged(withFcs(BEACON), 12))).toMatchObject({ fcsBad: true, damage: "fcs-bad" });
  expect(read(reader, ANNOUNCED, damaged(withFcs(DATA), 12)).damage).toBe("fcs-bad");
  expect(read(reader, ANNOUNCED, withFcs(DATA))).toMatchObject({ checksums: "verified", octets: DATA });
  expect(reader.noticed()).toEqual({});
});

test("nine tenths of damage do not make a radio's checksums worthless", () => {
  const reader = new FrameReader();
  let accepted = 0;
  for (let index = 0; index < 1_000; index++) {
    const octets = index % 10 === 0 ? withFcs(BEACON) : damaged(withFcs(BEACON), 10 + (index % 20));
    const frame = read(reader, ANNOUNCED, octets);
    if (frame.damage === undefined && index > 0) accepted++;
  }
  expect(accepted).toBe(99);
});

test("an FCS that is wrong in every frame is a file's whose addresses were exchanged: its frames are read, and may be damaged", () => {
  const reader = new FrameReader();
  for (let index = 0; index < 300; index++) {
    const frame = read(reader, ANNOUNCED, withFcs(BEACON, 7 + index));
    expect(frame).toMatchObject({ octets: BEACON, elementsRemainder: 0, fcsBad: false, mayBeDamaged: true });
  }
  expect(read(reader, ANNOUNCED, withFcs(DATA, 1)).octets).toEqual(DATA);
  expect(reader.noticed()).toEqual({ "fcs-never-right": 300 });
});

test("an FCS that is announced and not there is missed at once, and every kind of frame keeps its last octets", () => {
  const reader = new FrameReader();
  const frames = [BEACON, GOOD_BYE, ACK, DATA];
  for (const octets of frames)
    expect(read(reader, ANNOUNCED, octets)).toMatchObject({ octets, fcsBad: false, elementsRemainder: 0 });
  expect(read(reader, ANNOUNCED, GOOD_BYE).reasonCode).toBe(7);
  expect(reader.noticed()).toEqual({ "fcs-announced-but-absent": frames.length + 1 });
});

test("a good-bye alone shows by its length whether an FCS is there", () => {
  expect(read(new FrameReader(), ANNOUNCED, GOOD_BYE)).toMatchObject({ octets: GOOD_BYE, reasonCode: 7 });
  expect(read(new FrameReader(), ANNOUNCED, withFcs(GOOD_BYE, 1))).toMatchObject({ octets: GOOD_BYE, reasonCode: 7 });
});

test("a card's own frames, which come back without the FCS of all others, are no damage", () => {
  const reader = new FrameReader();
  for (let index = 0; index < 50; index++) {
    expect(read(reader, ANNOUNCED, withFcs(BEACON)).checksums).toBe("verified");
    expect(read(reader, ANNOUNCED, GOOD_BYE)).toMatchObject({
      octets: GOOD_BYE,
      damage: undefined,
      mayBeDamaged: true,
    });
    expect(read(reader, ANNOUNCED, BEACON)).toMatchObject({ octets: BEACON, damage: undefined, mayBeDamaged: true });
  }
  expect(read(reader, ANNOUNCED, damaged(withFcs(GOOD_BYE), 12)).damage).toBe("fcs-bad");
});

test("where the last element could be an FCS, the frames before decide", () => {
  // The last element has two octets of information: without them the frame is whole too.
  const ambiguous = beacon("000441424344 4602 0000");
  const absent = new FrameReader();
  read(absent, ANNOUNCED, BEACON);
  expect(read(absent, ANNOUNCED, ambiguous).elementCount).toBe(2);
  const wrong = new FrameReader();
  read(wrong, ANNOUNCED, withFcs(BEACON, 1));
  expect(read(wrong, ANNOUNCED, withFcs(ambiguous, 1)).elementCount).toBe(2);
});

test("an FCS that nobody announces is found by a right one, and then in each frame", () => {
  const reader = new FrameReader();
  for (const header of [NO_FLAGS, SILENT, NO_FLAGS])
    expect(read(reader, header, withFcs(BEACON))).toMatchObject({ octets: BEACON, mayBeDamaged: false });
  expect(read(reader, NO_FLAGS, damaged(withFcs(BEACON), 12)).damage).toBe("fcs-bad");
  expect(reader.noticed()).toEqual({ "fcs-not-announced": 3 });
});

test("a flags octet that was never anything but zero is no proof, and one frame that was flagged makes it one", () => {
  const reader = new FrameReader();
  for (let index = 0; index < 100; index++)
    expect(read(reader, SILENT, BEACON)).toMatchObject({ checksums: "unknown", mayBeDamaged: true });
  expect(read(reader, FLAGGED, withFcs(BEACON, 1)).damage).toBe("fcs-bad");
  expect(read(reader, SILENT, BEACON)).toMatchObject({ checksums: "flagged", mayBeDamaged: false });
  // Of a header without the octet, its silence is none.
  expect(read(reader, NO_FLAGS, BEACON).mayBeDamaged).toBe(true);
});

test("what the radio flags as damaged teaches nothing of its checksums", () => {
  const reader = new FrameReader();
  for (let index = 0; index < 50; index++) read(reader, FLAGGED, withFcs(BEACON, 1));
  expect(read(reader, ANNOUNCED, withFcs(BEACON))).toMatchObject({ checksums: "verified", octets: BEACON });
  expect(reader.noticed()).toEqual({});
});

test("each interface has habits of its own", () => {
  const reader = new FrameReader();
  const of = (octets: Uint8Array, interfaceNumber: number) =>
    reader.read({ ...captured(join(ANNOUNCED, octets), 127), interfaceNumber });
  of(withFcs(BEACON), 0);
  expect(of(withFcs(BEACON, 1), 0)).toMatchObject({ damage: "fcs-bad" });
  expect(of(withFcs(BEACON, 1), 1)).toMatchObject({ damage: undefined, octets: BEACON });
});

test("the capture file may announce the FCS and call a frame damaged, where no header does", () => {
  const reader = new FrameReader();
  const bare = (octets: Uint8Array, damage?: "fcs-bad" | "phy-error") =>
    reader.read({ ...captured(octets, 105), fcsAtEnd: true, damage });
  expect(bare(withFcs(BEACON, 1))).toMatchObject({ octets: BEACON, damage: undefined });
  expect(bare(withFcs(BEACON, 1), "phy-error")).toMatchObject({ damage: "phy-error", fcsBad: false });
  expect(bare(withFcs(BEACON, 1)).valueOf()).toMatchObject({ mayBeDamaged: true });
  expect(bare(withFcs(BEACON, 1), "fcs-bad")).toMatchObject({ damage: "fcs-bad", fcsBad: true });
  expect(bare(withFcs(BEACON, 1))).toMatchObject({ checksums: "flagged", mayBeDamaged: false });
});

test("another adapter under the same name is believed after a while", () => {
  const habit = new FcsHabit();
  for (let index = 0; index < 10_000; index++) habit.right();
  let frames = 0;
  while (!habit.isAbsent && frames < 10_000) {
    habit.absent();
    frames++;
  }
  expect(frames).toBeLessThan(2_500);
  const radio = new RadioHabits();
  radio.hear(true, false);
  for (let index = 0; index < 65_536; index++) radio.hear(false, false);
  expect(radio.flagsInHeader).toBe(false);
});

test("a file that invents interfaces fills no memory", () => {
  const habits = new InterfaceHabits();
  for (let number = 0; number < 100_000; number++) habits.of(number);
  expect(habits.size).toBe(64);
});
