import { describe, expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { ForcedDisconnect } from "./detector.ts";
import { managementFrame, TestContext } from "../frame-for-tests.ts";
import { weightsOf } from "../weights.ts";

const AP = 0x001f7ae26c98;
const STATION = 0x262371_06e6ef;

const goodbye = (sequence: number, fields = {}) =>
  managementFrame(FrameKind.deauthentication, {
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

test("a station with a wrong password, which both sides dismiss again and again, is not put on the list", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 60; index++) {
    context.atSeconds += 1.5;
    detector.onFrame(
      managementFrame(FrameKind.authentication, { transmitter: STATION, bssid: AP, receiver: AP }),
      context,
    );
    detector.onFrame(goodbye(100 + index), context);
    detector.onFrame(goodbye(900 + index, { transmitter: STATION, receiver: AP }), context);
  }
  expect(context.codes.filter((it) => it !== "sustained" && it !== "persistent")).toEqual([]);
});

test("who has left cannot leave: both ends that dismiss each other by turns did not write that", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 6; index++) {
    context.atSeconds += 0.1;
    detector.onFrame(goodbye(index), context);
    detector.onFrame(goodbye(index, { transmitter: STATION, receiver: AP }), context);
  }
  expect(context.codes).toContain("parted-twice");
});

test("an association cannot be ended after the authentication that it needs", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 6; index++) {
    context.atSeconds += 2;
    detector.onFrame(goodbye(2 * index), context);
    detector.onFrame({ ...goodbye(2 * index + 1), kind: FrameKind.disassociation }, context);
  }
  expect(context.codes).toContain("parted-twice");
});

test("firmware that says both good-byes in the wrong order, to each station once, is none of that", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 12; index++) {
    context.atSeconds += 2;
    const receiver = STATION + index;
    detector.onFrame(goodbye(2 * index, { receiver }), context);
    detector.onFrame({ ...goodbye(2 * index + 1, { receiver }), kind: FrameKind.disassociation }, context);
  }
  expect(context.codes).not.toContain("parted-twice");
});

test("the right order is no contradiction: disassociation, then deauthentication", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 20; index++) {
    context.atSeconds += 2;
    detector.onFrame({ ...goodbye(2 * index), kind: FrameKind.disassociation }, context);
    detector.onFrame(goodbye(2 * index + 1), context);
  }
  expect(context.codes).not.toContain("parted-twice");
});

test("a group that says good-bye, and a receiver that says it to itself, are impossible senders", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  detector.onFrame(goodbye(1, { transmitter: 0x333300000002, receiver: AP }), context);
  detector.onFrame(goodbye(2, { receiver: AP }), context);
  expect(context.codes).toEqual([]);
  detector.onFrame(goodbye(3, { receiver: AP }), context);
  expect(context.codes).toEqual(["impossible-sender"]);
});

test("addresses with one bit hit on the way are no impossible senders", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  const GROUP_BIT = 2 ** 40;
  const data = { transmitter: 0x24_2371_06e6ef, receiver: AP, bssid: AP, type: 2 };
  detector.onFrame(managementFrame(40, data), context);
  for (let index = 0; index < 6; index++) {
    detector.onFrame(goodbye(index, { transmitter: AP + GROUP_BIT }), context);
    detector.onFrame(goodbye(index, { transmitter: data.transmitter + GROUP_BIT, receiver: AP }), context);
  }
  expect(context.codes).not.toContain("impossible-sender");
});

test("where damage is not excluded, neither are those with some bits more that were hit; where it is, they are", () => {
  for (const mayBeDamaged of [true, false]) {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    for (let index = 0; index < 12; index++)
      detector.onFrame(goodbye(index, { transmitter: AP + 2 ** 40 + 2 ** 41 + 2 ** 47, mayBeDamaged }), context);
    expect(context.codes.includes("impossible-sender")).toBe(!mayBeDamaged);
  }
});

