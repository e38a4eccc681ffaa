import { describe, expect, test } from "vitest";
import { readRsn } from "../../agent/src/radio/dot11/elements/rsn.ts";
import { nameAkm, nameCipher } from "../../agent/src/radio/dot11/elements/suites.ts";
import { heard, hex, information } from "./octets.ts";

const VERSION = "0100";
const CCMP = "000fac04";
const PSK = "000fac02";

describe("IEEE 802.11-2020, 9.4.2.24: RSN", () => {
  test("a Wi-Fi 7 phone that joins by SAE with a group-dependent hash and protected management frames (OnePlus 11)", () => {
    const read = readRsn(
      information(
        heard(
          "recorded",
          1,
          `
          30 1a
          0100        # version 1
          000fac04    # group cipher CCMP-128
          0100        # one pairwise cipher
          000fac09    # GCMP-256
          0100        # one AKM
          000fac19    # 25: FT over SAE with group-dependent hash
          8000        # MFPC
          0000        # no PMKID
          000fac06    # group management cipher BIP-CMAC-128
        `,
        ),
      ),
    );
    expect(read).toMatchObject({
      version: 1,
      group: "CCMP-128",
      pairwise: ["GCMP-256"],
      akms: ["FT-SAE-EXT"],
      capabilities: { protectedManagementCapable: 1, protectedManagementRequired: 0 },
      pmkids: 0,
      groupManagement: "BIP-CMAC-128",
    });
    expect(read.fault).toBeUndefined();
  });

  test("transition mode: one network for WPA2 and WPA3, and for who roams", () => {
    const suites = "0200 000fac09 000fac04 0500 000fac02 000fac04 000fac06 000fac08 000fac09";
    const read = readRsn(information(heard("lab", 4, `30 28 ${VERSION} ${CCMP} ${suites} 8c40`)));
    expect(read).toMatchObject({
      pairwise: ["GCMP-256", "CCMP-128"],
      akms: ["PSK", "FT-PSK", "PSK-SHA256", "SAE", "FT-SAE"],
      capabilities: { ptksaReplayCounters: 3, protectedManagementCapable: 1, operatingChannelValidation: 1 },
      pmkids: undefined,
      fault: undefined,
    });
  });

  test.each([
    [
      "Suite B of 192 bits",
      15,
      `30 1a ${VERSION} 000fac09 0100 000fac09 0100 000fac0c cc00 0000 000fac0c`,
      { group: "GCMP-256", pairwise: ["GCMP-256"], akms: ["802.1X-CNSA"], groupManagement: "BIP-GMAC-256" },
    ],
    [
      "Suite B",
      16,
      `30 1a ${VERSION} 000fac08 0100 000fac08 0100 000fac0b cc00 0000 000fac0b`,
      { group: "GCMP-128", pairwise: ["GCMP-128"], akms: ["802.1X-SuiteB"], groupManagement: "BIP-GMAC-128" },
    ],
    [
      "802.1X with all that FILS and FT have",
      17,
      `30 3a ${VERSION} ${CCMP} 0200 000fac0a ${CCMP} 0800 000fac01 000fac03 000fac0d 000fac05
       000fac0e 000fac0f 000fac10 000fac11 8d00 0000 000fac0d`,
      {
        pairwise: ["CCMP-256", "CCMP-128"],
        akms: ["802.1X", "FT-802.1X", "FT-802.1X-SHA384", "802.1X-SHA256"].concat(
          ["FILS-SHA256", "FILS-SHA384"],
          ["FT-FILS-SHA256", "FT-FILS-SHA384"],
        ),
        capabilities: { preauthentication: 1 },
        groupManagement: "BIP-CMAC-256",
      },
    ],
    [
      "SAE with group-dependent hash",
      19,
      `30 18 ${VERSION} 000fac09 0100 000fac09 0200 000fac18 000fac19 cc00`,
      { akms: ["SAE-EXT", "FT-SAE-EXT"], capabilities: { protectedManagementRequired: 1 } },
    ],
    ["DPP", 20, `30 14 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 506f9a02 8c00`, { akms: ["DPP"] }],
    [
      "OWE",
      11,
      `30 14 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 000fac12 cc00`,
      { akms: ["OWE"], capabilities: { protectedManagementRequired: 1 } },
    ],
    [
      "WPA and WPA2 with TKIP",
      3,
      `30 14 ${VERSION} 000fac02 0100 ${CCMP} 0100 ${PSK} 0c00`,
      { group: "TKIP", pairwise: ["CCMP-128"], akms: ["PSK"] },
    ],
  ])("of the lab's access points, %s", (_, frame, text, expected) =>
    expect(readRsn(information(heard("lab", frame, text)))).toMatchObject({ ...expected, fault: undefined }),
  );

  test.each([
    ["the version", `30 02 ${VERSION}`],
    ["the group cipher", `30 06 ${VERSION} ${CCMP}`],
    ["the pairwise ciphers", `30 0c ${VERSION} ${CCMP} 0100 ${CCMP}`],
    ["the AKMs", `30 12 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 ${PSK}`],
    ["the capabilities", `30 14 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 ${PSK} 0000`],
    ["the PMKIDs", `30 16 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 ${PSK} 0000 0000`],
  ])("it may end behind %s", (_, text) => expect(readRsn(information(text)).fault).toBeUndefined());

  test.each([
    ["no pairwise cipher", `30 10 ${VERSION} ${CCMP} 0000 0100 ${PSK} 0000`, { pairwise: [], akms: ["PSK"] }],
    ["no AKM", `30 10 ${VERSION} ${CCMP} 0100 ${CCMP} 0000 8000`, { pairwise: ["CCMP-128"], akms: [] }],
    ["neither", `30 0c ${VERSION} ${CCMP} 0000 0000 8000`, { pairwise: [], akms: [] }],
  ])("a count of zero is a list of %s, and what follows is read", (_, text, expected) => {
    expect(readRsn(information(text))).toMatchObject({ ...expected, capabilities: {}, fault: undefined });
  });

  test("what a station could be recognised by, its PMKIDs, is counted and not read", () => {
    const read = readRsn(
      information(`30 36 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 ${PSK} 0000 0200 ${"aa".repeat(16)} ${"bb".repeat(16)}`),
    );
    expect(read.pmkids).toBe(2);
    expect(JSON.stringify(read)).not.toContain("aa");
  });

  test.each([
    ["no version", "30 00", "too-short", {}],
    ["version 0", "30 06 0000 000fac04", "reserved-value", { group: undefined }],
    ["a cut group cipher", `30 05 ${VERSION} 000fac`, "too-short", { group: undefined }],
    ["a cut count", `30 07 ${VERSION} ${CCMP} 01`, "too-short", { group: "CCMP-128", pairwise: undefined }],
    ["more ciphers than fit", `30 0c ${VERSION} ${CCMP} ffff ${CCMP}`, "count-beyond-end", { pairwise: [] }],
    ["more AKMs than fit", `30 12 ${VERSION} ${CCMP} 0100 ${CCMP} 0200 ${PSK}`, "count-beyond-end", { akms: [] }],
    ["more PMKIDs than fit", `30 16 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 ${PSK} 0000 0100`, "count-beyond-end", {}],
    [
      "a cut group management cipher",
      `30 17 ${VERSION} ${CCMP} 0100 ${CCMP} 0100 ${PSK} 0000 0000 00`,
      "too-short",
      {},
    ],
  ])("of one with %s what stood before it is read", (_, text, fault, before) => {
    const read = readRsn(information(text));
    expect(read.fault).toBe(fault);
    expect(read).toMatchObject(before);
  });

  test("all cipher suites of Table 9-149 have their names", () => {
    const names = Array.from({ length: 15 }, (_, type) => nameCipher(Uint8Array.of(0, 0x0f, 0xac, type)));
    expect(names).toEqual(
      ["use group cipher", "WEP-40", "TKIP", "00-0f-ac:3", "CCMP-128", "WEP-104", "BIP-CMAC-128"].concat(
        ["group traffic not allowed", "GCMP-128", "GCMP-256", "CCMP-256"],
        ["BIP-GMAC-128", "BIP-GMAC-256", "BIP-CMAC-256", "00-0f-ac:14"],
      ),
    );
  });

  test("AKMs of Table 9-151, of 802.11be and of the Wi-Fi Alliance have their names, and others their numbers", () => {
    const names = [
      "000fac02",
      "000fac08",
      "000fac12",
      "000fac15",
      "000fac18",
      "506f9a01",
      "506f9a02",
      "000fac63",
      "aabbcc01",
    ];
    expect(names.map((it) => nameAkm(hex(it)))).toEqual([
      "PSK",
      "SAE",
      "OWE",
      "PASN",
      "SAE-EXT",
      "OSEN",
      "DPP",
      "00-0f-ac:99",
      "aa-bb-cc:1",
    ]);
  });
});
