import { LIMITS } from "@probewarden/contract";
import { expect, test } from "vitest";
import { spellAddress } from "../dot11/address.ts";
import type { AccessPoint } from "../air/access-points.ts";
import { CaptureDecoder } from "../capture/capture-decoder.ts";
import { FrameReader } from "../dot11/frame-reader.ts";
import { AccusedFrames } from "./accused-frames.ts";
import type { Beside } from "./beside.ts";
import { makeExcerpt, type MadeExcerpt, type MaySay } from "./excerpt.ts";
import { EXCERPTS } from "./figures.ts";
import { air, BOX, element, findingOf, PHONE, plain, read, stationsAre, subjectOf } from "./frames-for-tests.ts";
import { atOnce } from "./steps.ts";
import type { SuspectFrames } from "./suspect-frames.ts";

function makeNow(
  kept: SuspectFrames,
  beside: Beside,
  may: MaySay,
  random?: (octets: number) => Uint8Array,
): MadeExcerpt | undefined {
  return atOnce(makeExcerpt(kept, [...kept.told.values()], beside, may, random))?.excerpt;
}

const NAME = element(0, "Home of Li");
const OTHER = 0x7c5189_22aa01;

/** Sequence Control of a number, in hex. */
const numbered = (number: number): string => {
  const octets = Buffer.alloc(2);
  octets.writeUInt16LE(number << 4);
  return octets.toString("hex");
};

/** The excerpt of a box that is accused before these frames are heard. */
function excerptOf(frames: readonly string[], may: MaySay = stationsAre(PHONE), over = {}): MadeExcerpt {
  const kept = new AccusedFrames();
  kept.accuse(subjectOf("s-box", [BOX]), undefined, 0, 1_795_000_000);
  kept.told(findingOf("s-box", over));
  frames.forEach((hex, index) => kept.hear(read(hex, 1_795_000_000 + index), index + 1, 1_795_000_000 + index));
  const [suspect] = kept.suspects();
  const made = suspect === undefined ? undefined : makeNow(suspect, kept.beside, may);
  if (made === undefined) throw new Error("no excerpt");
  return made;
}

function framesOf({ file }: MadeExcerpt): string[] {
  const frames: string[] = [];
  const decoder = new CaptureDecoder("excerpt", ({ bytes }) =>
    frames.push(Buffer.from(bytes.subarray(bytes[2])).toString("hex")),
  );
  decoder.push(file);
  expect(decoder.end()).toEqual({});
  return frames;
}

test("the suspect stands as it is, who is asked and what he asked under pseudonyms that stay equal", () => {
  const made = excerptOf([air.request(PHONE, NAME), air.response(BOX, PHONE, NAME), air.response(BOX, PHONE, NAME)]);
  const [question = "", answer = ""] = framesOf(made);
  const phone = question.slice(20, 32);
  expect(phone).toMatch(/^5257/);
  expect(answer.slice(8, 20)).toBe(phone);
  expect(answer.slice(20, 32)).toBe(plain(BOX));
  const name = question.slice(52, 76);
  expect(Buffer.from(name, "hex").toString()).toMatch(/^~[g-v]{11}$/);
  expect(answer).toContain(name);
  expect(made).toMatchObject({ transmitters: [spellAddress(BOX)], addressesReplaced: 1, namesReplaced: 1, names: [] });
});

test("two files share no pseudonym, of an address, a name or a count", () => {
  const frames = [air.request(PHONE, NAME), air.response(BOX, PHONE, NAME)];
  const [one = "", other = ""] = [excerptOf(frames), excerptOf(frames)].map((made) => framesOf(made)[0]);
  expect(one.slice(20, 32)).not.toBe(other.slice(20, 32));
  expect(one.slice(52)).not.toBe(other.slice(52));
});

test("a group bit stays, and everybody is everybody", () => {
  const group = PHONE + 0x0100_0000_0000;
  const [rts = ""] = framesOf(excerptOf([air.rts(BOX, group)]));
  expect(rts.slice(8, 20)).toMatch(/^5357/);
  const [beacon = ""] = framesOf(excerptOf([air.beacon(BOX, NAME)]));
  expect(beacon.slice(8, 20)).toBe("f".repeat(12));
});

test("a name of the venue, of a finding, a hidden one and the standard's stay; a name of zeros tells not even its length", () => {
  const names = ["Mall", "Kiosk", "", "DIRECT-", "DIRECT-TV of Li", "\0\0\0\0"].map((name) => element(0, name));
  const line = { names: [Buffer.from("Kiosk").toString("hex")], code: "five-names" };
  const made = excerptOf(
    names.map((name) => air.response(BOX, PHONE, name)),
    stationsAre(PHONE),
    { evidence: [line] },
  );
  const said = framesOf(made).map((frame) => Buffer.from(frame.slice(76), "hex").toString("latin1"));
  expect(said).toEqual(["Mall", "Kiosk", "", "DIRECT-", expect.stringMatching(/^DIRECT-~[g-v]{11}$/), ""]);
  expect(made.names.map((hex) => Buffer.from(hex, "hex").toString())).toEqual(["Mall", "Kiosk"]);
});

