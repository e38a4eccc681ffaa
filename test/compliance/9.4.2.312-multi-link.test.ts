import { describe, expect, test } from "vitest";
import { eachElement, type Element } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readMultiLink } from "../../agent/src/radio/dot11/elements/multi-link.ts";
import { elementsOf, heard, information, octets } from "./octets.ts";

const MLD = "02005e0000f0";
const LINK = "02005e0000f1";

describe("IEEE 802.11be, 9.4.2.312: Multi-Link", () => {
  const request = { isAssociationResponse: false, isBeacon: false };
  const ids = (elements: readonly Element[] | undefined) =>
    elements?.map(({ id, extension }) => (extension < 0 ? String(id) : `x${extension}`)).join(" ");

  test("a phone on 5 GHz that joins with a second link on 6 GHz, as a per-station profile that inherits (OnePlus 11)", () => {
    const frame = [...eachElement(elementsOf("recorded", 1))];
    const read = readMultiLink(
      information(
        heard(
          "recorded",
          1,
          `
          ff 6a 6b
          0001                   # type Basic; MLD Capabilities present
          09 02005e000012 2100   # Common Info: 9 octets with this one; one more link at once
          00 5c                  # Per-STA Profile
            3000                 # link 0, complete, address present
            07 02005e000013      # STA Info: 7 octets with this one
            3115                 # Capability Information
            7f 09 040000000000004080   # Extended Capabilities of its own
            ff 21 23 0f01109a4008 0c304089fd0980080e0c00 fafffaff fafffaff 791cc7711cc771
            ff 03 3b bd06        # HE 6 GHz Band Capabilities
            ff 15 6c 0700 e26f09001036880e03 222222 222222 222222   # EHT Capabilities: 320 MHz here
            ff 05 38 02 2dbf 00  # not inherited: HT and VHT Capabilities; no extended ones
        `,
        ),
      ),
      { ...request, frame },
    );
    expect(read).toMatchObject({
      type: "basic",
      common: { mldAddress: 0x02_00_5e_00_00_12, mld: { simultaneousLinks: 1, tidToLinkNegotiation: 1 } },
      links: [{ linkId: 0, complete: true, address: 0x02_00_5e_00_00_13, capability: 0x1531 }],
      fault: undefined,
    });
    expect(ids(frame)).toBe("0 1 33 36 48 70 54 59 45 127 191 x35 221 221 x108 244 221 x107");
    // HT and VHT do not pass on; its own capabilities stand in the place of the frame's.
    expect(ids(read.links[0]?.elements)).toBe("1 33 36 48 70 54 59 221 221 244 221 127 x35 x59 x108 x56");
  });

  test("a computer on 6 GHz that joins with a second link on 5 GHz (Surface Laptop 7)", () => {
    const frame = [...eachElement(elementsOf("recorded", 2))];
    const element = frame.find(({ extension }) => extension === 107);
    const read = readMultiLink(element?.information ?? new Uint8Array(), { ...request, frame });
    expect(read).toMatchObject({
      common: { mldAddress: 0x02_00_5e_00_00_12 },
      links: [{ linkId: 1, complete: true, address: 0x02_00_5e_00_00_13, capability: 0x1031 }],
      fault: undefined,
    });
    // Not inherited: RSN Extension, of the IDs, and what only 6 GHz has, of the extended ones; HT and VHT are its own.
    expect(heard("recorded", 2, "ff 05 38 01 32 01 3b")).toBeDefined();
    expect(ids(frame)).toBe("0 1 48 127 x35 x59 x107 x108 221 244 221");
    expect(ids(read.links[0]?.elements)).toBe("48 221 244 221 1 45 127 191 x35 x108 x56");
  });

  // Access points of several links, and all that follows, by the clause: no radio at hand sends them.
  test("RSN passes on, rates of its own stand in the place of the frame's, HT and VHT do not pass on", () => {
    const frame = [...eachElement(octets("01 01 8c 2d 02 ef09 bf 02 0000 30 02 0100"))];
    const text = `ff 28 6b 0001 09 ${MLD} 2100 00 1a 3000 07 ${LINK} 3115 01 01 96 ff 05 38 02 2dbf 00 ff 03 3b bd06`;
    const read = readMultiLink(information(text), { ...request, frame });
    expect(read.fault).toBeUndefined();
    expect(ids(read.links[0]?.elements)).toBe("48 1 x56 x59");
  });

  test("an access point in a beacon: link, change count, EML and MLD capabilities, and no profiles", () => {
    const read = readMultiLink(
      information(`
        ff 10 6b
        b001              # Basic; link ID, change count, EML and MLD capabilities
        0d ${MLD} 02 07 0100 0200
      `),
    );
    expect(read).toMatchObject({
      common: { linkId: 2, changeCount: 7, eml: { emlsr: 1 }, mld: { simultaneousLinks: 2 } },
      links: [],
      fault: undefined,
    });
  });

  test("an association response has a status before the elements of a profile", () => {
    const text = `ff 1b 6b 0000 07 ${MLD} 00 0f 3100 07 ${LINK} 0100 0500 01 00`;
    const read = readMultiLink(information(text), { isAssociationResponse: true, isBeacon: false, frame: [] });
    expect(read.links[0]).toMatchObject({ linkId: 1, capability: 1, status: 5, fault: undefined });
  });

  test("a link that will go (Reconfiguration): how many beacons it has left", () => {
    const read = readMultiLink(information(`ff 0b 6b 0200 01 00 05 4200 03 0a00`));
    expect(read).toMatchObject({ type: "reconfiguration", links: [{ linkId: 2, removalTimer: 10 }], fault: undefined });
  });

  test("in a beacon the profile of another link has elements only: its channel switch (IEEE 802.11be, 35.3.11)", () => {
    const text = `ff 1a 6b b001 0d ${MLD} 02 07 0100 0200 00 08 0100 01 25 03 01 0b 03`;
    const [link] = readMultiLink(information(text), { isAssociationResponse: false, isBeacon: true, frame: [] }).links;
    expect(link).toMatchObject({ linkId: 1, complete: false, capability: undefined, fault: undefined });
    expect(link?.elements.map(({ id }) => id)).toEqual([37]);
    // The same octets in a probe response begin with a capability.
    const [answered] = readMultiLink(information(text), {
      isAssociationResponse: false,
      isBeacon: false,
      frame: [],
    }).links;
    expect(answered).toMatchObject({ capability: 0x0325 });
  });

  test("a probe request may name the MLD by its address, behind its number or without", () => {
    for (const [text, mldId] of [
      [`ff 0f 6b 3100 08 03 ${MLD} 00 02 1100`, 3],
      [`ff 0e 6b 2100 07 ${MLD} 00 02 1100`, undefined],
    ] as const)
      expect(readMultiLink(information(text))).toMatchObject({
        common: { mldId, mldAddress: 0x02_00_5e_00_00_f0 },
        links: [{ linkId: 1, complete: true }],
        fault: undefined,
      });
  });

  test("a probe request for one link of an MLD", () => {
    const read = readMultiLink(information("ff 09 6b 1100 02 03 00 02 1100"));
    expect(read).toMatchObject({ type: "probe-request", common: { mldId: 3 }, links: [{ linkId: 1, complete: true }] });
    expect(read.fault).toBeUndefined();
  });

  test("TDLS and priority access have an address and nothing else that is read", () => {
    for (const [type, name] of [
      ["0300", "tdls"],
      ["0400", "priority-access"],
    ] as const)
      expect(readMultiLink(information(`ff 0a 6b ${type} 07 ${MLD}`))).toMatchObject({
        type: name,
        common: { mldAddress: 0x02_00_5e_00_00_f0 },
        fault: undefined,
      });
  });

  test("a longer Common Info is of a later standard, and skipped", () => {
    expect(readMultiLink(information(`ff 0d 6b 0000 0a ${MLD} eeeeee`))).toMatchObject({ links: [], fault: undefined });
  });

  test.each([
    ["no control", "ff 02 6b 00", "too-short"],
    ["a type that is reserved", `ff 0a 6b 0500 07 ${MLD}`, "reserved-value"],
    ["Common Info of length 0, which does not count itself", `ff 0a 6b 0000 00 ${MLD}`, "length-beyond-end"],
    ["Common Info longer than the element", `ff 0a 6b 0000 40 ${MLD}`, "length-beyond-end"],
    ["Common Info too short for its presence bits", `ff 0a 6b f001 07 ${MLD}`, "too-short"],
    ["a profile longer than the element", `ff 0e 6b 0000 07 ${MLD} 00 40 3000`, "length-beyond-end"],
    ["STA Info longer than its profile", `ff 0f 6b 0000 07 ${MLD} 00 03 3000 20`, "length-beyond-end"],
    ["STA Info of length 0", `ff 0f 6b 0000 07 ${MLD} 00 03 3000 00`, "length-beyond-end"],
    ["STA Info too short for its address", `ff 11 6b 0000 07 ${MLD} 00 05 3000 03 0200`, "too-short"],
    [
      "an element longer than its profile",
      `ff 1a 6b 0000 07 ${MLD} 00 0e 1000 01 0100 01 ff 8c${"00".repeat(6)}`,
      "length-beyond-end",
    ],
  ])("%s: %s", (_, text, fault) => expect(readMultiLink(information(text)).fault).toBe(fault));
});
