import { expect, test } from "vitest";
import { BROADCAST } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { codesIn, HT, MadeAir, MORE_RATES, nameOf, ordinary, RATES, TIM, WMM } from "../made-air-for-tests.ts";
import { CapabilityTurns } from "./evil-twin/capability-turns.ts";
import { HeldChannels } from "./forced-disconnect/held-channel.ts";
import { managementFrame, TestContext } from "./frame-for-tests.ts";
import { ImpossibleBeacon } from "./impossible-beacon/detector.ts";
import { ManyNames } from "./many-names/detector.ts";

const AP = 0x001f7ae26c98;
/** Elements of an access point without encryption, as a program writes them. */
const openTo = (name: string): Buffer => Buffer.concat([nameOf(name), RATES, TIM, MORE_RATES, ...HT, WMM]);

test("one address with a new name in each frame keeps forty names at most, counts the others, and is accused all the same", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  for (let index = 0; index < 2_000; index++) {
    context.atSeconds += 0.05;
    const fields = { transmitter: AP, bssid: AP, receiver: 1, mayBeDamaged: false };
    detector.onFrame(managementFrame(FrameKind.probeResponse, fields, `network ${index * 7_919}`), context);
  }
  // The older half goes at once: 98 times twenty.
  expect(detector.forgotten()["many-names-names"]).toBe(1_960);
  expect(context.codes).toContain("five-names");
  const [names] = context.observations.at(-1)?.facts ?? [];
  expect(names?.value).toBeGreaterThanOrEqual(20);
  expect(names?.value).toBeLessThanOrEqual(40);
});

test("more addresses than the memories hold are let go and counted, and the flood is told", () => {
  const context = new TestContext();
  const names = new ManyNames();
  const beacons = new ImpossibleBeacon();
  for (let index = 0; index < 12_000; index++) {
    context.atSeconds += 0.01;
    const fields = {
      transmitter: AP + index,
      bssid: AP + index,
      elementCount: 2,
      sequence: index & 4_095,
      hasTsf: true,
    };
    const frame = managementFrame(FrameKind.beacon, fields, `n${index}`);
    names.onFrame(frame, context);
    beacons.onFrame(frame, context);
    if (index % 100 === 0) beacons.onTick(context);
  }
  expect(names.forgotten()["many-names-bssids"]).toBeGreaterThanOrEqual(12_000 - 4_096);
  expect(beacons.forgotten()["impossible-beacon-bssids"]).toBeGreaterThanOrEqual(12_000 - 2_048);
  expect(context.codes).toEqual(["throw-away-bssids"]);
  for (const { transmitters } of context.observations) expect(transmitters.length).toBeLessThanOrEqual(16);
});

test("four thousand addresses that answer with ever new names keep eight each in the end, are told, and are not argued about at every frame", () => {
  const context = new TestContext();
  const detector = new ManyNames();
  const addresses = 4_000;
  const rounds = 60;
  for (let index = 0; index < addresses * rounds; index++) {
    context.atSeconds += 1 / 4_000;
    if (index % 4_000 === 0) detector.onTick(context);
    const bssid = AP + (index % addresses);
    detector.onFrame(
      managementFrame(FrameKind.probeResponse, { transmitter: bssid, bssid, receiver: 1 }, `network ${index * 7_919}`),
      context,
    );
  }
  // Of sixty names each at most eight, or the few that came in since the bound was reached, are kept.
  const forgotten = detector.forgotten()["many-names-names"] ?? 0;
  expect(addresses * rounds - forgotten).toBeLessThan(2 * 32_768);
  const told = new Set(context.observations.map(({ transmitters }) => transmitters[0]));
  expect(told.size).toBe(addresses);
  expect(context.observations.length).toBeLessThan((addresses * rounds) / 3);
});

/** Beacons of ever new addresses with all that an access point's have, a few milliseconds apart. */
function strangers(count: number, hear: (frame: ReturnType<typeof managementFrame>, at: number) => void): void {
  for (let index = 0; index < count; index++) {
    const fields = { transmitter: AP + index, bssid: AP + index, hasTsf: true, rssiDbm: -40, channelMhz: 2_437 };
    hear(managementFrame(FrameKind.beacon, fields, `n${index}`, [...TIM]), 1_000 + index / 25);
  }
}

