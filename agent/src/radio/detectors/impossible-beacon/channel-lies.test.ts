import { expect, test } from "vitest";
import { codesIn, MadeAir, ordinary } from "../../made-air-for-tests.ts";

const AP = 0x001f7ae26c00;
const BOX = 0x00c0ca112233;
const CHANNEL_36 = 5_180;

/** Beacons in time, on whichever channel and at whichever level the radio hears them then; undefined where it does not. */
function heard(
  air: MadeAir,
  transmitter: number,
  elements: Buffer,
  how: (at: number) => readonly [levelDbm: number, channelMhz: number] | undefined,
): void {
  for (let beacon = 0; beacon < 580; beacon++) {
    const at = beacon * 0.1024;
    const [levelDbm, channelMhz] = how(at) ?? [];
    if (levelDbm === undefined || channelMhz === undefined) continue;
    air.send(at, { transmitter, elements, levelDbm, channelMhz, sequence: beacon, tsfSeconds: 512_000 + at });
  }
}

/** An access point that tells its channel, on channel 6. */
function honest(): MadeAir {
  const air = new MadeAir();
  air.beacons(0, 20, { transmitter: AP, elements: ordinary("Shop", 6) });
  return air;
}

test("an access point that tells channel 11 and is heard near by on channel 6 is watched, and not accused by that alone", () => {
  const air = honest();
  air.beacons(2, 20, { transmitter: BOX, elements: ordinary("Tea-Pavilion", 11), levelDbm: -45 });
  const [finding] = air.findings();
  expect(finding).toMatchObject({ suspicion: "impostor", transmitters: ["00:c0:ca:11:22:33"] });
  expect(finding?.evidence.map(({ code }) => code)).toEqual(["channel-contradicted"]);
  expect(air.accused()).toEqual([]);
});

test("who copies an access point's beacons with another channel beside it is an impostor, and the access point is the target", () => {
  const air = honest();
  air.beacons(2.05, 20, { transmitter: AP, elements: ordinary("Shop", 1), levelDbm: -45, age: 3_000 });
  const [accused] = air.accused();
  expect(accused).toMatchObject({ suspicion: "impostor", transmitters: [], targets: ["00:1f:7a:e2:6c:00"] });
  expect(air.accused().map(codesIn)).toEqual([["channel-contradicted", "contradicted-by-turns"]]);
});

test("what leaks from the channels beside is no lie, and neither is an access point so near that it leaks further", () => {
  for (const [channel, levelDbm] of [
    [5, -40],
    [2, -40],
    [10, -50],
    [11, -69],
    [13, -77],
  ] as const) {
    const air = honest();
    air.beacons(2, 20, { transmitter: BOX, elements: ordinary("Tea-Pavilion", channel), levelDbm });
    expect(air.findings()).toEqual([]);
  }
  // A sensor that hangs beside it hears it on its own channel, and on another.
  const air = new MadeAir();
  heard(air, BOX, ordinary("Near", 11), (at) => (at % 2 < 1 ? [-12, 2_462] : [-55, 2_437]));
  heard(air, AP, ordinary("Shop", 6), (at) => (at % 2 < 1 ? undefined : [-60, 2_437]));
  expect(air.findings()).toEqual([]);
});

test("frames that a driver hands over just after it changed the channel are the other channel's", () => {
  const air = new MadeAir();
  heard(air, BOX, ordinary("Cafe", 1), (at) => (at % 2 < 1 ? [-40, 2_412] : at % 2 < 1.2 ? [-40, 2_437] : undefined));
  heard(air, AP, ordinary("Shop", 6), (at) => (at % 2 < 1 ? undefined : [-60, 2_437]));
  expect(air.findings()).toEqual([]);
});

test("a radio that does not know its own channel makes nobody a liar", () => {
  const wrong = new MadeAir();
  for (const [index, channel] of [1, 6, 11, 1, 11, 13].entries())
    wrong.beacons(index / 50, 20, {
      transmitter: AP + index * 0x10000,
      elements: ordinary(`Shop ${index}`, channel),
      levelDbm: -50,
    });
  expect(wrong.findings()).toEqual([]);
  const alone = new MadeAir();
  alone.beacons(0, 20, { transmitter: BOX, elements: ordinary("Tea-Pavilion", 11), levelDbm: -45 });
  expect(alone.findings()).toEqual([]);
});

test("a beacon of 2.4 GHz that is heard on 5 GHz, at whatever distance from a channel that overlaps, is a lie", () => {
  const air = new MadeAir();
  air.beacons(0, 20, { transmitter: AP, elements: ordinary("Shop", 36), channelMhz: CHANNEL_36 });
  air.beacons(2, 20, {
    transmitter: BOX,
    elements: ordinary("Tea-Pavilion", 6),
    levelDbm: -45,
    channelMhz: CHANNEL_36,
  });
  expect(air.findings().map(codesIn)).toEqual([["channel-contradicted"]]);
});
