import { describe, expect, test } from "vitest";
import { Action } from "../../dot11/action.ts";
import { BROADCAST, parseAddress, spellAddress } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind, kindOf } from "../../dot11/frame-kind.ts";
import { Venue } from "../../venue/venue.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { Canary } from "./detector.ts";

const BAIT = "02:5e:00:00:00:01";
const bait = parseAddress(BAIT) ?? -1;
const NAME = "k3v9w0q2x7aa";
const BOX = 0x000c43_7e3718;
const AP = 0x000c43_99afe1;
const PHONE = 0x02b1c4_117733;
const RATES = [1, 4, 0x82, 0x84, 0x8b, 0x96];
const PIECE = { transmitter: BAIT, ssid: Buffer.from(NAME).toString("hex") };
const LIST = [PIECE];

function setUp(venue = new Venue([], LIST)) {
  const context = new TestContext();
  context.venue = venue;
  const detector = new Canary();
  const send = (at: number, kind: number, fields: Partial<Frame>, name?: string): void => {
    context.atSeconds = at;
    const frame = managementFrame(kind, { mayBeDamaged: false, ...fields }, name, RATES);
    if (kind === FrameKind.beacon || kind === FrameKind.probeResponse)
      context.accessPoints.advertised(frame, at, kind === FrameKind.beacon);
    context.stations.hear(frame, at);
    detector.onFrame(frame, context);
  };
  const ask = (at: number, name = NAME, transmitter = bait): void =>
    send(at, FrameKind.probeRequest, { transmitter, receiver: BROADCAST, bssid: BROADCAST }, name);
  const clocked = (tsfSeconds: number): Partial<Frame> => ({
    hasTsf: true,
    tsfLow: ((tsfSeconds * 1e6) % 0x1_0000_0000) | 0,
    tsfHigh: Math.floor((tsfSeconds * 1e6) / 0x1_0000_0000),
  });
  const answer = (at: number, bssid: number, fields: Partial<Frame> = {}, name = NAME): void =>
    send(
      at,
      FrameKind.probeResponse,
      { transmitter: bssid, bssid, receiver: bait, ...clocked(at + 900), ...fields },
      name,
    );
  const beacons = (from: number, until: number, bssid: number, fields: Partial<Frame> = {}, name = "hall"): void => {
    for (let at = from; at < until; at += 0.1024) {
      send(
        at,
        FrameKind.beacon,
        { transmitter: bssid, bssid, receiver: BROADCAST, ...clocked(at + 5_000), ...fields },
        name,
      );
      detector.onTick(context);
    }
  };
  return { context, detector, send, ask, answer, beacons, told: () => context.observations.at(-1) };
}

