import { describe, expect, test } from "vitest";
import { codesIn, MadeAir, ordinary, randomFrom } from "./made-air-for-tests.ts";

const BOARD = 0x000c_4306_6088;
const AP = 0x001d_0f67_cd59;
const STATION = 0x7a11_2233_4400;
const mhz = (channel: number): number => 2407 + 5 * channel;

interface Board {
  name: string;
  channel: number;
  age: number;
  levelDbm: number;
}

/** Boards under one address, heard by a radio that stays on a channel for a while and then hops. */
function boards(all: readonly Board[], seconds = 60, stamp = (at: number): number => at): MadeAir {
  const air = new MadeAir();
  for (const [index, { name, channel, age, levelDbm }] of all.entries()) {
    let sequence = index * 1_111;
    for (let at = index * 0.03; at < seconds; at += 0.1024) {
      sequence++;
      const isHeard =
        all.length < 2 || Math.floor(at / 0.4) % 3 === index % 3 || all.every((it) => it.channel === channel);
      const sent = {
        transmitter: BOARD,
        sequence,
        tsfSeconds: age + at,
        levelDbm: levelDbm + (sequence % 5),
        channelMhz: mhz(channel),
        elements: ordinary(name, channel),
      };
      if (isHeard) air.send(stamp(at), sent);
    }
  }
  return air;
}

const THREE: readonly Board[] = [
  { name: "Harbour Guest", channel: 1, age: 817_959, levelDbm: -50 },
  { name: "裁缝铺", channel: 6, age: 1_712_006, levelDbm: -62 },
  { name: "Kiosk-21", channel: 11, age: 40_711, levelDbm: -72 },
];

describe("one address on several boards", () => {
  test("three boards on three channels, each with its clock, are watched at most", () => {
    const air = boards(THREE);
    expect(air.accused()).toEqual([]);
    expect(air.findings().map(codesIn)).toEqual([["several-names"]]);
  });

  test("four boards on one channel at four levels are watched at most", () => {
    const four = [...THREE, { name: "print-room", channel: 6, age: 2_222, levelDbm: -40 }].map((it) => ({
      ...it,
      channel: 6,
    }));
    expect(boards(four.map((it, index) => ({ ...it, levelDbm: -35 - index * 11 }))).accused()).toEqual([]);
  });

  test.each([0.7, 2.1, 40])("also where another sensor's file tells each beacon again %d s later", (late) => {
    expect(boards(THREE).followedBy(boards(THREE), late).accused()).toEqual([]);
  });

  test.each([0.5, 1])("also where time stamps are told in steps of %d s", (step) => {
    const stamps = (at: number): number => Math.floor(at / step) * step;
    expect(boards(THREE, 60, stamps).accused()).toEqual([]);
  });

  test("eight boards at one place whose beacons are due by the clock of each, and two with one name, are watched at most; nine are not explained", () => {
    // The first beacon of each is sent when its clock is at a multiple of the interval.
    const many = (count: number): Board[] =>
      Array.from({ length: count }, (_, index) => ({
        name: `board ${index}`,
        channel: 6,
        age: 1_024 * (977 + index * 311) - index * 0.03,
        levelDbm: -50,
      }));
    const twice = THREE.slice(0, 1).map((board) => ({ ...board, age: 90_112 }));
    expect(boards(many(8)).accused()).toEqual([]);
    expect(boards([...THREE, ...twice]).accused()).toEqual([]);
    expect(boards(many(9)).accused()).toHaveLength(1);
  });

  test("a radio that hops with one clock is accused at once", () => {
    const [accused] = boards(THREE.map((it) => ({ ...it, age: 900 }))).accused();
    expect(accused?.suspicion).toBe("probe-box");
  });

  /** Three boards on one channel at one level, each of which beacons when that is due by its clock. */
  const alike = (sent: { levelDbm: number; damage?: number }): MadeAir => {
    const air = new MadeAir();
    const random = randomFrom(11);
    for (const [index, { name, age }] of THREE.entries()) {
      const first = Math.ceil(age / 0.1024) * 0.1024 - age;
      for (let beacon = 0; first + beacon * 0.1024 < 60; beacon++) {
        const at = first + beacon * 0.1024 + random() * 4e-3;
        const isWrong = random() < (sent.damage ?? 0);
        air.send(at, {
          transmitter: BOARD,
          tsfSeconds: (age + at) * (isWrong ? 1.5 : 1),
          sequence: index * 1_111 + beacon,
          levelDbm: sent.levelDbm,
          elements: ordinary(name),
        });
      }
    }
    return air;
  };

  test.each([
    ["at one level", { levelDbm: -60 }],
    ["of which the radio tells no level", { levelDbm: Number.NaN }],
    ["of which one time stamp in fifty is damaged", { levelDbm: -60, damage: 0.02 }],
  ])("three boards on one channel %s are watched at most: each keeps the beat of its clock", (_, sent) => {
    expect(alike(sent).findings().map(codesIn)).toEqual([["several-names"]]);
  });

  test("where a fifth of the time stamps are of other clocks, nobody keeps a clock", () => {
    expect(alike({ levelDbm: -60, damage: 0.2 }).accused()).toHaveLength(1);
  });

  test("a radio that keeps three clocks on one channel, at one level, and beacons at any time, is accused", () => {
    expect(boards(THREE.map((it) => ({ ...it, channel: 6, levelDbm: -50 }))).accused()).toHaveLength(1);
  });

  test("a radio that writes a clock by chance into each beacon is accused", () => {
    const random = randomFrom(4);
    const air = new MadeAir();
    for (let at = 0; at < 20; at += 0.1) {
      const { name, channel } = THREE.at(Math.floor(at * 10) % 3) ?? { name: "", channel: 0 };
      air.send(at, {
        transmitter: BOARD,
        tsfSeconds: random() * 1e6,
        sequence: at * 10,
        channelMhz: mhz(channel),
        elements: ordinary(name, channel),
      });
    }
    expect(air.accused()).toHaveLength(1);
  });

  test("clocks on three channels that are not shown beacon by beacon are no boards", () => {
    const air = new MadeAir();
    for (let at = 0; at < 60; at += 6)
      for (const { name, channel, age } of THREE)
        air.answer(at + channel / 100, STATION, {
          transmitter: BOARD,
          tsfSeconds: age + at,
          channelMhz: mhz(channel),
          elements: ordinary(name, channel),
        });
    expect(air.accused()).toHaveLength(1);
  });
});

