import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import {
  codesIn,
  element,
  HT,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  RATES,
  TIM,
  WMM,
} from "../../made-air-for-tests.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { Forwarding } from "./forwarding.ts";

const OPERATORS = 0x001f7ae26c00;
const OTHER = 0xd807b62fc868;
const GATEWAY = 0x00e0fc112233;
const EVERYBODY = 0xffff_ffff_ffff;
const ALL_MDNS = 0x01005e_0000fb;
const PHONE = 0x02_1c4d_000000;
const CODE = "public-name-without-data";
const END = 900;

const poor = (name: string): Buffer => Buffer.concat([nameOf(name), RATES, TIM, MORE_RATES, ...HT, WMM]);
const rich = (name: string): Buffer =>
  Buffer.concat([poor(name), element(7, 0x43, 0x4e, 0x20, 1, 13, 20), element(221, 0x00, 0x0f, 0xe2, 1, 2, 3)]);

/** What becomes of what stations ask, and how the sensor hears it. */
interface Visits {
  /** What comes to a station a moment after it asked: nothing, its own box's addresses, data, or what the sensor cannot read. */
  answers?: "none" | "addresses" | "data" | "unread" | "unread-blocks" | "relayed";
  /** Whether a radio delivers acknowledgements. */
  hearsAcks?: boolean;
  asksFor?: number;
  levelDbm?: number;
  /** It is on the channel in one second of so many. */
  hopSeconds?: number;
  names?: readonly string[];
  elements?: (name: string) => Buffer;
  /** When it is heard first. */
  from?: number;
  end?: number;
}

function header(control: number, flags: number, addresses: readonly number[]): Buffer {
  const octets = Buffer.alloc(4 + 6 * addresses.length + (addresses.length === 3 ? 2 : 0));
  octets[0] = control;
  octets[1] = flags;
  for (const [index, address] of addresses.entries()) octets.writeUIntBE(address, 4 + 6 * index, 6);
  return octets;
}

/** An operator's open network, which a phone joins every thirty seconds and asks for something, twice a second for fifteen. */
function visited(visits: Visits): MadeAir {
  const { answers = "none", hearsAcks = true, asksFor = GATEWAY, levelDbm = -60, hopSeconds = 1 } = visits;
  const { names = ["CMCC"], elements = rich, from = 0, end = END } = visits;
  const air = new MadeAir();
  const put = (at: number, octets: Buffer, level = levelDbm): void => {
    if (Math.floor(at) % hopSeconds === 0) air.put(at, octets, level);
  };
  const beacons = (transmitter: number, frames: Buffer, capability: number, since: number, age: number): void => {
    for (let step = 0; since + step * 0.1024 < end; step++) {
      const at = since + step * 0.1024;
      const sent = { transmitter, elements: frames, capability, tsfSeconds: age + at, sequence: step & 4095 };
      if (Math.floor(at) % hopSeconds === 0) air.send(at, sent);
    }
  };
  beacons(OTHER, ordinary("Jade Court 3F"), 0x0431, 0, 750_000 * 0.1024);
  for (const [index, name] of names.entries())
    beacons(OPERATORS + index, elements(name), 0x0421, from + 0.002 * index, 1_800_000 * 0.1024);
  const ack = (at: number, receiver: number): void => {
    if (hearsAcks) put(at + 0.0003, header(0xd4, 0, [receiver]));
  };
  const toStation = (at: number, station: number, source: number): void => {
    put(at, Buffer.concat([header(0x88, 2, [station, OPERATORS, source]), Buffer.alloc(60)]), -55);
    ack(at, OPERATORS);
  };
  for (let visit = 0; from + 20 + visit * 30 < end - 20; visit++) {
    const at = from + 20.01 + visit * 30.2;
    const station = PHONE + visit * 0x1357;
    put(
      at,
      Buffer.concat([header(0x10, 0, [station, OPERATORS, OPERATORS]), Buffer.from([1, 4, 0, 0, 1, 0xc0]), RATES]),
      -55,
    );
    ack(at, OPERATORS);
    for (let ask = 0; ask < 30; ask++) {
      const asked = at + 0.2 + ask * 0.5;
      put(asked, Buffer.concat([header(0x88, 1, [OPERATORS, station, asksFor]), Buffer.alloc(60)]));
      ack(asked, station);
      const answered = asked + 0.03;
      if (answers === "data" || (answers === "addresses" && ask < 4))
        toStation(answered, station, answers === "data" ? GATEWAY : OPERATORS);
      else if (answers === "unread") ack(answered, OPERATORS);
      else if (answers === "unread-blocks")
        put(answered, Buffer.concat([header(0x94, 0, [OPERATORS, station]), Buffer.alloc(12)]));
      else if (answers === "relayed")
        put(answered, Buffer.concat([header(0x08, 2, [EVERYBODY, OPERATORS, station]), Buffer.alloc(60)]), -55);
    }
  }
  return air;
}