describe("an answer to bait", () => {
  test("accuses who gives it, at once, and says how long after the question", () => {
    const { context, ask, answer } = setUp();
    ask(100);
    answer(100.02, BOX);
    expect(context.observations).toMatchObject([
      { code: "answered-bait", subject: { kind: "transmitter", address: BOX }, names: [LIST[0]?.ssid] },
    ]);
    expect(context.scoreDb("probe-box")).toBe(20);
  });

  test("may be a beacon, too, by who repeats what was asked", () => {
    const { context, ask, beacons } = setUp();
    ask(100);
    beacons(103, 104, BOX, {}, NAME);
    expect(context.codes).toEqual(["answered-bait"]);
  });

  test("is none when an access point answers a wildcard or under its own or no name, or under the bait with bits flipped", () => {
    const { context, ask, answer } = setUp();
    ask(100);
    ask(100, "");
    answer(100.01, AP, {}, "hall");
    answer(100.02, AP, {}, "");
    for (let bit = 0; bit < 8 * NAME.length; bit++) {
      const octets = Buffer.from(NAME);
      octets[bit >> 3] = (octets[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const name = octets.toString("latin1");
      if (name.toLowerCase() !== NAME) answer(100.1 + bit / 100, AP + 16 * bit, { mayBeDamaged: true }, name);
    }
    expect(context.codes).toEqual([]);
  });

  test("that may be damaged must come twice", () => {
    const { context, ask, answer } = setUp();
    ask(100);
    answer(100.02, BOX, { mayBeDamaged: true });
    expect(context.codes).toEqual([]);
    answer(100.03, BOX, { mayBeDamaged: true });
    expect(context.codes).toEqual(["answered-bait"]);
  });

  test("is none when somebody had the name before we asked, or when the bait is too old", () => {
    const used = setUp();
    used.beacons(50, 51, AP, {}, NAME);
    const before = used.context.observations.length;
    const asked = setUp(new Venue([], [{ ...PIECE, askedAtSeconds: 100 }]));
    asked.beacons(50, 51, AP, {}, NAME);
    asked.answer(100.02, AP);
    asked.answer(900, BOX);
    expect(asked.context.codes).toEqual([]);
    const late = setUp();
    late.ask(100);
    late.answer(701, BOX);
    expect(late.context.codes).toEqual([]);
    // Without a time in the list, a name that is on it is bait now.
    expect(before).toBeGreaterThan(0);
  });

  test("accuses nobody of asking: a station by chance, a phone that overheard it, another sensor with its own bait", () => {
    const { context, ask } = setUp();
    ask(100, NAME, PHONE);
    ask(101, "another-one", PHONE + 2);
    ask(102);
    ask(103, NAME, PHONE + 4);
    expect(context.codes).toEqual([]);
  });

  test("under the address of a station names nobody", () => {
    const { ask, answer, told } = setUp();
    ask(90, "home", PHONE);
    ask(100);
    answer(100.02, PHONE);
    expect(told()).toMatchObject({ subject: { kind: "hidden" }, transmitters: [] });
  });

  test("under the address of the venue's own access point accuses somebody who hides behind it", () => {
    const { ask, answer, beacons, told } = setUp(new Venue([{ bssid: spellAddress(AP) }], LIST));
    beacons(90, 100, AP);
    ask(100);
    answer(100.02, AP, {});
    expect(told()).toMatchObject({ subject: { kind: "hidden", against: AP }, transmitters: [], targets: [AP] });
  });

  test("under a neighbour's address is told apart by the neighbour's clock, or by its level", () => {
    const byClock = setUp();
    byClock.beacons(90, 100, AP);
    byClock.ask(100);
    byClock.answer(100.02, AP);
    expect(byClock.context.observations).toEqual([]);
    byClock.beacons(100.1, 104, AP);
    expect(byClock.context.observations).toMatchObject([{ subject: { kind: "hidden", against: AP } }]);

    const byLevel = setUp();
    byLevel.beacons(90, 100, AP, { rssiDbm: -50 });
    byLevel.ask(100);
    byLevel.answer(100.02, AP, { rssiDbm: -80 });
    expect(byLevel.told()).toMatchObject({ subject: { kind: "hidden", against: AP } });
  });

  test("by an access point itself, on its own clock, accuses it", () => {
    const { context, ask, answer, beacons } = setUp();
    beacons(90, 100, BOX);
    ask(100);
    answer(100.02, BOX, { tsfLow: 5_100.02e6 | 0, tsfHigh: 1 });
    beacons(100.1, 104, BOX);
    expect(context.observations).toMatchObject([{ subject: { kind: "transmitter", address: BOX } }]);
  });

  test("is taken back when the access point is heard only afterwards, and has another clock", () => {
    const { context, ask, answer, beacons } = setUp();
    ask(100);
    answer(100.02, AP);
    beacons(110, 115, AP);
    expect(context.withdrawn).toEqual(["answered-bait: borrowed-address"]);
    expect(context.observations.map(({ subject }) => subject.kind)).toEqual(["transmitter", "hidden"]);
  });

  test("accuses all the same who keeps to no clock", () => {
    const { context, ask, answer, detector, send } = setUp();
    const random = (at: number): number => ((at * 7_919_777) % 2 ** 31) | 0;
    const wild = (at: number): void =>
      send(
        at,
        FrameKind.beacon,
        { transmitter: BOX, bssid: BOX, hasTsf: true, tsfHigh: random(at) & 1023, tsfLow: 1 },
        "hall",
      );
    for (let at = 90; at < 100; at += 0.1) wild(at);
    ask(100);
    answer(100.02, BOX);
    for (let at = 100.1; at < 103; at += 0.1) wild(at);
    detector.onTick(context);
    expect(context.observations).toMatchObject([{ subject: { kind: "transmitter", address: BOX } }]);
  });
});

describe("a frame to the address of bait", () => {
  test.each([
    ["RTS", FrameKind.rts, {}],
    ["a block acknowledgement request", FrameKind.blockAckRequest, {}],
    ["Null", FrameKind.null, { fromDs: true }],
    ["data", kindOf(2, 8), { fromDs: true }],
    ["GAS", FrameKind.action, { action: Action.gasInitialRequest }],
    ["authentication", FrameKind.authentication, { bssid: bait }],
  ])("%s, weeks later, is told at once", (_how, kind, fields) => {
    const { context, ask, send } = setUp();
    ask(100);
    send(100 + 30 * 86_400, kind, { transmitter: BOX, receiver: bait, bssid: BOX, ...fields });
    expect(context.observations).toMatchObject([
      { code: "addressed-bait", transmitterCount: kind === FrameKind.authentication ? 0 : 1 },
    ]);
    expect(context.observations[0]?.facts).toContainEqual({ name: "seconds-since-the-bait-asked", value: 2_592_000 });
  });

  test("is innocent as an answer to the question, also protected by RTS, and to others", () => {
    const { context, ask, beacons, send } = setUp();
    beacons(90, 91, AP);
    ask(100);
    send(100.01, FrameKind.rts, { transmitter: AP, receiver: bait });
    send(100.02, FrameKind.probeResponse, { transmitter: AP, receiver: bait, bssid: AP }, "hall");
    send(100.03, FrameKind.rts, { transmitter: AP, receiver: bait });
    send(200, FrameKind.null, { transmitter: BOX, receiver: bait + 1, bssid: BOX });
    expect(context.codes).toEqual([]);
  });

  test("by an access point's address hits the access point, and by a station's or a piece of bait's nobody is named", () => {
    const { context, ask, beacons, send, told } = setUp();
    beacons(90, 91, AP);
    ask(100);
    send(101, FrameKind.null, { transmitter: AP, receiver: bait, bssid: AP });
    expect(told()).toMatchObject({ subject: { kind: "hidden", against: AP }, transmitters: [], targets: [AP] });
    ask(102, "home", PHONE);
    send(103, FrameKind.null, { transmitter: PHONE, receiver: bait, bssid: PHONE });
    expect(told()).toMatchObject({ subject: { kind: "hidden" }, transmitters: [] });
    const said = context.observations.length;
    send(104, FrameKind.null, { transmitter: bait, receiver: bait, bssid: bait });
    expect(context.observations).toHaveLength(said);
  });

  test("that may be a damaged answer must come again later", () => {
    const { context, ask, send } = setUp();
    ask(100);
    const damaged = { transmitter: BOX, receiver: bait, bssid: BOX, mayBeDamaged: true };
    send(100.01, FrameKind.action, damaged);
    send(100.02, FrameKind.action, damaged);
    expect(context.codes).toEqual([]);
    send(103, FrameKind.action, damaged);
    expect(context.codes).toEqual(["addressed-bait"]);
  });

  test("is none when the address was somebody's before it was bait", () => {
    const { context, send } = setUp(new Venue([], [{ ...PIECE, askedAtSeconds: 100 }]));
    send(50, FrameKind.null, { transmitter: BOX, receiver: bait, bssid: BOX });
    send(150, FrameKind.null, { transmitter: BOX, receiver: bait, bssid: BOX });
    expect(context.codes).toEqual([]);
  });
});

test("bait that is withdrawn holds nothing against anybody any more, and other bait stays", () => {
  const { context, detector, answer, send } = setUp();
  const other = { transmitter: "02:5e:00:00:00:02", ssid: "6b33" };
  context.venue = new Venue([], [...LIST, other]);
  detector.onTick(context);
  answer(200, BOX + 2);
  send(200, FrameKind.null, { transmitter: BOX, receiver: bait, bssid: BOX });
  send(201, FrameKind.null, { transmitter: BOX + 1, receiver: parseAddress(other.transmitter) ?? -1, bssid: BOX });
  context.venue = new Venue([], [other]);
  detector.onTick(context);
  expect(context.withdrawn).toEqual(["answered-bait: bait-withdrawn", "addressed-bait: bait-withdrawn"]);
});

test("without bait nothing is looked at, and thousands who react are kept to a bound", () => {
  const without = setUp(new Venue([], []));
  without.answer(100, BOX);
  without.send(200, FrameKind.null, { transmitter: BOX, receiver: bait, bssid: BOX });
  expect(without.context.observations).toEqual([]);
  const { detector, send, answer } = setUp();
  for (let index = 0; index < 1_000; index++) {
    send(200 + index, FrameKind.null, { transmitter: BOX + index, receiver: bait, bssid: BOX });
    answer(200 + index, AP + index);
  }
  expect(detector.forgotten()).toMatchObject({ "canary-addressers": 744, "canary-answerers": 744 });
});
