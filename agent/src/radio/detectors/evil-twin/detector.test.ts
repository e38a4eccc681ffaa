import type { InventoryEntry } from "@probewarden/contract";
import { expect, test } from "vitest";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Venue } from "../../venue/venue.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { EvilTwin } from "./detector.ts";
import {
  codesIn,
  COUNTRY,
  element,
  HT,
  MadeAir,
  MORE_RATES,
  nameOf,
  ordinary,
  RATES,
  RSN,
  TIM,
  WMM,
} from "../../made-air-for-tests.ts";

const NAME = "Tea-Pavilion";
const REAL = 0x001f7ae26c98;
const TWIN = 0x000c437e3718;
const OPEN = 0x0421;

/** Elements of an access point without encryption. */
const open = (name = NAME): Buffer => Buffer.concat([nameOf(name), RATES, TIM, COUNTRY, MORE_RATES, ...HT, WMM]);

const listed = (security: string | undefined, name = NAME): InventoryEntry[] => [
  {
    bssid: "00:1f:7a:e2:6c:98",
    ssid: Buffer.from(name).toString("hex"),
    ...(security === undefined ? {} : { security: security as NonNullable<InventoryEntry["security"]> }),
  },
];

/** The venue's access point for twenty seconds, and beside it another under the same name. */
function beside(
  twin: { transmitter?: number; elements?: Buffer; capability?: number },
  networks = listed("wpa2"),
  name = NAME,
): MadeAir {
  const air = new MadeAir();
  air.networks = networks;
  air.beacons(0, 20, { transmitter: REAL, elements: ordinary(name) });
  air.beacons(5, 20, { transmitter: TWIN, elements: open(name), capability: OPEN, age: 90_000, ...twin });
  return air;
}

test("an open access point with the venue's name beside the real one is accused as an impostor, and the real one is the target", () => {
  const accused = beside({}).accused();
  expect(accused).toMatchObject([
    { suspicion: "impostor", transmitters: ["00:0c:43:7e:37:18"], targets: ["00:1f:7a:e2:6c:98"] },
  ]);
  expect(accused.map(codesIn)).toEqual([["open-twin"]]);
});

test("an extender, a mesh node or a new access point copies the security, and is not even watched", () => {
  expect(beside({ elements: ordinary(NAME), capability: 0x0431 }).findings()).toEqual([]);
});

test("a second radio of the same access point that was set up without encryption is watched and not accused", () => {
  for (const transmitter of [REAL + 1, REAL + 0x020000000000]) {
    const air = beside({ transmitter });
    expect(air.findings().map(codesIn)).toEqual([["open-neighbour"]]);
    expect(air.accused()).toEqual([]);
  }
});

test("WEP where the list has WPA2 is watched and not accused", () => {
  const air = beside({ capability: 0x0431 });
  expect(air.findings().map(codesIn)).toEqual([["weaker-twin"]]);
  expect(air.accused()).toEqual([]);
});

test.each([["open"], ["owe"], [undefined]] as const)(
  "where the list says %s, an open network of the name is nobody's fault: transition mode has both",
  (security) => {
    expect(beside({}, listed(security)).findings()).toEqual([]);
  },
);

test("a name that is a whole chain's is watched and not accused: the shop next door has it too", () => {
  const air = beside({}, listed("wpa2", "Starbucks"), "Starbucks");
  expect(air.findings().map(codesIn)).toEqual([["open-neighbour"]]);
});

test("where the real access point is not heard, or is open itself, the list may be out of date", () => {
  const alone = new MadeAir();
  alone.networks = listed("wpa2");
  alone.beacons(0, 20, { transmitter: TWIN, elements: open(), capability: OPEN });
  expect(alone.accused()).toEqual([]);
  const changed = new MadeAir();
  changed.networks = listed("wpa2");
  changed.beacons(0, 20, { transmitter: REAL, elements: open(), capability: OPEN });
  changed.beacons(0, 20, { transmitter: TWIN, elements: open(), capability: OPEN });
  expect(changed.accused()).toEqual([]);
});

test("without a list, and under other names, nothing is said", () => {
  expect(beside({}, []).findings()).toEqual([]);
  expect(beside({ elements: open("Tea Pavilion Guest") }).findings()).toEqual([]);
});

test("whoever takes the address too, without encryption, is told, and the access point is not accused", () => {
  const air = new MadeAir();
  air.networks = listed("wpa2");
  air.beacons(0, 40, { transmitter: REAL, elements: ordinary(NAME), sequence: 100 });
  air.beacons(5.03, 40, {
    transmitter: REAL,
    elements: open(),
    capability: OPEN,
    age: 60,
    sequence: 2_000,
    levelDbm: -40,
  });
  const accused = air.accused();
  expect(accused).toMatchObject([{ suspicion: "impostor", transmitters: [], targets: ["00:1f:7a:e2:6c:98"] }]);
  expect(accused.map(codesIn)).toEqual([
    ["clock-by-turns", "counter-by-turns", "level-by-turns", "open-twin-of-an-address"],
  ]);
});

/** The venue's access point, and from the fifth second on somebody under its address, as well secured as it is. */
function copied(elements: Buffer): MadeAir {
  const air = new MadeAir();
  air.networks = listed("wpa2");
  air.beacons(0, 40, { transmitter: REAL, elements: ordinary(NAME), sequence: 100 });
  air.beacons(5.03, 40, { transmitter: REAL, elements, age: 60, sequence: 2_000 });
  return air;
}

