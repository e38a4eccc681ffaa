import { expect, test } from "vitest";
import { BROADCAST } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import { FrameKind } from "../../dot11/frame-kind.ts";
import { Venue } from "../../venue/venue.ts";
import { managementFrame } from "../frame-for-tests.ts";
import { AP, BOX, FOR_A_FRAME, Hall, PINGS, type Ping } from "./air-for-tests.ts";

const SUSPECTED = 10;
const WATCH = -10;
const WAYS = Object.keys(PINGS) as Ping[];

/** Phones look about, each burst with an address of its own, and a box asks each whether it is there, again and again. */
function pinged(
  hall: Hall,
  way: Ping,
  {
    phones = 20,
    from = (): number => BOX,
    everySeconds = 3,
    fields,
  }: { phones?: number; from?: () => number; everySeconds?: number; fields?: Partial<Frame> } = {},
): void {
  for (let index = 0; index < phones; index++) {
    const phone = hall.made();
    const at = 100 + index * 1.5;
    hall.asks(at, phone);
    hall.asks(at + 0.02, phone);
    for (let later = 0.5; later < 20; later += everySeconds) hall.ping(at + later, way, from(), phone, fields);
  }
}

test.each(WAYS)("a box that addresses by %s whoever looks about is told within ten seconds, and named", (way) => {
  const hall = new Hall();
  pinged(hall, way);
  expect(hall.play()).toBeGreaterThanOrEqual(SUSPECTED);
  const told = hall.context.observations.find(({ code }) => code === "addresses-who-asked");
  expect(told).toMatchObject({ subject: { kind: "transmitter", address: BOX }, transmitters: [BOX], targets: [] });
});

test.each(WAYS)("a radio that is on the channel one second in five finds it, too (%s)", (way) => {
  const hall = new Hall();
  pinged(hall, way, { phones: 120 });
  expect(hall.play((at) => Math.floor(at) % 5 === 0)).toBeGreaterThanOrEqual(SUSPECTED);
});

test.each(["null", "GAS request", "authentication", "rts"] as const)(
  "a radio that hops past most questions finds a list that is tried, by %s, from the few that it heard",
  (way) => {
    const hall = new Hall();
    pinged(hall, way, { phones: 36 });
    // Of four phones it hears that one asked.
    let asked = 0;
    const hears = (_: number, { kind }: { kind: number }): boolean =>
      kind !== FrameKind.probeRequest || Math.floor(asked++ / 2) % 8 === 0;
    expect(hall.play(hears)).toBeGreaterThanOrEqual(SUSPECTED);
  },
);

test("RTS that reserve time for a frame are an access point's whose beacons are not heard, as far as few that it addressed had only asked", () => {
  const hall = new Hall();
  pinged(hall, "rts", { phones: 36, fields: { durationMicroseconds: FOR_A_FRAME } });
  let asked = 0;
  const hears = (_: number, { kind }: { kind: number }): boolean =>
    kind !== FrameKind.probeRequest || Math.floor(asked++ / 2) % 8 === 0;
  expect(hall.play(hears)).toBeLessThan(SUSPECTED);
});

test("a phone that asks thirty access points whose beacons are not heard is not told, and neither is an access point whose stations are polled", () => {
  const hall = new Hall();
  const phone = hall.made();
  for (let index = 0; index < 30; index++) {
    hall.ping(100 + index, "GAS request", phone, 0x70f0_9600_0000 + index * 0x1_0001);
    hall.ping(100.1 + index, "authentication", phone, 0x70f0_9600_0000 + index * 0x1_0001);
  }
  // A repeater that asks under the address that it advertises as well, far away.
  hall.asks(99, 0x70f0_9600_0000);
  const stations = Array.from({ length: 9 }, () => hall.made());
  for (const station of stations.slice(0, 3)) hall.asks(99, station);
  for (let round = 0; round < 5; round++)
    for (const station of stations)
      hall.ping(100 + round * 20, "null from the distribution system", 0x28d1_2755_0102, station);
  expect(hall.play()).toBeLessThan(SUSPECTED);
});

test("a box whose RTS say their bandwidth in the transmitter's group bit is the same box", () => {
  const hall = new Hall();
  let count = 0;
  pinged(hall, "rts", { from: () => BOX + (count++ % 2) * 2 ** 40 });
  hall.play();
  expect(hall.context.observations.every(({ transmitters }) => transmitters[0] === BOX)).toBe(true);
});

