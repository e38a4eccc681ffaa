import { describe, expect, test } from "vitest";
import { eachElement } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readMultiLink } from "../../agent/src/radio/dot11/elements/multi-link.ts";
import { octets } from "./octets.ts";

const all = (text: string): { id: number; extension: number; length: number; fault: string | undefined }[] =>
  [...eachElement(octets(text))].map(({ id, extension, information, fault }) => ({
    id,
    extension,
    length: information.length,
    fault,
  }));

// No recording at hand holds a fragment: by the clause, and read as tshark 4.6 reads it.
describe("IEEE 802.11-2020, 10.28.11 and 10.28.12: element fragmentation", () => {
  const full = `ff ff 6b ${"00".repeat(254)}`;

  test("an element of 255 octets goes on in Fragment elements, until one is shorter", () => {
    const fragments = `f2 ff ${"01".repeat(255)} f2 02 0202`;
    expect(all(`${full} ${fragments} 00 00`)).toEqual([
      { id: 255, extension: 107, length: 254 + 255 + 2, fault: undefined },
      { id: 0, extension: -1, length: 0, fault: undefined },
    ]);
  });

  test("one of just 255 octets without fragments is whole", () => {
    expect(all(`${full} 00 00`)[0]).toMatchObject({ extension: 107, length: 254, fault: undefined });
  });

  test("a fragment of nothing is an element of its own, and told", () => {
    expect(all("00 01 41 f2 02 0202")).toEqual([
      { id: 0, extension: -1, length: 1, fault: undefined },
      { id: 242, extension: -1, length: 2, fault: "missing" },
    ]);
  });

  test("fragments without end are no longer than the frame, whatever they say", () => {
    const elements = all(`${full} ${`f2 ff ${"00".repeat(255)}`.repeat(40)} f2 ff 00`);
    expect(elements).toHaveLength(1);
    expect(elements[0]).toMatchObject({ length: 254 + 40 * 255 + 1, fault: "length-beyond-end" });
  });

  test.each([
    ["an ID and nothing more", "30", "too-short"],
    ["a length beyond the frame", "30 14 0100", "length-beyond-end"],
    ["ID 255 without its extension", "ff 00", "too-short"],
  ])("%s: %s", (_, text, fault) => expect(all(text)[0]?.fault).toBe(fault));

  test("a subelement of a Multi-Link element goes on in Fragment subelements, ID 254 (IEEE 802.11be, 35.3.3.6)", () => {
    // A profile of 255 + 20 octets: link 1, no STA Info but its length, Capability Information, then vendor elements of 54 octets.
    const vendor = `dd 34 aabbcc ${"00".repeat(49)}`;
    const profile = octets(`1100 01 0100 ${vendor.repeat(5)}`);
    expect(profile).toHaveLength(275);
    const head = Buffer.from(profile.subarray(0, 255)).toString("hex");
    const tail = Buffer.from(profile.subarray(255)).toString("hex");
    const link = octets(`0000 07 02005e0000f0 00 ff ${head} fe 14 ${tail}`);
    const read = readMultiLink(link);
    expect(read.fault).toBeUndefined();
    expect(read.links).toHaveLength(1);
    expect(read.links[0]).toMatchObject({ linkId: 1, complete: true });
    expect(read.links[0]?.elements).toHaveLength(5);
    // What follows the fragments is a profile of its own.
    const two = octets(`0000 07 02005e0000f0 00 ff ${head} fe 14 ${tail} 00 06 1200 01 0100 00`);
    expect(readMultiLink(two).links.map((it) => it.linkId)).toEqual([1, 2]);
    // Without its fragment the last element of the profile is cut, and the link says so.
    expect(readMultiLink(octets(`0000 07 02005e0000f0 00 ff ${head}`)).links[0]?.fault).toBe("length-beyond-end");
  });

  test("an element within a profile goes on in Fragment elements of its own, whatever the profile is cut into", () => {
    const long = `ff ff c8 ${"00".repeat(254)} f2 03 010203`;
    const profile = octets(`1100 01 0100 ${long} 01 01 96`);
    const head = Buffer.from(profile.subarray(0, 255)).toString("hex");
    const tail = Buffer.from(profile.subarray(255)).toString("hex");
    const size = (profile.length - 255).toString(16).padStart(2, "0");
    const [link] = readMultiLink(octets(`0000 07 02005e0000f0 00 ff ${head} fe ${size} ${tail}`)).links;
    expect(link).toMatchObject({ fault: undefined });
    expect(link?.elements.map((it) => [it.id, it.extension, it.information.length])).toEqual([
      [255, 200, 257],
      [1, -1, 1],
    ]);
  });

  test("a profile of just 255 octets is whole, and the next begins behind it", () => {
    const whole = `1100 01 0100 ${`dd 7b aabbcc ${"00".repeat(120)}`.repeat(2)}`;
    expect(octets(whole)).toHaveLength(255);
    const read = readMultiLink(octets(`0000 07 02005e0000f0 00 ff ${whole} 00 06 1200 01 0100 00`));
    expect(read.links.map((it) => it.linkId)).toEqual([1, 2]);
  });
});