test("of data only the header is kept, of a station's question only the name, of an access point what a detector reads", () => {
  const wps = element(221, Buffer.from("0050f204104a0001101049000600372a000120", "hex"));
  const rsn = element(48, Buffer.from("0100000fac04", "hex"));
  const made = excerptOf([
    air.request(PHONE, NAME + wps + rsn),
    air.data(BOX, PHONE, "aaaa0300000008004500deadbeef"),
    air.response(BOX, PHONE, NAME + rsn + wps),
  ]);
  const [question = "", data = "", answer = ""] = framesOf(made);
  expect([question.length, data.length]).toEqual([2 * (24 + 14), 2 * 24]);
  expect(answer.slice(-2 * (8 + 21))).toBe(`3006${"00".repeat(6)}dd130050f204${"00".repeat(15)}`);
});

test("who is accused may write a phone's address or a name that was asked for wherever he likes: that frame does not leave", () => {
  const spelled = Buffer.from(plain(PHONE), "hex");
  const frames = [
    // In the rates, which are read; in the time stamp of a beacon; the asked name among the rates.
    air.beacon(BOX, element(0, "Mall") + element(1, spelled)),
    air.beacon(BOX, element(0, "Mall2")).replace("0102030405060708", `${plain(PHONE)}0708`),
    air.response(BOX, PHONE, element(0, "Mall") + element(50, "Li-home")),
  ];
  const made = excerptOf([air.request(PHONE, element(0, "Li-home")), ...frames]);
  expect(made.withheld).toBe(3);
  expect(made.file.includes(spelled)).toBe(false);
  expect(made.file.includes("Li-home")).toBe(false);
  // In a name of the venue's length it is a pseudonym as any name.
  expect(excerptOf([air.beacon(BOX, element(0, spelled))]).file.includes(spelled)).toBe(false);
});

test("a suspect that turns out to be a station is not named, nor is what it was said to hit", () => {
  const made = excerptOf([air.response(BOX, OTHER, NAME)], stationsAre(BOX, OTHER), { targets: [spellAddress(OTHER)] });
  expect([made.transmitters, made.targets]).toEqual([[], []]);
  expect(made.file.includes(Buffer.from(plain(BOX), "hex"))).toBe(false);
  expect(made.file.includes(Buffer.from(plain(OTHER), "hex"))).toBe(false);
});

test("the level of a phone is not said, that of the suspect is", () => {
  const made = excerptOf([air.request(PHONE, NAME), air.response(BOX, PHONE, NAME)]);
  const levels: number[] = [];
  const decoder = new CaptureDecoder("excerpt", ({ bytes }) => levels.push((bytes[4] ?? 0) & 0b10_0000));
  decoder.push(made.file);
  decoder.end();
  expect(levels).toEqual([0, 0b10_0000]);
});

/** Sequence number and level of each frame of a kind, by its first octet in hex. */
function heardOf({ file }: MadeExcerpt, kind: string): { sequence: number; rssiDbm: number; transmitter: string }[] {
  const all: { sequence: number; rssiDbm: number; transmitter: string }[] = [];
  const reader = new FrameReader();
  const decoder = new CaptureDecoder("excerpt", (captured) => {
    const frame = reader.read(captured);
    if (typeof frame === "string" || Buffer.from(frame.octets.subarray(0, 1)).toString("hex") !== kind) return;
    all.push({ sequence: frame.sequence, rssiDbm: frame.rssiDbm, transmitter: spellAddress(frame.transmitter) });
  });
  decoder.push(file);
  decoder.end();
  return all;
}

test("of a flood of applicants levels and numbers stay to each other what they were, moved by one amount; of a few none is told", () => {
  const box = { targets: [spellAddress(BOX)] };
  const flood = (count: number): string[] =>
    Array.from({ length: count }, (_, index) =>
      air.authentication(OTHER + index, BOX).replace(`${plain(BOX)}1000`, `${plain(BOX)}${numbered(100 + index)}`),
    );
  const made = heardOf(excerptOf(flood(EXCERPTS.applicants), stationsAre(), box), "b0");
  expect(made).toHaveLength(EXCERPTS.applicants);
  expect(new Set(made.map(({ sequence }, index) => (4_096 + sequence - index) % 4_096)).size).toBe(1);
  expect(new Set(made.map(({ rssiDbm }) => rssiDbm)).size).toBe(1);
  expect(Math.abs((made[0]?.rssiDbm ?? 0) + 42)).toBeLessThanOrEqual(EXCERPTS.movedDb);
  const few = heardOf(excerptOf(flood(EXCERPTS.applicants - 1), stationsAre(), box), "b0");
  expect(few.every(({ rssiDbm }) => Number.isNaN(rssiDbm))).toBe(true);
  expect(new Set(few.map(({ sequence }, index) => (4_096 + sequence - index) % 4_096)).size).toBeGreaterThan(10);
  // Who does anything else is no applicant: his phone is not told by its level.
  const guest = air.data(OTHER, BOX);
  const [first] = heardOf(excerptOf([...flood(EXCERPTS.applicants + 1), guest], stationsAre(), box), "b0");
  expect(first?.rssiDbm).toBeNaN();
});

