import { element, nameOf } from "../../agent/src/radio/made-air-for-tests.ts";

/** What access points of one make put into beacons, and how often that make is met. */
export interface Make {
  /** Prefixes of the addresses that its maker has. Empty: a locally administered address. */
  prefixes: readonly number[];
  met: number;
  intervalTu: number;
  /** A program that sets up a small device, a phone's hotspot: names begin so. */
  names: readonly string[];
  capability: number;
  /** Elements before TIM's place and behind it; what is behind has the security among it. */
  before(channel: number): Buffer;
  after(channel: number, security: Buffer): Buffer;
}

const hex = (id: number, text: string): Buffer => element(id, ...Buffer.from(text.replaceAll(" ", ""), "hex"));
const zeros = (length: number): string => "00".repeat(length);

const RATES_BG = hex(1, "82848b960c121824");
const RATES_A = hex(1, "8c129824b048606c");
const MORE_RATES = hex(50, "3048606c");
const ERP = hex(42, "00");
const COUNTRY = hex(7, "434e20 010d14");
const COUNTRY_5 = hex(7, "434e20 240817 950518 00");
const HT_CAPABILITIES = hex(45, `ef11 1b ffff0000 ${zeros(12)} 0000 00000000 00`);
const htOperation = (channel: number): Buffer => element(61, channel, 0x00, ...new Uint8Array(20));
const VHT = [hex(191, "b2598933 faff0000 faff0020"), hex(192, "00 00 00 0000")];
const EXTENDED = hex(127, "0400080000000040");
export const WMM = hex(221, "0050f20201018000 03a40000 27a40000 42435e00 62322f00");
const WPS = hex(221, "0050f204 104a000110 1044000102");
const HE = [hex(255, `23 0d0100021200 02023c1f00000000000000 fafffaff`), hex(255, "24 000000 00 fcff")];
const EHT = [hex(255, `6c 0700 e2ff db0008 006800 444444`), hex(255, "6a 00 00000000")];
/** Basic multi-link element (9.4.2.312) of an access point with two links: its MLD address, link 0, one change, capabilities. */
const multiLink = (mldAddress: number): Buffer =>
  element(255, 0x6b, 0xb0, 0x01, 0x0d, ...octetsOf(mldAddress), 0x00, 0x01, 0x00, 0x00, 0x01, 0x00);
const CISCO = hex(221, "00409603 01");
const ARUBA = hex(221, "000b8601 04 08 41502d3331350000".replaceAll(" ", ""));
const QUALCOMM = hex(221, "8cfdf0 04 0000 49 4c 51 03 02 09 72 01 00 00 00 00".replaceAll(" ", ""));
const TP_LINK = hex(221, "001d0f 0001".replaceAll(" ", ""));
const load = (channel: number): Buffer => element(11, 3 + (channel % 5), 0, 40 + channel, 0, 0);
const RM_ENABLED = hex(70, "7208010000");

export function octetsOf(address: number): number[] {
  const octets = Buffer.alloc(6);
  octets.writeUIntBE(address, 0, 6);
  return [...octets];
}

const ratesOf = (channel: number): Buffer =>
  channel > 14 ? Buffer.concat([RATES_A]) : Buffer.concat([RATES_BG, element(3, channel)]);
const countryOf = (channel: number): Buffer => (channel > 14 ? COUNTRY_5 : COUNTRY);
const erpOf = (channel: number): Buffer => (channel > 14 ? Buffer.alloc(0) : Buffer.concat([ERP, MORE_RATES]));
const ht = (channel: number): Buffer[] => [HT_CAPABILITIES, htOperation(channel)];

export type MakeName = "home" | "wifi6" | "wifi7" | "enterprise" | "old" | "hotspot" | "set-up";