test("beacons that a bit of Frame Control turned into deauthentications are none", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 80; index++) {
    context.atSeconds += 0.02;
    const hit = { receiver: BROADCAST, reasonCode: 9_000 + index * 20 };
    detector.onFrame(
      managementFrame(FrameKind.deauthentication, { transmitter: AP, bssid: AP, ...hit }, "a name", Array(80).fill(1)),
      context,
    );
  }
  expect(context.codes).toEqual([]);
});

test("an access point that restarts three times in half a minute does not send everybody away often enough", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let restart = 0; restart < 3; restart++) {
    for (const after of [0, 0.01, 4]) {
      context.atSeconds += after;
      detector.onFrame(goodbye(restart * 10 + after, { receiver: BROADCAST }), context);
    }
    context.atSeconds += 8;
  }
  expect(context.codes).toEqual([]);
});

test("everybody is sent away once a second, a third of it heard: a hopping radio finds it within a minute", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 20; index++) {
    context.atSeconds += 3;
    detector.onFrame(goodbye(index, { receiver: BROADCAST }), context);
  }
  expect(context.codes).toContain("repeated-broadcast");
});

test("many stations, each a few times a second, are a burst when it does not end", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 240; index++) {
    context.atSeconds += 1 / 40;
    detector.onFrame(goodbye(index, { receiver: STATION + (index % 12) }), context);
  }
  expect(context.codes).toContain("burst");
});

test("a repetition is a new frame when the first was missed, and is known among those of other stations", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 12; index++) {
    context.atSeconds += 0.1;
    for (let again = 0; again < 3; again++)
      for (const station of [0, 1])
        detector.onFrame(goodbye(2 * index + station, { retry: true, receiver: STATION + station }), context);
  }
  expect(context.observations.at(-1)?.facts[0]).toEqual({ name: "frames", value: 10 });
});

describe("whose frames they are", () => {
  /** An access point with one counter: beacons, and answers to stations among them. */
  const live = (context: TestContext, seconds: number, fields: Partial<Frame> = {}, from = 100): number => {
    let sequence = from;
    for (let step = 0; step < seconds * 10; step++) {
      context.atSeconds += 0.1;
      const own = { transmitter: AP, bssid: AP, channelMhz: 2412, advertisedChannel: 1, ...fields };
      context.accessPoints.advertised(
        managementFrame(FrameKind.beacon, { ...own, sequence: sequence++ }),
        context.atSeconds,
        true,
      );
      if (step % 10 === 0)
        context.accessPoints
          .get(AP)
          ?.counted(managementFrame(FrameKind.authentication, { ...own, sequence: sequence++ }), context.atSeconds);
    }
    return sequence;
  };

  test("numbers outside the access point's counter, which goes on, are not its own", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    let sequence = live(context, 10);
    for (let index = 0; index < 12; index++) {
      detector.onFrame(goodbye(3000 + index), context);
      sequence = live(context, 2, {}, sequence);
    }
    expect(context.codes).toEqual(["persistent", "sequence-break"]);
  });

  test("where damage is not excluded, its own numbers with a wrong bit or two are no break; where it is, they are", () => {
    for (const mayBeDamaged of [true, false]) {
      const context = new TestContext();
      const detector = new ForcedDisconnect();
      let sequence = live(context, 10);
      for (let index = 0; index < 12; index++) {
        const hit = (sequence & 4095) ^ 0b1010_0000_0000;
        detector.onFrame(goodbye(hit, { mayBeDamaged }), context);
        sequence = live(context, 2, {}, sequence);
      }
      expect(context.codes.includes("sequence-break")).toBe(!mayBeDamaged);
    }
  });

  test("its own numbers are no break, after however long a silence", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    let sequence = live(context, 10);
    for (let index = 0; index < 24; index++) {
      detector.onFrame(goodbye(sequence), context);
      sequence = live(context, 1, {}, sequence + 40);
    }
    expect(context.codes).not.toContain("sequence-break");
  });

  test("a level that scatters as widely as people in the way make it is not foreign at ten decibels", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    for (let step = 0; step < 60; step++) live(context, 0.1, { rssiDbm: step % 2 === 0 ? -70 : -54 });
    for (let index = 0; index < 12; index++) {
      context.atSeconds += 0.5;
      detector.onFrame(goodbye(index, { rssiDbm: -72, channelMhz: 2412 }), context);
    }
    expect(context.codes).not.toContain("foreign-level");
  });

  test("a steady access point's good-byes at another level are foreign; heard on the next channel, nothing is compared", () => {
    for (const [channelMhz, isForeign] of [
      [2412, true],
      [2417, false],
    ] as const) {
      const context = new TestContext();
      const detector = new ForcedDisconnect();
      live(context, 5, { rssiDbm: -60 });
      for (let index = 0; index < 12; index++) {
        context.atSeconds += 0.5;
        detector.onFrame(goodbye(index, { rssiDbm: -72, channelMhz }), context);
      }
      expect(context.codes.includes("foreign-level")).toBe(isForeign);
    }
  });
});