test("numbers of the suspect stay under a pseudonym too, those of nobody's count stay zero, and all others are moved", () => {
  const kept = new AccusedFrames();
  const [own, silent, guest] = [BOX + 1, OTHER, PHONE];
  kept.accuse(subjectOf("s-box", [BOX]), undefined, 0, 1_795_000_000, [own]);
  kept.told(findingOf("s-box"));
  const frames = [
    air.beacon(own, NAME),
    air.beacon(own, NAME).replace("1000010203", "2000010203"),
    air.data(silent, BOX).replace(/1000$/, "0000"),
    air.data(guest, BOX).replace(/1000$/, "3000"),
  ];
  frames.forEach((hex, index) => kept.hear(read(hex, 1_795_000_000 + index), index + 1, 1_795_000_000 + index));
  const [suspect] = kept.suspects();
  const random = (octets: number): Uint8Array => Uint8Array.from({ length: octets }, () => Math.random() * 255 + 1);
  const made = suspect && makeNow(suspect, kept.beside, stationsAre(PHONE), random);
  if (made === undefined) throw new Error("no excerpt");
  const beacons = heardOf(made, "80");
  expect(beacons.map(({ sequence }) => sequence)).toEqual([1, 2]);
  expect(beacons.every(({ transmitter }) => transmitter.startsWith("52:57:"))).toBe(true);
  const [nobody, moved] = heardOf(made, "08").map(({ sequence }) => sequence);
  expect(nobody).toBe(0);
  expect(moved).not.toBe(3);
});

test("beacons of one other access point stand in the file under a pseudonym, up to the TIM, and none of a station's", () => {
  const frames = new AccusedFrames();
  const elements = `${element(0, "Cafe of Wang")}${element(1, "\u0002")}${element(5, Buffer.from([0, 1, 0, 255]))}`;
  const known = { beacons: 100, channelMhz: 2_412, firstAt: 0 } as AccessPoint;
  const tell = (count: number, from: number): void => {
    for (let index = 0; index < count; index++) {
      const at = 1_795_000_000 + (from + index) / 2;
      frames.hear(read(air.beacon(OTHER, elements + element(48, "secret")), at), from + index, at, known);
    }
  };
  tell(400, 1);
  expect(frames.beside.size).toBe(EXCERPTS.beside);
  frames.accuse(subjectOf("s-box", [BOX]), read(air.beacon(BOX, NAME)), 401, 1_795_000_201);
  frames.told(findingOf("s-box"));
  tell(400, 402);
  const [suspect] = frames.suspects();
  const made = suspect && makeNow(suspect, frames.beside, stationsAre(PHONE));
  if (made === undefined) throw new Error("no excerpt");
  const all = framesOf(made);
  expect(all).toHaveLength(EXCERPTS.besideOfFile + 1);
  expect(made.file.includes("secret")).toBe(false);
  expect(made.file.includes("Wang")).toBe(false);
  expect(made.file.includes(Buffer.from(plain(OTHER), "hex"))).toBe(false);
  expect(all.filter((frame) => frame.slice(20, 24) === "5257" && frame.endsWith("050400010000"))).toHaveLength(
    EXCERPTS.besideOfFile,
  );
  // From before it was accused as from after.
  expect(made.firstAtSeconds).toBeLessThan(1_795_000_201);
  expect(made.lastAtSeconds).toBeGreaterThan(1_795_000_201);
});

test("a file has no more octets than it may, whatever is heard, and says how many frames had no room", () => {
  const long = element(0, "Mall") + element(221, Buffer.alloc(240, 1)) + element(221, Buffer.alloc(180, 1));
  const frames = Array.from({ length: 1_200 }, (_, index) => air.response(BOX, PHONE + index, long));
  const made = excerptOf(frames, stationsAre());
  expect(made.file.length).toBeLessThanOrEqual(EXCERPTS.fileOctets);
  expect(made.file.length).toBeGreaterThan(EXCERPTS.fileOctets / 2);
  expect(made.file.toString("base64").length).toBeLessThanOrEqual(LIMITS.captureCharacters);
  expect(made.frames + made.passed).toBe(1_200);
});

test("so many names are said and no more: the others are pseudonyms", () => {
  const names = Array.from({ length: LIMITS.excerptNames + 9 }, (_, index) => `Kiosk ${index}`);
  const line = { names: names.map((name) => Buffer.from(name).toString("hex")), code: "five-names" };
  const frames = names.map((name) => air.response(BOX, PHONE, element(0, name)));
  const made = excerptOf(frames, stationsAre(PHONE), { evidence: [line] });
  expect([made.names.length, made.namesReplaced]).toEqual([LIMITS.excerptNames, 9]);
});
