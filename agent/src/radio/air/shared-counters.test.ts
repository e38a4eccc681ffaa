import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { randomFrom } from "../made-air-for-tests.ts";
import { AccessPoints } from "./access-points.ts";
import type { SharedCounter } from "./shared-counter.ts";
import { SharedCounters } from "./shared-counters.ts";

const AP = 0x001f7ae26c98;
const BEACON_SECONDS = 0.1024;

/** A room in which beacons are heard, each address's by its number and time. */
class Room {
  readonly accessPoints = new AccessPoints();
  readonly counters = new SharedCounters();
  readonly looks: SharedCounter[] = [];
  at = 10;

  beacon(address: number, sequence: number): void {
    const frame = managementFrame(
      FrameKind.beacon,
      {
        transmitter: address,
        bssid: address,
        sequence: sequence & 4_095,
        beaconIntervalTu: 100,
        channelMhz: 2_437,
      },
      `n${address}`,
    );
    this.counters.hear(frame, this.accessPoints.advertised(frame, this.at, true), this.at);
    if (this.counters.news !== undefined) this.looks.push(this.counters.news);
    this.counters.turn(this.at);
  }

  /** So many addresses by turns, each frame some time after the one before, all on one counter. */
  turns(addresses: number, rounds: number, seconds = BEACON_SECONDS / addresses): void {
    for (let sent = 0; sent < addresses * rounds; sent++) {
      this.at += seconds;
      this.beacon(AP + (sent % addresses), sent);
    }
  }

  get shown(): number {
    return Math.max(0, ...this.looks.map((it) => it.shown(() => false).length));
  }
}

test("addresses that one counter numbers are on it, however many other networks are heard between them", () => {
  const room = new Room();
  const random = randomFrom(1);
  let sent = 0;
  const others = Array.from({ length: 300 }, () => Math.floor(random() * 4_096));
  for (let frame = 0; frame < 20_000; frame++) {
    room.at += 0.1024 / 340;
    const who = frame % 340;
    if (who < 40) room.beacon(AP + who, sent++);
    // A third of the others number sixty frames a second for everybody beside their beacons.
    else room.beacon(AP + 0x10000 * who, (others[who - 40] = (others[who - 40] ?? 0) + (who % 3 === 0 ? 7 : 1)));
  }
  expect(room.shown).toBe(40);
  expect(new Set(room.looks).size).toBe(1);
});

test("who numbers its own beacons only is on none, however many of them are missed", () => {
  for (const heard of [1, 0.3, 0.02]) {
    const room = new Room();
    const random = randomFrom(2);
    // All count alike, as after a power cut.
    for (let beacon = 0; beacon < 600; beacon++)
      for (let who = 0; who < 60; who++) {
        room.at += BEACON_SECONDS / 60;
        if (random() < heard) room.beacon(AP + 0x10000 * who, beacon);
      }
    expect(room.counters.size).toBe(0);
  }
});

test("numbers by chance put nobody on a counter for long", () => {
  const room = new Room();
  const random = randomFrom(4);
  for (let frame = 0; frame < 100_000; frame++) {
    room.at += 0.003;
    room.beacon(AP + (frame % 300) * 0x10000, Math.floor(random() * 4_096));
  }
  expect(room.shown).toBe(0);
  // One frame in 32 is on one for a moment.
  expect(room.counters.size).toBeLessThan(60);
});

test("a counter that was not heard for two minutes is forgotten, and one that went on elsewhere meanwhile is found again", () => {
  const room = new Room();
  room.turns(40, 20);
  expect(room.counters.size).toBe(40);
  room.at += 100;
  room.turns(40, 3);
  expect(room.counters.size).toBe(40);
  room.at += 131;
  for (let second = 0; second < 3; second++) {
    room.at += 20;
    room.beacon(AP + 0x100000, second);
  }
  expect(room.counters.size).toBe(0);
});

test("two halves that were begun apart become one", () => {
  const room = new Room();
  // A burst of others' frames covers every second part of the list for a while.
  for (let sent = 0; sent < 40 * 60; sent++) {
    room.at += BEACON_SECONDS / 40;
    const isCovered = sent < 800 && Math.floor(sent / 10) % 2 === 1;
    if (!isCovered) room.beacon(AP + ((sent * 7) % 40), sent);
  }
  expect(room.shown).toBe(40);
});

test("one counter has as many addresses as there is room for", () => {
  const room = new Room();
  room.turns(400, 40, 0.0025);
  expect(room.counters.size).toBe(128);
  expect(room.shown).toBe(128);
});

test("a hundred such senders fill the room for thirty-two, and what few are shown by goes first", () => {
  const room = new Room();
  room.turns(40, 20);
  const sent = 40 * 20;
  const random = randomFrom(9);
  const starts = Array.from({ length: 100 }, () => Math.floor(random() * 4_096));
  for (let round = 0; round < 120; round++) {
    for (let box = 0; box < 100; box++)
      for (let frame = 0; frame < 3; frame++) {
        room.at += 0.0001;
        room.beacon(AP + 0x100000 * (box + 1) + ((3 * round + frame) % 7), (starts[box] ?? 0) + 3 * round + frame);
      }
    for (let frame = 0; frame < 4; frame++) {
      room.at += 0.0001;
      room.beacon(AP + ((4 * round + frame) % 40), sent + 4 * round + frame);
    }
  }
  expect(room.counters.size).toBeLessThanOrEqual(32 * 128);
  expect(room.counters.forgotten).toBeGreaterThan(0);
  room.looks.length = 0;
  room.turns(40, 10);
  expect(room.shown).toBe(40);
});