/** Elements in the order of their numbers, as 9.3.3.2 asks. */
export const MAKES: Readonly<Record<MakeName, Make>> = {
  home: {
    prefixes: [0x14cf92, 0x50c7bf, 0xb0be76, 0x78a106],
    met: 40,
    intervalTu: 100,
    names: ["TP-LINK_", "MERCURY_", "FAST_", "Tenda_"],
    capability: 0x0431,
    before: ratesOf,
    after: (channel, security) =>
      Buffer.concat([countryOf(channel), erpOf(channel), security, ...ht(channel), EXTENDED, WMM, TP_LINK, WPS]),
  },
  wifi6: {
    prefixes: [0x9c9d7e, 0x28d127, 0xd8ce3a],
    met: 22,
    intervalTu: 100,
    names: ["Xiaomi_", "HUAWEI-", "ChinaNet-", "CMCC-"],
    capability: 0x0531,
    before: ratesOf,
    after: (channel, security) =>
      Buffer.concat([
        countryOf(channel),
        erpOf(channel),
        security,
        load(channel),
        RM_ENABLED,
        ...ht(channel),
        EXTENDED,
        ...(channel > 14 ? VHT : []),
        ...HE,
        WMM,
        QUALCOMM,
      ]),
  },
  wifi7: {
    prefixes: [0xc8ea38, 0x80af9f],
    met: 6,
    intervalTu: 100,
    names: ["Home-BE-", "HUAWEI-BE7-"],
    capability: 0x0531,
    before: ratesOf,
    after: (channel, security) =>
      Buffer.concat([
        countryOf(channel),
        erpOf(channel),
        security,
        RM_ENABLED,
        ...ht(channel),
        EXTENDED,
        ...(channel > 14 ? VHT : []),
        ...HE,
        ...EHT,
        multiLink(0x02c8_ea38_0001),
        WMM,
      ]),
  },
  enterprise: {
    prefixes: [0x00265a, 0x7c210d, 0x94b40f],
    met: 14,
    intervalTu: 100,
    names: ["Mall-", "Shop-", "Office-"],
    capability: 0x1531,
    before: ratesOf,
    after: (channel, security) =>
      Buffer.concat([
        countryOf(channel),
        load(channel),
        erpOf(channel),
        security,
        RM_ENABLED,
        ...ht(channel),
        EXTENDED,
        ...(channel > 14 ? VHT : []),
        ...HE,
        WMM,
        CISCO,
        ARUBA,
      ]),
  },
  old: {
    prefixes: [0x000d54, 0x001478, 0x0019e0],
    met: 6,
    intervalTu: 100,
    names: ["Wireless-", "dlink-", "Netcore-"],
    capability: 0x0431,
    before: ratesOf,
    after: (channel, security) => Buffer.concat([erpOf(channel), security, WMM, hex(221, "00037f01010000ff7f")]),
  },
  hotspot: {
    prefixes: [],
    met: 7,
    intervalTu: 100,
    names: ["iPhone-", "AndroidAP_", "Redmi-"],
    capability: 0x0431,
    before: ratesOf,
    after: (channel, security) => Buffer.concat([erpOf(channel), security, ...ht(channel), EXTENDED, WMM]),
  },
  "set-up": {
    prefixes: [0x240ac4, 0x5ccf7f, 0xa4cf12],
    met: 5,
    intervalTu: 100,
    names: ["ESP_", "Plug-", "lamp-"],
    capability: 0x0421,
    before: ratesOf,
    after: (channel) => Buffer.concat([ERP, MORE_RATES, ...ht(channel), WMM]),
  },
};

const suite = (type: number): number[] => [0x00, 0x0f, 0xac, type];
const rsn = (group: number, keys: readonly number[], capabilities: number): Buffer =>
  element(
    48,
    ...[1, 0, ...suite(group), 1, 0, ...suite(4), keys.length, 0, ...keys.flatMap(suite)].concat(
      capabilities & 0xff,
      capabilities >> 8,
    ),
  );

export type SecurityName = "open" | "wpa2" | "wpa3" | "transition" | "enterprise";

/** RSN (9.4.2.24), with the extension where SAE is offered (9.4.2.241). */
export const SECURITIES: Readonly<Record<SecurityName, Buffer>> = {
  open: Buffer.alloc(0),
  wpa2: rsn(4, [2], 0x000c),
  wpa3: Buffer.concat([rsn(4, [8], 0x00cc), hex(244, "20")]),
  transition: Buffer.concat([rsn(4, [2, 8], 0x008c), hex(244, "20")]),
  enterprise: rsn(4, [1, 5], 0x000c),
};

/** What a station chooses of it, as its association request says: one key management. */
export const CHOSEN: Readonly<Record<SecurityName, Buffer>> = {
  open: Buffer.alloc(0),
  wpa2: rsn(4, [2], 0),
  wpa3: rsn(4, [8], 0x00c0),
  transition: rsn(4, [2], 0),
  enterprise: rsn(4, [1], 0),
};

/** Capability without the privacy bit where nothing is encrypted. */
export const capabilityOf = (make: Make, security: SecurityName): number =>
  security === "open" ? make.capability & ~0x10 : make.capability;

/** Multiple BSSID (9.4.2.45) with a nontransmitted profile for each further network: capability, name, index, security where it differs. */
export function multipleBssid(networks: readonly { ssid: string; capability: number }[], indicator: number): Buffer {
  return Buffer.concat(
    networks.map(({ ssid, capability }, index) => {
      const profile = Buffer.concat([
        element(83, capability & 0xff, capability >> 8),
        nameOf(ssid),
        element(85, index + 1),
      ]);
      return element(71, indicator, 0, profile.length, ...profile);
    }),
  );
}