test("one radio that takes a new address for every question is one suspect", () => {
  const hall = new Hall();
  pinged(hall, "null", { phones: 30, from: () => hall.made() });
  expect(hall.play()).toBeGreaterThanOrEqual(SUSPECTED);
  expect(hall.context.codes).toEqual(["passing-senders"]);
  expect(new Set(hall.context.observations.map(({ subject }) => JSON.stringify(subject))).size).toBe(1);
});

test("one access point's address with wrong bits is damage, and no radio with many addresses", () => {
  const hall = new Hall();
  pinged(hall, "rts", {
    phones: 40,
    from: () => AP + 2 ** Math.floor(hall.random() * 40) + 2 ** Math.floor(hall.random() * 40),
  });
  expect(hall.play()).toBeLessThan(SUSPECTED);
});

test("five phones that are asked once a second, by a new address each time, are told where damage makes no addresses up", () => {
  for (const [mayBeDamaged, phones, isTold] of [
    [false, 5, true],
    [true, 5, false],
    [false, 3, false],
  ] as const) {
    const hall = new Hall();
    for (let phone = 0; phone < phones; phone++) {
      const asked = hall.made();
      for (let at = 100 + phone; at < 220; at += 60) hall.asks(at, asked);
      for (let at = 101 + phone; at < 220; at++) hall.ping(at, "rts", hall.made(), asked, { mayBeDamaged });
    }
    expect(hall.play() >= SUSPECTED).toBe(isTold);
  }
});

test("a box that uses an access point's address: the access point is hit, and not accused", () => {
  const hall = new Hall();
  for (let at = 4; at < 100; at++) hall.beacon(AP, at);
  pinged(hall, "GAS request", { from: () => AP });
  expect(hall.play()).toBeGreaterThanOrEqual(SUSPECTED);
  for (const { subject, transmitters, targets } of hall.context.observations) {
    expect(subject).toEqual({ kind: "hidden", against: AP });
    expect([transmitters, targets]).toEqual([[], [AP]]);
  }
});

test("a licensed device is named, so that its licence can explain it", () => {
  const hall = new Hall();
  hall.context.venue = new Venue([{ bssid: "00:0c:43:99:af:e1", licensed: true }], []);
  pinged(hall, "GAS request", { from: () => AP });
  hall.play();
  expect(hall.context.observations.at(-1)).toMatchObject({ transmitters: [AP], targets: [] });
});

/** A mall's access point with fifty stations, some coming and going, that look about now and then. */
function busy(hall: Hall, accessPoint: number): void {
  const stations = Array.from({ length: 50 }, () => hall.made());
  for (let at = 100; at < 400; at += 0.2) {
    const index = Math.floor(hall.random() * stations.length);
    const station = stations[index] ?? -1;
    hall.talks(at, station, accessPoint);
    if (hall.random() < 0.05) hall.asks(at + 0.05, station);
    if (hall.random() < 0.01) {
      // Somebody else comes in the place of who goes: asks, is let in, and is talked to at once.
      const next = hall.made();
      stations[index] = next;
      hall.asks(at + 0.06, next);
      hall.put(
        at + 0.1,
        managementFrame(FrameKind.authentication, { transmitter: next, receiver: accessPoint, bssid: accessPoint }),
      );
      hall.talks(at + 0.2, next, accessPoint);
    }
  }
}

test.each([
  ["is heard whole", () => true],
  ["is heard one second in five", (at: number) => Math.floor(at) % 5 === 0],
])("an access point with fifty stations that %s is not told", (_how, hears) => {
  for (const seed of [1, 2, 3]) {
    const hall = new Hall(seed);
    busy(hall, AP);
    expect(hall.play(hears)).toBeLessThan(WATCH);
  }
});

test("an access point of whose stations nothing is heard but that they look about is not told", () => {
  for (const seed of [1, 2, 3]) {
    const hall = new Hall(seed);
    busy(hall, AP);
    const hears = (_: number, { kind, transmitter }: { kind: number; transmitter: number }): boolean =>
      transmitter === AP ? kind === FrameKind.rts : kind === FrameKind.probeRequest;
    expect(hall.play(hears)).toBeLessThan(WATCH);
  }
});

test("of an access point on the next channel only copies of RTS are heard, not its beacons: no suspect", () => {
  for (const channelMhz of [5_200, 2_437])
    for (const seed of [1, 2, 3]) {
      const hall = new Hall(seed, channelMhz);
      busy(hall, 0x28d1_2755_0102);
      const hears = (_: number, { kind }: { kind: number }): boolean =>
        kind === FrameKind.rts || kind === FrameKind.probeRequest;
      expect(hall.play(hears), `${channelMhz} MHz, seed ${seed}`).toBeLessThan(SUSPECTED);
    }
});

