import { describe, expect, test } from "vitest";
import { BoundedMap } from "./bounded-map.ts";
import { KIND } from "./detector.ts";
import { detectorsInForce } from "./detectors.ts";
import { ForcedDisconnect } from "./forced-disconnect.ts";
import { managementFrame, TestContext } from "./frame-for-tests.ts";
import { ImpossibleBeacon } from "./impossible-beacon.ts";
import { ManyNames } from "./many-names.ts";
import { EVIDENCE_CODES, weightsOf, WEIGHTS } from "./weights.ts";

const AP = 0x001f7ae26c98;
const STATION = 0x262371_06e6ef;

function hear(detector: ManyNames, context: TestContext, names: readonly string[], kind: number = KIND.beacon): void {
  for (const name of names) {
    context.atSeconds += 0.1;
    detector.onFrame(managementFrame(kind, { transmitter: AP, bssid: AP, receiver: STATION }, name), context);
  }
}

describe("many names", () => {
  test("three names that alternate on one BSSID are observed", () => {
    const context = new TestContext();
    hear(new ManyNames(), context, ["one", "two", "three", "one"]);
    expect(context.codes).toEqual(["three-names"]);
  });

  test("a renamed access point is not observed: renaming goes one way", () => {
    const context = new TestContext();
    hear(new ManyNames(), context, ["one", "one", "two", "two", "three", "three"]);
    expect(context.codes).toEqual([]);
  });

  test("hidden names, Wi-Fi Direct groups and spellings in another case are no further names", () => {
    const context = new TestContext();
    hear(new ManyNames(), context, [
      "Shop",
      "",
      "\0\0\0\0",
      "SHOP",
      "DIRECT-a1",
      "DIRECT-b2",
      "DIRECT-c3",
      "shop",
      "Shop",
    ]);
    expect(context.codes).toEqual([]);
  });

  test("single damaged names of an access point that is well known do not count", () => {
    const context = new TestContext();
    const well = Array.from({ length: 30 }, () => "Shop");
    hear(new ManyNames(), context, [...well, "Shqp", ...well, "Chop", ...well, "Shoq", ...well, "Phop", ...well]);
    expect(context.codes).toEqual([]);
  });

  test("three names, each told to the station that had just asked, are observed as echoes", () => {
    const context = new TestContext();
    const detector = new ManyNames();
    for (const name of ["one", "two", "three"]) {
      context.askedNames.hear(
        managementFrame(KIND.probeRequest, { transmitter: STATION }, name),
        context.atSeconds + 0.1,
      );
      hear(detector, context, [name], KIND.probeResponse);
    }
    expect(context.codes).toContain("echoed-names");
    expect(context.observations.every(({ names }) => names.length === 0)).toBe(true);
  });
});

describe("impossible beacons", () => {
  const beacon = (address: number, elements: number, tsfHigh = 0) =>
    managementFrame(
      KIND.beacon,
      { transmitter: address, bssid: address, elementCount: elements, hasTsf: true, tsfHigh, capability: 0 },
      "x",
    );

  test("eight poor beacons of new addresses with young clocks are one inventor", () => {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    for (let index = 0; index < 8; index++) detector.onFrame(beacon(AP + index, 5), context);
    expect(context.codes).toEqual(["throw-away-bssids"]);
    expect(context.observations[0]?.subject).toEqual({ kind: "inventor" });
  });

  test("rich beacons and old clocks are access points, however many", () => {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    for (let index = 0; index < 100; index++)
      detector.onFrame(beacon(AP + index, index % 2 ? 12 : 5, index % 2 ? 0 : 7), context);
    expect(context.codes).toEqual([]);
  });

  test("an access point that has been here for a while is never swept in", () => {
    const context = new TestContext();
    const detector = new ImpossibleBeacon();
    for (let index = 0; index < 5; index++) context.accessPoints.advertised(beacon(AP, 12, 7), context.atSeconds, true);
    for (let index = 0; index < 20; index++) detector.onFrame(beacon(AP + (index % 10), 1), context);
    expect(context.observations.flatMap(({ transmitters }) => transmitters)).not.toContain(AP);
    expect(context.codes).toContain("throw-away-bssids");
  });
});

describe("forced disconnects", () => {
  const goodbye = (sequence: number, fields = {}) =>
    managementFrame(KIND.deauthentication, {
      transmitter: AP,
      bssid: AP,
      receiver: STATION,
      sequence,
      reasonCode: 7,
      ...fields,
    });

  test("repetitions of one frame are one frame", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    for (let index = 0; index < 40; index++) detector.onFrame(goodbye(5, { retry: index > 0 }), context);
    expect(context.codes).toEqual([]);
  });

  test("an access point that steers a busy client is not put on the list", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    for (let index = 0; index < 50; index++) {
      context.atSeconds += 0.25;
      detector.onFrame(goodbye(100 + index), context);
    }
    expect(context.codes).toEqual(["sustained"]);
    expect(
      weightsOf("sustained")
        .map(({ usedDb }) => usedDb - 20)
        .every((scoreDb) => scoreDb < -10),
    ).toBe(true);
  });

  test("a network that nobody was heard advertising is not named: the address may be a visitor's", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    for (let index = 0; index < 30; index++) {
      context.atSeconds += 0.02;
      detector.onFrame(goodbye(index), context);
    }
    expect(context.codes).toContain("burst");
    expect(context.observations.every((it) => it.targets.length === 0 && it.transmitters.length === 0)).toBe(true);
  });
});

test("memories are bounded, what is worth least goes first, and what went is counted", () => {
  const map = new BoundedMap<{ worth: number }>(64, (it) => it.worth);
  map.set(1, { worth: 1e9 });
  for (let key = 2; key < 10_000; key++) map.set(key, { worth: key });
  expect(map.size).toBeLessThanOrEqual(64);
  expect(map.get(1)).toBeDefined();
  expect(map.forgotten).toBe(9_999 - map.size);
});

test("each detector's memories stay bounded in a flood of addresses", () => {
  const context = new TestContext();
  const detectors = detectorsInForce();
  for (let index = 0; index < 30_000; index++) {
    context.atSeconds += 0.001;
    const address = 0x020000000000 + index;
    for (const detector of detectors)
      for (const kind of detector.hears)
        detector.onFrame(
          managementFrame(
            kind,
            { transmitter: address, bssid: address, receiver: STATION, elementCount: 1, sequence: index & 4095 },
            "x",
          ),
          context,
        );
  }
  const forgotten = Object.assign({}, ...detectors.map((it) => it.forgotten())) as Record<string, number>;
  for (const memory of ["many-names-bssids", "impossible-beacon-bssids", "forced-disconnect-networks"])
    expect(forgotten[memory]).toBeGreaterThan(0);
});

test("every observation of a detector has a weight with its argument", () => {
  for (const detector of detectorsInForce()) for (const code of detector.codes) expect(weightsOf(code)).not.toEqual([]);
  expect(WEIGHTS.every(({ code, argument }) => EVIDENCE_CODES.includes(code) && argument.length > 20)).toBe(true);
});