interface Old {
  own: readonly string[];
  others: readonly string[];
  age?: number;
  /** Asked for each in turn, so many seconds apart. */
  every?: number;
  answersOthers?: number;
  /** Beacons whose time stamp was hit on its way. */
  damaged?: number;
}

/** An access point that beacons one name and answers to some others, and stations that ask for these and for names that are nobody's. */
function oldAccessPoint(old: Old, seconds = 150): MadeAir {
  const { own, others, age = 1_201_057, every = 3, answersOthers = 0, damaged = 0 } = old;
  const air = new MadeAir();
  air.beacons(0.04, seconds, { transmitter: AP, age, elements: ordinary("linksys-77") });
  for (let index = 0; index < damaged; index++)
    air.send(60 + index * 0.517, { transmitter: AP, tsfSeconds: 2 ** 31, elements: ordinary("linksys-77") });
  const answered = new Set([...own, ...others.slice(0, answersOthers)]);
  let turn = 0;
  for (let at = 1.51; at < seconds; at += every) {
    const name = turn % 4 === 3 ? others[(turn >> 2) % others.length] : own[turn % own.length];
    turn++;
    if (name === undefined) continue;
    air.ask(at, STATION + turn, name);
    const sent = { transmitter: AP, sequence: turn, tsfSeconds: age + at + 0.006 };
    if (answered.has(name)) air.answer(at + 0.006, STATION + turn, { ...sent, elements: ordinary(name) });
    // To everybody who asks for any network it says its open name.
    air.answer(at + 0.3, STATION + turn, { ...sent, tsfSeconds: age + at + 0.3, elements: ordinary("linksys-77") });
  }
  return air;
}

const OTHERS = Array.from({ length: 8 }, (_, index) => `elsewhere-${index}`);

