/** Frame Control, Type (9.2.4.1.3, Table 9-1). Clauses and tables in this folder are those of IEEE Std 802.11-2020. */
export const FrameType = { Management: 0, Control: 1, Data: 2, Extension: 3 } as const;

/** Subtypes of management frames (9.3.3). 7 and 15 are reserved. */
export const ManagementSubtype = {
  AssociationRequest: 0,
  AssociationResponse: 1,
  ReassociationRequest: 2,
  ReassociationResponse: 3,
  ProbeRequest: 4,
  ProbeResponse: 5,
  TimingAdvertisement: 6,
  Beacon: 8,
  Atim: 9,
  Disassociation: 10,
  Authentication: 11,
  Deauthentication: 12,
  Action: 13,
  ActionNoAck: 14,
} as const;

/** Subtypes of control frames (9.3.1). 0 and 1 are reserved. */
export const ControlSubtype = {
  Trigger: 2,
  Tack: 3,
  BeamformingReportPoll: 4,
  NdpAnnouncement: 5,
  ControlFrameExtension: 6,
  ControlWrapper: 7,
  BlockAckRequest: 8,
  BlockAck: 9,
  PsPoll: 10,
  Rts: 11,
  Cts: 12,
  Ack: 13,
  CfEnd: 14,
  CfEndCfAck: 15,
} as const;

const NAMES: readonly (readonly (string | undefined)[])[] = [
  [
    "association request",
    "association response",
    "reassociation request",
    "reassociation response",
    "probe request",
    "probe response",
    "timing advertisement",
    undefined,
    "beacon",
    "ATIM",
    "disassociation",
    "authentication",
    "deauthentication",
    "action",
    "action no ack",
    undefined,
  ],
  [
    undefined,
    undefined,
    "trigger",
    "TACK",
    "beamforming report poll",
    "NDP announcement",
    "control frame extension",
    "control wrapper",
    "block ack request",
    "block ack",
    "PS-Poll",
    "RTS",
    "CTS",
    "ACK",
    "CF-End",
    "CF-End + CF-Ack",
  ],
  // Bit 3 says QoS, bit 2 that there is no data (9.3.2).
  [
    "data",
    "data + CF-Ack",
    "data + CF-Poll",
    "data + CF-Ack + CF-Poll",
    "null",
    "CF-Ack",
    "CF-Poll",
    "CF-Ack + CF-Poll",
    "QoS data",
    "QoS data + CF-Ack",
    "QoS data + CF-Poll",
    "QoS data + CF-Ack + CF-Poll",
    "QoS null",
    undefined,
    "QoS CF-Poll",
    "QoS CF-Ack + CF-Poll",
  ],
  ["DMG beacon"],
];

/** The subtypes that have a name, by type: a bit each. It is asked for at each frame. */
const KNOWN = Int32Array.from(NAMES, (names) =>
  names.reduce((bits, name, subtype) => (name === undefined ? bits : bits | (1 << subtype)), 0),
);

/** True for a subtype that this sensor can read; the others are reserved, or extension frames. Both as Frame Control has them, of two and four bits. */
export function isKnownSubtype(type: number, subtype: number): boolean {
  return (KNOWN[type]! & (1 << subtype)) !== 0;
}

/** The standard's name of a frame: `beacon`, `QoS null`; `reserved` where there is none. */
export function nameFrame(type: number, subtype: number): string {
  return NAMES[type]?.[subtype] ?? "reserved";
}