test("an operator's open network that lets stations in, and gives them nothing, or no more than addresses, is known by it", () => {
  for (const answers of ["none", "addresses"] as const) expect(visited({ answers }).codes()).toContain(CODE);
  expect(visited({ asksFor: EVERYBODY }).codes()).toContain(CODE);
  // What one station says to all is repeated to the others by a box as well.
  expect(visited({ asksFor: EVERYBODY, answers: "relayed" }).codes()).toContain(CODE);
});

test("by itself it is not shown, for a line may be down", () => {
  expect(visited({}).findings()).toEqual([]);
});

test("one that forwards is innocent, also when what it forwards cannot be read here, and is known by what acknowledges it", () => {
  for (const answers of ["data", "unread", "unread-blocks"] as const)
    expect(visited({ answers }).codes()).not.toContain(CODE);
});

test.each<[string, Visits]>([
  ["whose radio delivers no acknowledgements", { hearsAcks: false }],
  ["to which the stations are faint", { levelDbm: -80 }],
  ["that heard stations announce themselves, and ask nothing", { asksFor: ALL_MDNS }],
  ["that has listened for some minutes", { end: 500 }],
])("a sensor %s says nothing", (_, visits) => {
  expect(visited(visits).codes()).not.toContain(CODE);
});

test("a radio that is there one second in five knows the one from the other within the hour", () => {
  const hopped = { hopSeconds: 5, end: 3_550 };
  expect(visited(hopped).codes()).toContain(CODE);
  expect(visited({ ...hopped, answers: "data" }).codes()).not.toContain(CODE);
});

test("what is the venue's, or has a name of a home, is not followed", () => {
  const ours = visited({});
  ours.networks = [{ bssid: "00:1f:7a:e2:6c:00" }];
  expect(ours.codes()).not.toContain(CODE);
  expect(visited({ names: ["TP-LINK_5G"] }).codes()).not.toContain(CODE);
});

test("of three owners' names on one radio it is one reason more, where another speaks against it", () => {
  const names = ["CMCC", "ChinaNet", "ChinaUnicom"];
  const accused = visited({ names, elements: poor }).accused();
  expect(accused.map(codesIn)).toEqual(
    [["lure-of-one-radio"], ["lure-of-one-radio"]].map((codes) => expect.arrayContaining(codes)),
  );
  expect(visited({ names, elements: poor, answers: "data" }).accused()).toEqual([]);
});

test("an access point that operators share, and that comes back after a power cut before its line does, is watched at most", () => {
  const names = ["CMCC", "ChinaNet", "ChinaUnicom"];
  expect(visited({ names }).accused()).toEqual([]);
  expect(visited({ names, from: 30, end: END + 60 }).accused()).toEqual([]);
});

test.each([
  ["many stations", false],
  ["one station again and again", true],
])("networks are followed up to a bound, and one of which much is known stays: %s let in", (_, isOne) => {
  const context = new TestContext();
  const forwarding = new Forwarding();
  const beacon = (bssid: number) =>
    managementFrame(FrameKind.beacon, { transmitter: bssid, bssid, channelMhz: 2_437 }, "CMCC");
  const send = (kind: number, fields: object): void => forwarding.hear(managementFrame(kind, fields), context);
  forwarding.follow(beacon(OPERATORS), context);
  for (let second = 0; second < 700; second++) {
    context.atSeconds++;
    const letsIn = managementFrame(FrameKind.associationResponse, {
      transmitter: OPERATORS,
      bssid: OPERATORS,
      receiver: PHONE + (isOne ? 0 : second * 0x1357),
    });
    Object.defineProperty(letsIn, "octets", { value: Buffer.alloc(30) });
    forwarding.hear(letsIn, context);
    send(FrameKind.ack, { receiver: OPERATORS, transmitter: -1 });
    send(0x28, { receiver: OPERATORS, transmitter: PHONE, destination: GATEWAY, toDs: true, rssiDbm: -50 });
  }
  for (let index = 1; index <= 10_000; index++) forwarding.follow(beacon(OPERATORS + 0x100 * index), context);
  expect(forwarding.forgotten).toBe(10_001 - 64);
  const silence = { joined: 32, asked: 700, answered: 0 };
  if (isOne) expect(forwarding.silenceOf(OPERATORS, context)).toBeUndefined();
  else expect(forwarding.silenceOf(OPERATORS, context)).toMatchObject(silence);
});
