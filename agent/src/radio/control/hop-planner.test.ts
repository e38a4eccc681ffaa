import { describe, expect, test } from "vitest";
import { HopPlanner } from "./hop-planner.ts";

const DWELL = 0.25;
const CHANNELS = [2_412, 2_437, 2_462, 5_180, 5_745, 6_135];
const SUSPECT_MHZ = 2_437;

/** Small and the same every time: a property that fails must fail again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

interface Heard {
  /** Seconds on each channel. */
  seconds: Map<number, number>;
  /** The longest time between two visits of one channel. */
  longestAway: number;
  longestVisit: number;
}

/** Lets time pass; `air` puts frames and suspects on the channel that is visited. */
function walk(
  planner: HopPlanner,
  seconds: number,
  air: (channelMhz: number, nowSeconds: number, visitSeconds: number) => void,
): Heard {
  const heard: Heard = { seconds: new Map(), longestAway: 0, longestVisit: 0 };
  const leftAt = new Map<number, number>();
  let now = 1_000;
  while (now < 1_000 + seconds) {
    const { channelMhz, seconds: visit } = planner.next(now);
    heard.longestAway = Math.max(heard.longestAway, now - (leftAt.get(channelMhz) ?? now));
    heard.longestVisit = Math.max(heard.longestVisit, visit);
    heard.seconds.set(channelMhz, (heard.seconds.get(channelMhz) ?? 0) + visit);
    air(channelMhz, now, visit);
    now += visit;
    leftAt.set(channelMhz, now);
  }
  return heard;
}

const frames = (planner: HopPlanner, channelMhz: number, count: number): void => {
  for (let frame = 0; frame < count; frame++) planner.heard(channelMhz);
};
const shareOf = ({ seconds }: Heard, channelMhz: number): number => {
  const all = [...seconds.values()].reduce((sum, each) => sum + each, 0);
  return (seconds.get(channelMhz) ?? 0) / all;
};

test("where all channels are alike, each gets the dwell", () => {
  const planner = new HopPlanner(CHANNELS, DWELL);
  const visits = Array.from({ length: 12 }, (_, index) => planner.next(1_000 + index * DWELL));
  expect(visits.map(({ channelMhz }) => channelMhz)).toEqual([...CHANNELS, ...CHANNELS]);
  for (const { seconds } of visits) expect(seconds).toBeCloseTo(DWELL);
});

test("a busy channel gets more time than quiet ones, and those still their half", () => {
  const planner = new HopPlanner(CHANNELS, DWELL);
  const heard = walk(planner, 120, (mhz, _now, visit) => {
    if (mhz === 2_412) frames(planner, mhz, 100 * visit);
  });
  expect(shareOf(heard, 2_412)).toBeGreaterThan(0.3);
  for (const mhz of CHANNELS.slice(1)) expect(shareOf(heard, mhz)).toBeGreaterThan(1 / (2 * CHANNELS.length));
});

describe("whatever is sent", () => {
  test.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    "each channel has its share, and none waits for long: pattern %i",
    (seed) => {
      const random = dice(seed);
      const count = 2 + Math.floor(random() * 52);
      const channels = Array.from({ length: count }, (_, index) => 5_000 + 5 * index);
      const planner = new HopPlanner(channels, DWELL);
      let suspects = 0;
      // Silence, a hall, a flood; and liars who pose as one new suspect after the other. It changes all the time.
      const heard = walk(planner, 20 * count, (mhz, now, visit) => {
        frames(planner, mhz, Math.floor(visit * 10 ** (random() * 4 - 1)));
        for (let liar = 0; liar < random() * 8; liar++) planner.stay(`liar-${suspects++}`, mhz, now);
      });
      for (const mhz of channels) expect(shareOf(heard, mhz)).toBeGreaterThan((0.95 * 3) / (8 * count));
      // A round and a half, and a stay in each of the two rounds that it may touch.
      expect(heard.longestAway).toBeLessThan(1.5 * count * DWELL + 4);
      expect(heard.longestVisit).toBeLessThan(4.5 * DWELL + 2.001);
    },
  );

  test("a flood on one channel draws no more than a crowded hall does, and nobody else becomes unheard", () => {
    const share = (rate: number): number => {
      const planner = new HopPlanner(CHANNELS, DWELL);
      return shareOf(
        walk(planner, 60, (mhz, _now, visit) => frames(planner, mhz, visit * (mhz === 2_462 ? rate : 40))),
        2_462,
      );
    };
    expect(share(20_000)).toBeCloseTo(share(255), 2);
    expect(share(20_000)).toBeLessThan(0.25);
  });
});

describe("a stay with a suspect", () => {
  test("lengthens the next visit of his channel", () => {
    const planner = new HopPlanner(CHANNELS, DWELL);
    planner.stay("suspect", SUSPECT_MHZ, 1_000);
    const visits = Array.from({ length: 6 }, () => planner.next(1_000));
    expect(visits.map(({ seconds }) => seconds)).toEqual([DWELL, DWELL + 2, DWELL, DWELL, DWELL, DWELL]);
  });

  test("is had five times in an hour, however often he is suspected anew, and again later", () => {
    const planner = new HopPlanner(CHANNELS, DWELL);
    const stays = (from: number): number => {
      let found = 0;
      for (let now = from; now < from + 600; now += DWELL) {
        planner.stay("suspect", SUSPECT_MHZ, now);
        if (planner.next(now).seconds > 1) found++;
      }
      return found;
    };
    expect(stays(1_000)).toBe(5);
    expect(stays(1_700)).toBe(0);
    expect(stays(10_000)).toBe(5);
  });

  test("goes to who had fewest: a liar who was stayed with does not keep it from the next", () => {
    const planner = new HopPlanner(CHANNELS, DWELL);
    const order: string[] = [];
    for (let now = 1_000; now < 1_100; now += DWELL) {
      planner.stay("liar", SUSPECT_MHZ, now);
      if (now > 1_040) planner.stay("other", 5_180, now);
      const { channelMhz, seconds } = planner.next(now);
      if (seconds > 1) order.push(channelMhz === SUSPECT_MHZ ? "liar" : "other");
    }
    expect(order).toContain("other");
    expect(order.filter((who) => who === "liar").length).toBeLessThanOrEqual(5);
  });

  test("takes a quarter of the time at most, though a liar makes up a new suspect each time", () => {
    const planner = new HopPlanner(CHANNELS, DWELL);
    let made = 0;
    const heard = walk(planner, 600, (mhz, now) => {
      for (let each = 0; each < 100; each++) planner.stay(`made-up-${made++}`, SUSPECT_MHZ, now);
      frames(planner, mhz, 1);
    });
    expect(made).toBeGreaterThan(10_000);
    expect(shareOf(heard, SUSPECT_MHZ)).toBeLessThan(0.25 + 1 / CHANNELS.length);
  });

  test("is nothing on a channel that is not walked, nor where there is only one", () => {
    const planner = new HopPlanner(CHANNELS, DWELL);
    planner.stay("suspect", 5_500, 1_000);
    for (let visit = 0; visit < 12; visit++) expect(planner.next(1_000).seconds).toBe(DWELL);
    const alone = new HopPlanner([2_412], DWELL);
    alone.stay("suspect", 2_412, 1_000);
    expect(alone.next(1_000).seconds).toBe(DWELL);
  });
});
