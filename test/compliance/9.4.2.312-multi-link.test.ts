import { describe, expect, test } from "vitest";
import { eachElement } from "../../agent/src/radio/dot11/elements/element-stream.ts";
import { readMultiLink } from "../../agent/src/radio/dot11/elements/multi-link.ts";
import { information, octets } from "./octets.ts";

const MLD = "02005e0000f0";
const LINK = "02005e0000f1";

describe("IEEE 802.11be, 9.4.2.312: Multi-Link", () => {
  test("a phone that joins with two links (Basic): its second one as a per-station profile that inherits", () => {
    const frame = [...eachElement(octets("01 01 8c 2d 02 ef09 bf 02 0000 30 02 0100"))];
    const read = readMultiLink(
      information(
        `
        ff 28 6b
        0001              # type Basic; MLD Capabilities present
        09 ${MLD} 2100    # Common Info: 9 octets with this one; one more link at once
        00 1a             # Per-STA Profile
          3000            # link 0, complete, address present
          07 ${LINK}      # STA Info: 7 octets with this one
          3115            # Capability Information
          01 01 96        # rates of its own
          ff 05 38 02 2dbf 00   # not inherited: HT and VHT Capabilities
          ff 03 3b bd06   # HE 6 GHz Band Capabilities
      `,
      ),
      { isAssociationResponse: false, isBeacon: false, frame },
    );
    expect(read).toMatchObject({
      type: "basic",
      common: { mldAddress: 0x02_00_5e_00_00_f0, mld: { simultaneousLinks: 1, tidToLinkNegotiation: 1 } },
      links: [{ linkId: 0, complete: true, address: 0x02_00_5e_00_00_f1, capability: 0x1531 }],
      fault: undefined,
    });
    // RSN passes on; its own rates stand in the place of the frame's; HT and VHT do not pass on.
    expect(read.links[0]?.elements.map(({ id, extension }) => (extension < 0 ? id : `x${extension}`))).toEqual([
      48,
      1,
      "x56",
      "x59",
    ]);
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
