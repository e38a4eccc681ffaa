import type { InventoryEntry } from "@probewarden/contract";
import * as fc from "fast-check";
import { spellAddress } from "../../agent/src/radio/dot11/address.ts";
import type { Canary } from "../../agent/src/radio/venue/venue.ts";
import { networksFrom } from "../../agent/src/replay/replay-inputs.ts";
import { FrameKind, kindOf } from "../../agent/src/radio/dot11/frame-kind.ts";
import { RIGHT_ELEMENTS } from "./right-elements.ts";

/** Who is in the air. Few, so that they meet: detectors judge what belongs together. */
export const LISTED = 0x000c43_99afe1;
const BAIT = 0x025e00_000001;
/** Visitors' phones: nobody may learn of them. */
export const PHONES = [0x7a1122_334455, 0xda5ec1_90ab12, 0x34145f_9a2b71] as const;
const ACCESS_POINTS = [LISTED, LISTED + 1, 0x000c43_7e3718, 0x262371_06e6ef] as const;
const BOX = 0x026789_abcdef;
const GROUP = 0x010000_000007;
const EVERYBODY = 0xffffff_ffffff;
const ANYBODY = [...ACCESS_POINTS, BOX, BAIT, ...PHONES, GROUP, EVERYBODY, 0] as const;

/** Names: the venue's, public ones, what phones ask for, a product's, bait, and what is none. */
const VENUE_NAME = "Harbour Hall";
const BAIT_NAME = "k3v9w0q2x7aa";
const NAMES = [
  VENUE_NAME,
  "CMCC",
  "ChinaNet",
  "Starbucks",
  "Home of Li",
  "Airport",
  "DataSky_abcdef",
  BAIT_NAME,
  "",
  "\0\0\0\0",
  "a\nb",
];

/** What the sensor is told of the venue: its access point, and what it sent as bait. */
export const NETWORKS: InventoryEntry[] = networksFrom(
  [{ bssid: spellAddress(LISTED), ssid: VENUE_NAME, security: "wpa2" }],
  "the scene",
);
export const CANARIES: Canary[] = [{ transmitter: spellAddress(BAIT), ssid: Buffer.from(BAIT_NAME).toString("hex") }];

const QOS_DATA = kindOf(2, 8);
const KINDS = [...Object.values(FrameKind), QOS_DATA, kindOf(1, 5), kindOf(0, 6), kindOf(3, 0)];

/** What is wrong with a frame, or with every so manieth of a story. */
export interface Lie {
  every: number;
  /** The element at this place comes so often. */
  repeats: number;
  at: number;
  /** Its length is told so much too long, an octet of it is another. */
  longer: number;
  octet: number;
  value: number;
  /** Octets that are missing at the end. */
  cut: number;
  /** The radio header: which of its lies. */
  header: number;
  /** A bit that flips behind the header; -1: none. */
  bit: number;
}

/** One frame again and again: as a flood, a counter, a list of names or of addresses. */
export interface Story {
  kind: number;
  flags: number;
  duration: number;
  receivers: readonly number[];
  transmitters: readonly number[];
  /** How far the transmitter's address goes on with each frame, and the BSSID with it where they were equal. */
  addressStep: number;
  /** -1: the transmitter's. */
  bssid: number;
  sequence: number;
  sequenceStep: number;
  tsf: number;
  clock: "runs" | "stands" | "jumps";
  interval: number;
  capability: number;
  names: readonly string[];
  elements: readonly number[];
  body: Uint8Array;
  times: number;
  everySeconds: number;
  /** Seconds before the first: the sensor was silent, or its clock was set. */
  before: number;
  levelDbm: number;
  channelMhz: number;
  lie: Lie;
}

const lie: fc.Arbitrary<Lie> = fc.record({
  every: fc.constantFrom(1, 3, 10, 1_000),
  repeats: fc.constantFrom(0, 0, 1, 2, 40),
  at: fc.nat(12),
  longer: fc.constantFrom(0, 0, 0, 1, -1, 30, 200),
  octet: fc.nat(40),
  value: fc.constantFrom(-1, -1, 0, 1, 0x7f, 0x80, 0xff),
  cut: fc.constantFrom(0, 0, 0, 0, 1, 4, 30),
  header: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max: 9 }) }),
  bit: fc.oneof({ weight: 9, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: fc.nat(400) }),
});

/** Anything at all, of the standard's shape. */
const anything: fc.Arbitrary<Story> = fc.record({
  kind: fc.constantFrom(...KINDS),
  flags: fc.constantFrom(0, 0, 0, 1, 2, 3, 8, 0x40, 0x80, 0xff),
  duration: fc.constantFrom(0, 314, 32_767, 0xc001),
  receivers: fc.array(fc.constantFrom(...ANYBODY), { minLength: 1, maxLength: 3 }),
  transmitters: fc.array(fc.constantFrom(...ANYBODY), { minLength: 1, maxLength: 2 }),
  addressStep: fc.constantFrom(0, 0, 0, 1, 7_919, 2 ** 40),
  bssid: fc.constantFrom(-1, -1, ...ANYBODY),
  sequence: fc.nat(4_095),
  sequenceStep: fc.constantFrom(0, 1, 1, 17),
  tsf: fc.oneof(fc.constantFrom(0, 1_000_000), fc.double({ min: 0, max: 2 ** 52, noNaN: true })),
  clock: fc.constantFrom("runs", "runs", "stands", "jumps"),
  interval: fc.constantFrom(100, 100, 0, 1, 65_535),
  capability: fc.constantFrom(0x0411, 0x0401, 0, 2, 0xffff),
  names: fc.array(fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 34 })), { minLength: 1, maxLength: 6 }),
  elements: fc.array(fc.nat(RIGHT_ELEMENTS.length - 1), { maxLength: 12 }),
  body: fc.oneof(fc.uint8Array({ maxLength: 12 }), fc.constantFrom(Uint8Array.of(4, 10, 7), Uint8Array.of(8, 0, 1, 2))),
  times: fc.constantFrom(1, 1, 3, 25, 60),
  everySeconds: fc.constantFrom(0, 0.001, 0.05, 0.1024, 1, 30),
  before: fc.constantFrom(0, 0, 0, 1, 31, -5, 3_600, -3_600, 31_536_000),
  levelDbm: fc.constantFrom(-40, -71, -90, 127, -128),
  channelMhz: fc.constantFrom(2_412, 2_437, 5_180, 6_135, 0, 65_535),
  lie,
});

