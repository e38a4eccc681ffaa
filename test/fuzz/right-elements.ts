import { hex } from "../../agent/src/radio/dot11/octets-for-tests.ts";

const CCMP = "000fac04";

/** Elements as transmitters write them, whole, with ID and length: what a lie begins from. */
export const RIGHT_ELEMENTS: readonly Uint8Array[] = [
  // Supported Rates, channel 6, TIM, Country, ERP.
  "01 08 82848b960c121824",
  "03 01 06",
  "05 04 00010000",
  "07 06 434e20 010d14",
  "2a 01 00",
  // RSN: PSK; transition mode with protected management frames; version and count only.
  `30 14 0100 ${CCMP} 0100 ${CCMP} 0100 000fac02 0000`,
  `30 1e 0100 ${CCMP} 0100 ${CCMP} 0200 000fac02 000fac08 8000 0000 000fac06`,
  "30 02 0100",
  // Channel switch, extended, and wide.
  "25 03 01 0b 03",
  "3c 04 01 51 0b 03",
  // HT, VHT, HE, EHT.
  `2d 1a ef09 17 ffff0000000000000000 000000000000 0000 00000001 00`,
  `3d 16 06 05 0400 0000 ${"00".repeat(16)}`,
  "bf 0c f6f19033 faff0c03 faff0c23",
  "c0 05 01 9b 00 fcff",
  "ff 21 23 0301109a4008 0c304009fd0980080e0c00 fafffaff fafffaff 79 1cc7711cc771",
  "ff 0c 24 f43f02 1a fcff 25 03 27 2f 06",
  "ff 0b 6a 03 44444444 04 2f 3f 0080",
  "ff 12 6c 0700 e06f09001036880e03 222222 222222",
  // Multi-Link with a profile, Reduced Neighbour Report, Multiple BSSID with a profile, Non-Inheritance.
  "ff 1f 6b 0001 09 02005e0000f0 2100 00 11 3000 07 02005e0000f1 3115 01 04 8c129824",
  "c9 14 00 10 83 25 ff 02005e0000a1 d2bd2925 4e f6 001200",
  "47 13 03 00 10 53 02 1104 00 05 4775657374 55 03 01 02 00",
  "ff 04 38 01 30 00",
  // Interworking, Advertisement Protocol, Roaming Consortium, Mobility Domain, Management MIC, RSN Extension.
  "6b 07 13 02005e000001",
  "6c 02 7f 00",
  "6f 05 00 03 506f9a",
  "36 03 0100 00",
  "4c 10 0400 010000000000 abababababababab",
  "f4 01 20",
  // Vendors: WPA, WMM, WPS, P2P, OWE transition, a drone's identification, one that nobody knows.
  "dd 16 0050f201 0100 0050f202 0100 0050f202 0100 0050f202",
  `dd 18 0050f202 01 01 80 00 ${"03a40000".repeat(4)}`,
  "dd 0e 0050f204 104a0001 10 1044 0001 02",
  "dd 09 506f9a09 02 0200 2100",
  "dd 12 506f9a1c 02005e000009 05 6f77652d31 51 06",
  "dd 08 fa0bbc0d 00 f2 19 01",
  "dd 06 aabbcc 010203",
].map(hex);