test("a network that nobody was heard advertising is not named: the address may be a visitor's", () => {
  const context = new TestContext();
  const detector = new ForcedDisconnect();
  for (let index = 0; index < 30; index++) {
    context.atSeconds += 0.02;
    detector.onFrame(goodbye(index, { reasonCode: 3 }), context);
  }
  expect(context.codes).toContain("burst");
  expect(context.observations.every((it) => it.targets.length === 0 && it.transmitters.length === 0)).toBe(true);
});

describe("good-byes that name no network", () => {
  const GROUP = 0x333300000016;

  /** Both ends by turns, so that the flood is told. */
  const flood = (detector: ForcedDisconnect, context: TestContext): void => {
    context.accessPoints.advertised(
      managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP }),
      context.atSeconds,
      true,
    );
    for (let index = 0; index < 12; index++) {
      context.atSeconds += 0.1;
      detector.onFrame(goodbye(index), context);
      detector.onFrame(goodbye(100 + index, { transmitter: STATION, receiver: AP }), context);
    }
  };
  /** What a program sends that takes every address of a data frame for a station or an access point. */
  const strays = (detector: ForcedDisconnect, context: TestContext, station = STATION): void => {
    for (let index = 0; index < 10; index++) {
      context.atSeconds += 0.1;
      for (const bssid of [GROUP, station]) {
        detector.onFrame(goodbye(200 + index, { transmitter: GROUP, receiver: station, bssid }), context);
        detector.onFrame(goodbye(300 + index, { transmitter: station, receiver: GROUP, bssid }), context);
      }
    }
  };
  const against = (context: TestContext): unknown[] => [
    ...new Set(context.observations.map(({ subject }) => (subject.kind === "hidden" ? subject.against : subject.kind))),
  ];

  test("belong to the flood that has just thrown off the station among their addresses", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    flood(detector, context);
    strays(detector, context);
    expect(against(context)).toEqual([AP]);
    expect(context.codes).toContain("impossible-sender");
  });

  test("are a matter of their own when the station was not thrown off, and when it was long ago", () => {
    for (const [station, later] of [
      [STATION + 1, 0],
      [STATION, 61],
    ] as const) {
      const context = new TestContext();
      const detector = new ForcedDisconnect();
      flood(detector, context);
      context.atSeconds += later;
      strays(detector, context, station);
      expect(against(context)).toEqual([AP, station]);
    }
  });

  test("are not held against a network that has parted from the station without a flood", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    context.accessPoints.advertised(
      managementFrame(FrameKind.beacon, { transmitter: AP, bssid: AP }),
      context.atSeconds,
      true,
    );
    detector.onFrame(goodbye(1), context);
    strays(detector, context);
    expect(against(context)).toEqual([STATION]);
  });

  test("of a station with another access point, unheard here, are not the flood's", () => {
    const context = new TestContext();
    const detector = new ForcedDisconnect();
    flood(detector, context);
    const other = AP + 1;
    for (let index = 0; index < 30; index++) {
      context.atSeconds += 0.1;
      detector.onFrame(goodbye(500 + index, { transmitter: STATION, receiver: other, bssid: other }), context);
    }
    expect(against(context)).toEqual([AP, other]);
  });
});