/** What is told of a trick; the rest is as it comes. */
type Trick = Partial<Story>;
const names = [...NAMES];
/** Every trick that a detector knows. Mixed with anything, so that the odd and the telling meet. */
const TRICKS: readonly Trick[] = [
  // A network that is there.
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [LISTED],
    bssid: -1,
    names: [VENUE_NAME],
    elements: [0, 1, 2, 3, 5, 10],
    clock: "runs",
    everySeconds: 0.1024,
    times: 60,
  },
  // The venue's name on another access point, open.
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [BOX],
    bssid: -1,
    names: [VENUE_NAME],
    capability: 1,
    everySeconds: 0.1024,
    times: 60,
  },
  // Sends everybody away.
  {
    kind: FrameKind.deauthentication,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [LISTED],
    bssid: -1,
    body: Uint8Array.of(7, 0),
    everySeconds: 0.05,
    times: 60,
  },
  {
    kind: FrameKind.disassociation,
    flags: 0,
    receivers: PHONES,
    transmitters: [LISTED],
    bssid: -1,
    body: Uint8Array.of(8, 0),
    everySeconds: 0.001,
    times: 60,
  },
  // Answers as whatever it was asked for, and beacons so.
  {
    kind: FrameKind.probeResponse,
    flags: 0,
    receivers: PHONES,
    transmitters: [BOX],
    bssid: -1,
    names,
    everySeconds: 1,
    times: 25,
  },
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [BOX],
    addressStep: 1,
    bssid: -1,
    names,
    sequenceStep: 1,
    everySeconds: 0.05,
    times: 60,
  },
  // Invents networks.
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [BOX],
    addressStep: 7_919,
    bssid: -1,
    elements: [],
    clock: "stands",
    tsf: 0,
    everySeconds: 0.05,
    times: 60,
  },
  // Looks for phones.
  { kind: FrameKind.rts, flags: 0, receivers: PHONES, transmitters: [BOX], everySeconds: 1, times: 60 },
  { kind: FrameKind.null, flags: 0, receivers: PHONES, transmitters: [BOX], bssid: -1, everySeconds: 0.05, times: 60 },
  {
    kind: FrameKind.action,
    flags: 0,
    receivers: PHONES,
    transmitters: [BOX],
    bssid: -1,
    body: Uint8Array.of(4, 10, 7, 108, 2, 127, 0),
    everySeconds: 1,
    times: 25,
  },
  { kind: FrameKind.rts, flags: 0, receivers: [BAIT], transmitters: [BOX], everySeconds: 1, times: 3 },
  {
    kind: FrameKind.probeResponse,
    flags: 0,
    receivers: [BAIT],
    transmitters: [BOX],
    bssid: -1,
    names: [BAIT_NAME],
    everySeconds: 1,
    times: 3,
  },
  // Floods an access point with applicants.
  {
    kind: FrameKind.authentication,
    flags: 0,
    receivers: [LISTED],
    transmitters: [BOX],
    addressStep: 7_919,
    bssid: LISTED,
    body: Uint8Array.of(0, 0, 1, 0, 0, 0),
    everySeconds: 0.001,
    times: 60,
  },
  // A public network's name, alone; a channel switch that is none; a channel that is held.
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [BOX],
    bssid: -1,
    names: ["CMCC"],
    capability: 1,
    elements: [0, 1],
    everySeconds: 0.1024,
    times: 60,
  },
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [LISTED],
    bssid: -1,
    names: [VENUE_NAME],
    elements: [0, 1, 2, 5, 8],
    everySeconds: 0.1024,
    times: 60,
  },
  { kind: FrameKind.cts, flags: 0, duration: 32_767, receivers: [BOX], everySeconds: 0.05, times: 60 },
  // Wears a phone's address.
  {
    kind: FrameKind.beacon,
    flags: 0,
    receivers: [EVERYBODY],
    transmitters: [PHONES[0]],
    bssid: -1,
    names,
    everySeconds: 0.05,
    times: 60,
  },
  {
    kind: FrameKind.probeResponse,
    flags: 0,
    receivers: [PHONES[1]],
    transmitters: [PHONES[2]],
    bssid: -1,
    names,
    everySeconds: 1,
    times: 25,
  },
];

const mildLie: Lie = { every: 1_000, repeats: 0, at: 0, longer: 0, octet: 0, value: -1, cut: 0, header: 0, bit: -1 };
const trick: fc.Arbitrary<Story> = fc
  .tuple(fc.constantFrom(...TRICKS), anything, fc.oneof(fc.constant(mildLie), lie))
  .map(([told, rest, how]) => ({ ...rest, ...told, before: Math.min(31, Math.max(0, rest.before)), lie: how }));

/** A scene of the air: tricks and anything else, one after the other. */
export const scene: fc.Arbitrary<Story[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: trick }, { weight: 2, arbitrary: anything }),
  { minLength: 4, maxLength: 30 },
);