describe("several names on an old access point", () => {
  test.each([
    ["Latin", ["WLAN-0417", "belkin.old", "dlink_attic"]],
    ["Chinese", ["老仓库", "二楼办公", "收银台-内部"]],
  ])("it answers to its own hidden names (%s) and to no others: watched at most", (_script, own) => {
    const air = oldAccessPoint({ own, others: OTHERS });
    expect(air.accused()).toEqual([]);
    expect(air.findings().map(codesIn)).toEqual([["several-names"]]);
  });

  test("nor is it accused for beacons whose time stamp was damaged, where nobody says which are", () => {
    const own = ["WLAN-0417", "belkin.old", "dlink_attic"];
    expect(oldAccessPoint({ own, others: OTHERS, damaged: 120 }).accused()).toEqual([]);
  });

  test("one that answers whatever is asked is accused, however old its clock is", () => {
    const air = oldAccessPoint({ own: ["home-1", "home-2", "home-3"], others: OTHERS, answersOthers: 8 });
    expect(air.accused().map(({ suspicion }) => suspicion)).toEqual(["probe-box"]);
  });

  test("one that answers to names that everybody knows is accused", () => {
    expect(oldAccessPoint({ own: ["CMCC", "ChinaNet", "i-Shanghai"], others: OTHERS }).accused()).toHaveLength(1);
  });

  test("one whose clock has started a while ago, or was written by a program, is accused", () => {
    expect(oldAccessPoint({ own: ["a one", "b two", "c three"], others: OTHERS, age: 600 }).accused()).toHaveLength(1);
    expect(
      oldAccessPoint({ own: ["a one", "b two", "c three"], others: OTHERS, age: 1_767_352_347 }).accused(),
    ).toHaveLength(1);
  });

  test("one of which nothing else is ever asked has the benefit of the doubt for two minutes", () => {
    expect(oldAccessPoint({ own: ["a one", "b two", "c three"], others: [] }, 100).accused()).toEqual([]);
    expect(oldAccessPoint({ own: ["a one", "b two", "c three"], others: [] }, 200).accused()).toHaveLength(1);
  });
});

describe("names that were not asked for within hearing", () => {
  test.each([8, 20, 36])("%i names answered once each, with nothing in common, are a box's", (count) => {
    const words = ["hotel", "гостиница", "咖啡厅", "market", "home", "Käse", "guest", "station", "café", "library"];
    const air = new MadeAir();
    air.beacons(0, 80, { transmitter: AP, age: 900, elements: ordinary("print-room") });
    for (let index = 0; index < count; index++)
      air.answer(5 + index * 2, STATION + index, {
        transmitter: AP,
        tsfSeconds: 905 + index * 2,
        elements: ordinary(`${words[index % 10]}${words[(index * 3) % 10]} ${index}`),
      });
    const [accused] = air.accused();
    expect(accused?.suspicion).toBe("probe-box");
    expect(accused?.evidence[0]?.facts).toContainEqual({ name: "distinct-names", value: count + 1 });
  });
});

const INTERVAL_SECONDS = 0.1024;

describe("names told in turn", () => {
  const inTurn = (names: number, secondsEach: number): MadeAir => {
    const air = new MadeAir();
    for (let index = 0; index < names; index++)
      for (let step = 0; step < 10; step++) {
        // A radio beacons by itself, whoever gives it its names: when its clock is a multiple of the interval.
        const at = Math.round(((index + step / 10) * secondsEach) / INTERVAL_SECONDS) * INTERVAL_SECONDS;
        air.send(at, {
          transmitter: AP,
          tsfSeconds: 140 * INTERVAL_SECONDS + at,
          sequence: index * 10 + step,
          elements: ordinary(`名称 ${index * 37}`),
        });
      }
    return air;
  };

  test.each([
    [96, 7],
    [40, 1],
    [10, 60],
  ])("%i names, %i seconds each, are a program's", (names, secondsEach) => {
    expect(inTurn(names, secondsEach).accused().map(codesIn)).toEqual([["names-in-turn"]]);
  });

  test("an access point that is renamed a few times is not observed", () => {
    expect(inTurn(6, 40).findings()).toEqual([]);
    expect(inTurn(12, 300).findings()).toEqual([]);
  });
});
