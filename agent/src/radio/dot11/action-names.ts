/** Categories of action frames (9.4.1.11, Table 9-51; 30 and 31 by IEEE 802.11ax, 36 and 37 by IEEE 802.11be). */
const CATEGORIES: Readonly<Record<number, string>> = {
  0: "spectrum management",
  1: "QoS",
  3: "block ack",
  4: "public",
  5: "radio measurement",
  6: "fast BSS transition",
  7: "HT",
  8: "SA Query",
  9: "protected dual of public",
  10: "WNM",
  11: "unprotected WNM",
  12: "TDLS",
  13: "mesh",
  14: "multihop",
  15: "self-protected",
  16: "DMG",
  17: "WMM",
  18: "fast session transfer",
  19: "robust AV streaming",
  20: "unprotected DMG",
  21: "VHT",
  22: "unprotected S1G",
  23: "S1G",
  24: "flow control",
  25: "control response MCS negotiation",
  26: "FILS",
  30: "HE",
  31: "protected HE",
  36: "EHT",
  37: "protected EHT",
  126: "vendor, protected",
  127: "vendor",
};

/** Public actions (9.6.7.1, Table 9-364). */
const PUBLIC: readonly (string | undefined)[] = [
  "20/40 BSS coexistence",
  "DSE enablement",
  "DSE deenablement",
  "DSE registered location announcement",
  "extended channel switch announcement",
  "DSE measurement request",
  "DSE measurement report",
  "measurement pilot",
  "DSE power constraint",
  "vendor specific",
  "GAS initial request",
  "GAS initial response",
  "GAS comeback request",
  "GAS comeback response",
  "TDLS discovery response",
  "location track notification",
  "QAB request",
  "QAB response",
  "QMF policy",
  "QMF policy change",
  "QLoad request",
  "QLoad report",
  "HCCA TXOP advertisement",
  "HCCA TXOP response",
  "public key",
  "channel availability query",
  "channel schedule management",
  "contact verification signal",
  "GDD enablement request",
  "GDD enablement response",
  "network channel control",
  "white space map announcement",
  "FTM request",
  "FTM",
  "FILS discovery",
];

/** Actions of the other categories that people ask for by name. */
const OTHERS: ReadonlyMap<number, readonly (string | undefined)[]> = new Map<number, readonly (string | undefined)[]>([
  [0, ["measurement request", "measurement report", "TPC request", "TPC report", "channel switch announcement"]],
  [3, ["ADDBA request", "ADDBA response", "DELBA"]],
  [
    5,
    [
      "radio measurement request",
      "radio measurement report",
      "link measurement request",
      "link measurement report",
    ].concat(["neighbour report request", "neighbour report response"]),
  ],
  [6, [undefined, "FT request", "FT response", "FT confirm", "FT ack"]],
  [7, [undefined, "SM power save"].concat([undefined, undefined, undefined, undefined, "compressed beamforming"])],
  [8, ["SA Query request", "SA Query response"]],
  [
    10,
    [
      "event request",
      "event report",
      "diagnostic request",
      "diagnostic report",
      "location configuration request",
      "location configuration response",
      "BSS transition management query",
      "BSS transition management request",
      "BSS transition management response",
    ],
  ],
  [21, ["compressed beamforming", "group ID management", "operating mode notification"]],
  [30, ["compressed beamforming and CQI", "quiet time period", "OPS"]],
  [36, ["compressed beamforming and CQI"]],
  [37, ["TID-to-link mapping request", "TID-to-link mapping response", "TID-to-link mapping teardown"]],
]);
const PUBLIC_CATEGORY = 4;
const PROTECTED_DUAL = 9;
/** Categories above, with the highest bit, answer that a frame was not understood (9.4.1.11). */
const ERROR = 0x80;

/** An action frame in words: category and action; both by number where they have no name here. */
export function nameAction(category: number, action: number): string {
  if ((category & ERROR) !== 0) return `not understood: ${nameAction(category & ~ERROR, action)}`;
  const isPublic = category === PUBLIC_CATEGORY || category === PROTECTED_DUAL;
  const name = (isPublic ? PUBLIC : OTHERS.get(category))?.[action] ?? `action ${action}`;
  return `${CATEGORIES[category] ?? `category ${category}`}, ${name}`;
}