test("rich beacons of ten thousand networks that pass are let go and counted, of each second as many as there is room for", () => {
  const context = new TestContext();
  const beacons = new ImpossibleBeacon();
  strangers(10_000, (frame, at) => {
    context.atSeconds = at;
    beacons.onFrame(frame, context);
  });
  expect(beacons.forgotten()["impossible-beacon-passers-by"]).toBe(10_000 - 2_048);
});

test("a flood of names that were all asked for is known by as many as there is room for", () => {
  const context = new TestContext();
  const beacons = new ImpossibleBeacon();
  for (let index = 0; index < 3_000; index++) {
    context.atSeconds += 0.01;
    const asked = { transmitter: AP, receiver: BROADCAST, bssid: BROADCAST };
    context.askedNames.hear(managementFrame(FrameKind.probeRequest, asked, `n${index}`), context.atSeconds);
    const fields = { transmitter: 0x01_0000_000000 + (index % 64), bssid: 0x01_0000_000000, elementCount: 2 };
    beacons.onFrame(managementFrame(FrameKind.beacon, fields, `n${index}`), context);
  }
  beacons.onTick(context);
  const names = context.observations.at(-1)?.facts.find(({ name }) => name === "names-public-or-asked-for");
  expect(names?.value).toBe(2_048);
});

test("thousands that tell another channel are let go and counted, and one that was heard often stays", () => {
  const context = new TestContext();
  const beacons = new ImpossibleBeacon();
  const tell = (address: number, advertisedChannel: number): void =>
    beacons.onFrame(
      managementFrame(
        FrameKind.beacon,
        { transmitter: address, bssid: address, advertisedChannel, rssiDbm: -40, channelMhz: 2_437 },
        "n",
      ),
      context,
    );
  const liar = AP + 0x1_0000;
  for (let beacon = 0; beacon < 60; beacon++) {
    context.atSeconds += 0.1;
    tell(AP, 6);
    if (beacon >= 30) tell(liar, 13);
  }
  for (let index = 0; index < 3_000; index++) tell(AP + 0x2_0000 + index, 13);
  expect(beacons.forgotten()["impossible-beacon-channels"]).toBe(3_001 - 256);
  for (let beacon = 0; beacon < 10; beacon++) {
    context.atSeconds += 0.1;
    tell(AP, 6);
    tell(liar, 13);
  }
  expect(context.observations.map(({ subject }) => subject)).toContainEqual({ kind: "transmitter", address: liar });
});

test("capabilities are remembered of as many listed addresses as a list may have", () => {
  const turns = new CapabilityTurns();
  for (let index = 0; index < 5_000; index++)
    turns.hear(managementFrame(FrameKind.beacon, { transmitter: AP + index, bssid: AP + index }, "n"), 1_000);
  expect(turns.forgotten).toBe(5_000 - 1_024);
});

test("a radio that wears public names under ever new addresses is counted by the first sixty-four of them", () => {
  const air = new MadeAir();
  const names = ["CMCC", "ChinaNet", "ChinaUnicom-WLAN"];
  for (let index = 0; index < 100; index++)
    air.beacons(20 + index / 8, 20 + index / 8 + 20, {
      transmitter: 0xd63a19ae0300 + index,
      elements: openTo(names[index % 3] ?? ""),
      capability: 0x0421,
      age: 180_000,
    });
  air.beacons(0, 60, { transmitter: AP, elements: ordinary("Jade Court 3F"), age: 77_000 });
  const lures = air.accused().filter((it) => codesIn(it).includes("lure-of-one-radio"));
  expect(lures.map(({ transmitterCount, transmitters }) => [transmitterCount, transmitters.length])).toEqual([
    [64, 16],
    [64, 16],
  ]);
});

test("channels that hold others silent are remembered up to a bound, and one that is held without pause is told all the same", () => {
  const held = new HeldChannels();
  for (let channel = 0; channel < 5_000; channel++) held.take(channel, 32_767, 10);
  let isHeld = false;
  for (let second = 0; second < 3; second++)
    for (let frame = 0; frame < 20; frame++) isHeld = held.take(2_437, 32_767, 100 + second + frame / 30);
  expect(isHeld).toBe(true);
});