test("an access point that protects its answers to questions with RTS is not told", () => {
  const hall = new Hall();
  for (let index = 0; index < 200; index++) {
    const phone = hall.made();
    hall.asks(100 + index, phone);
    hall.ping(100.003 + index, "rts", AP, phone);
    hall.put(
      100.004 + index,
      managementFrame(FrameKind.probeResponse, { transmitter: AP, bssid: AP, receiver: phone }),
    );
  }
  expect(hall.play()).toBeLessThan(WATCH);
});

test("another network of an access point's radio, that has no beacon of its own, is like the access point", () => {
  const hall = new Hall();
  busy(hall, AP + 3);
  expect(hall.play((_, { transmitter }) => transmitter === AP + 3 || hall.random() < 0.3)).toBeLessThan(SUSPECTED);
});

test("phones that ask access points by GAS and FTM, and Wi-Fi Direct devices that ask each other, are not told", () => {
  const hall = new Hall();
  for (let index = 0; index < 30; index++) {
    const phone = hall.made();
    hall.asks(100 + index, phone);
    hall.ping(100.1 + index, "GAS request", phone, AP);
    hall.ping(100.2 + index, "FTM request", phone, AP);
    const peer = hall.made();
    hall.asks(100.3 + index, peer, "DIRECT-");
    hall.ping(100.4 + index, "GAS request", BOX, peer);
    hall.ping(101.4 + index, "FTM request", BOX, peer);
  }
  expect(hall.play()).toBeLessThan(WATCH);
});

test("a station of another network with two peers, and devices that share files, are not told", () => {
  const hall = new Hall();
  const peers = [hall.made(), hall.made()];
  for (const peer of peers) hall.asks(99, peer);
  for (let index = 0; index < 300; index++) {
    hall.ping(100 + index / 5, index % 3 === 0 ? "rts" : "block ack request", BOX, peers[index % 2] ?? -1);
    hall.ping(100.1 + index / 5, "data", BOX, 0x1234_5678_9abc, { fromDs: false });
  }
  expect(hall.play()).toBeLessThan(WATCH);
});

test("Null frames of one device to another, of which every seventh address is damaged, are no list", () => {
  const hall = new Hall();
  for (let index = 0; index < 600; index++)
    hall.ping(
      100 + index / 10,
      "null",
      BOX,
      0x1234_5678_9abc + (index % 7 === 0 ? 2 ** (index % 32) : 0) * (1 + (index % 5)),
    );
  expect(hall.play()).toBeLessThan(SUSPECTED);
});

test("what an access point says to stations that it sends away or answers makes nobody show himself", () => {
  const hall = new Hall();
  for (let index = 0; index < 60; index++) {
    const phone = hall.made();
    hall.asks(100 + index, phone);
    const addresses = { transmitter: BOX, bssid: BOX, receiver: phone };
    for (const kind of [
      FrameKind.probeResponse,
      FrameKind.deauthentication,
      FrameKind.authentication,
      FrameKind.associationResponse,
    ])
      hall.put(100.1 + index, managementFrame(kind, addresses));
  }
  hall.put(200, managementFrame(FrameKind.rts, { transmitter: BOX, receiver: BROADCAST, bssid: -1 }));
  expect(hall.play()).toBeLessThan(WATCH);
});

test("memories are filled: a hundred thousand that ask, as many senders, and a box that was watched before stays", () => {
  const hall = new Hall();
  pinged(hall, "null", { phones: 5 });
  for (let index = 0; index < 100_000; index++) {
    const phone = hall.made();
    hall.asks(130 + index / 10_000, phone);
    hall.ping(130.00001 + index / 10_000, "null", hall.made(), phone, { rssiDbm: -90 + (index % 60) });
  }
  for (let index = 0; index < 3; index++) {
    const phone = hall.made();
    hall.asks(141 + index, phone);
    hall.ping(141.5 + index, "null", BOX, phone);
  }
  hall.play();
  const forgotten = hall.detector.forgotten();
  expect(forgotten["presence-solicitation-askers"]).toBeGreaterThan(50_000);
  expect(forgotten["presence-solicitation-senders"]).toBeGreaterThan(50_000);
  const told = hall.context.observations.filter(({ code }) => code === "addresses-who-asked");
  expect(told.some(({ transmitters }) => transmitters[0] === BOX)).toBe(true);
});