test("who takes the address and copies the security is an impostor when his radio can do other things; two boards of one make are watched", () => {
  const other = Buffer.concat([nameOf(NAME), RATES, TIM, COUNTRY, MORE_RATES, RSN, WMM]);
  const accused = copied(other).accused();
  expect(accused).toMatchObject([{ suspicion: "impostor", transmitters: [], targets: ["00:1f:7a:e2:6c:98"] }]);
  expect(accused.map(codesIn)).toEqual([
    ["address-of-two", "capabilities-by-turns", "clock-by-turns", "counter-by-turns"],
  ]);
  const boards = copied(ordinary(NAME, 6));
  expect(boards.accused()).toEqual([]);
  expect(boards.findings().map(codesIn)).toEqual([["address-of-two", "clock-by-turns", "counter-by-turns"]]);
});

test.each([
  { code: "clock-by-turns", age: 60, ahead: 0, levelDbm: -60 },
  { code: "counter-by-turns", age: 500_000, ahead: 2_000, levelDbm: -60 },
  { code: "level-by-turns", age: 500_000, ahead: 0, levelDbm: -35 },
])("two senders that differ by one thing alone are told by it: $code", ({ code, age, ahead, levelDbm }) => {
  const air = new MadeAir();
  air.networks = listed("wpa2");
  const elements = ordinary(NAME);
  for (let beacon = 0; beacon < 400; beacon++) {
    const at = beacon * 0.1024;
    air.send(at, { transmitter: REAL, elements, sequence: 2 * beacon, tsfSeconds: 500_000 + at });
    if (beacon < 50) continue;
    const sequence = 2 * beacon + 1 + ahead;
    air.send(at + 0.05, { transmitter: REAL, elements, sequence, tsfSeconds: age + at + 0.05, levelDbm });
  }
  expect(air.findings().map(codesIn)).toEqual([["address-of-two", code]]);
  expect(air.accused()).toEqual([]);
  const line = air.findings()[0]?.evidence.find((it) => it.code === code);
  expect(line?.facts).toEqual([{ name: "returns-in-a-minute", value: 16 }]);
});

test("an access point that is updated, changes its width, its load and its WPS, or has a setting changed and changed back, is one sender", () => {
  const air = new MadeAir();
  air.networks = listed("wpa2");
  const plain = Buffer.concat([nameOf(NAME), RATES, TIM, COUNTRY, MORE_RATES, RSN, WMM]);
  for (let beacon = 0; beacon < 900; beacon++) {
    const at = beacon * 0.1024;
    const load = element(11, beacon & 255, 0, 17, 0, 0);
    const wps = element(221, 0, 0x50, 0xf2, 4, beacon & 1);
    const width = element(61, 6, beacon & 5, ...new Uint8Array(20));
    const elements = Buffer.concat([Math.floor(beacon / 300) === 1 ? plain : ordinary(NAME), load, wps, width]);
    air.send(at, { transmitter: REAL, elements, sequence: beacon, tsfSeconds: 512_000 + at });
  }
  expect(air.findings()).toEqual([]);
});

test("an access point of the list that restarts, moves or is updated has one sender, and nothing is said", () => {
  const air = new MadeAir();
  air.networks = listed("wpa2");
  air.beacons(0, 20, { transmitter: REAL, elements: ordinary(NAME) });
  air.beacons(50, 80, { transmitter: REAL, elements: ordinary(NAME, 11), age: -49, sequence: 0, channelMhz: 2_462 });
  expect(air.findings()).toEqual([]);
});

test("a bit of damage in one frame makes no open network of a secured one", () => {
  const air = beside({ elements: ordinary(NAME), capability: 0x0431 });
  for (let at = 6; at < 12; at++)
    air.send(at + 0.05, { transmitter: TWIN, elements: open(), capability: OPEN, tsfSeconds: 90_000 + at });
  expect(air.findings()).toEqual([]);
});

test("one hopping second in five is enough", () => {
  const air = new MadeAir();
  air.networks = listed("wpa2");
  for (let at = 0; at < 30; at += 5) {
    air.beacons(at, at + 1, { transmitter: REAL, elements: ordinary(NAME), sequence: at * 10 });
    air.beacons(at, at + 1, { transmitter: TWIN, elements: open(), capability: OPEN, sequence: at * 10 });
  }
  expect(air.accused().flatMap(codesIn)).toContain("open-twin");
});

test("a flood of addresses under the venue's name is let go and counted, and does not push out who was heard often", () => {
  const context = new TestContext();
  context.venue = new Venue(listed("wpa2"), []);
  const detector = new EvilTwin();
  const hear = (address: number, isOpen: boolean): void =>
    detector.onFrame(
      managementFrame(
        FrameKind.beacon,
        { transmitter: address, bssid: address, capability: isOpen ? 0x0421 : 0x0431 },
        NAME,
        isOpen ? [] : [...RSN],
      ),
      context,
    );
  for (let frame = 0; frame < 7; frame++) {
    hear(REAL, false);
    hear(TWIN, true);
  }
  for (let index = 0; index < 10_000; index++) hear(0x020000000000 + index, true);
  expect(detector.forgotten()["evil-twin-addresses"]).toBe(10_002 - 2_048);
  expect(context.codes).toEqual([]);
  hear(TWIN, true);
  expect(context.codes).toEqual(["open-twin"]);
});
