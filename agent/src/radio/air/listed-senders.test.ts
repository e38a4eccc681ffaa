import { expect, test } from "vitest";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { ListedSenders } from "./listed-senders.ts";

const LISTED = 0x00_11_22_33_44_55;

/** One transmitter that uses the address: its clock, its counter, its level. */
class Sender {
  readonly #startedAt: number;
  readonly #levelDbm: number;
  #sequence: number;

  constructor(startedAt: number, sequence: number, levelDbm: number) {
    this.#startedAt = startedAt;
    this.#sequence = sequence;
    this.#levelDbm = levelDbm;
  }

  send(senders: ListedSenders, kind: number, at: number, scatterDb = 0): void {
    const tsf = Math.round((at - this.#startedAt) * 1e6);
    this.#sequence = (this.#sequence + 1) & 0xfff;
    senders.hear(
      managementFrame(kind, {
        transmitter: LISTED,
        bssid: LISTED,
        sequence: this.#sequence,
        rssiDbm: this.#levelDbm + scatterDb,
        hasTsf: true,
        tsfLow: (tsf % 2 ** 32) | 0,
        tsfHigh: Math.floor(tsf / 2 ** 32),
      }),
      at,
    );
  }
}

const beacon = FrameKind.beacon;
const answer = FrameKind.probeResponse;

test("beacons and answers of one access point come from one sender, however its level scatters", () => {
  const senders = new ListedSenders();
  const own = new Sender(-90_000, 4_090, -60);
  for (let step = 0; step < 200; step++) {
    own.send(senders, beacon, 100 + step * 0.1, ((step * 7) % 17) - 8);
    if (step % 5 === 0) own.send(senders, answer, 100.01 + step * 0.1, ((step * 5) % 17) - 8);
  }
  expect(senders.of(LISTED, 120)).toBe("one");
});

test("somebody who answers with its address, by a clock of its own, makes them two", () => {
  const senders = new ListedSenders();
  const own = new Sender(-90_000, 17, -60);
  const liar = new Sender(-50, 3_000, -60);
  for (let step = 0; step < 200; step++) {
    own.send(senders, beacon, 100 + step * 0.1);
    if (step % 10 === 0) liar.send(senders, answer, 100.05 + step * 0.1);
  }
  expect(senders.of(LISTED, 120)).toBe("two");
  expect(senders.of(LISTED, 800)).not.toBe("two");
});

test("somebody who copies the clock counts on his own", () => {
  const senders = new ListedSenders();
  const own = new Sender(-90_000, 17, -60);
  const liar = new Sender(-90_000, 3_000, -60);
  for (let step = 0; step < 100; step++) {
    own.send(senders, beacon, 100 + step * 0.1);
    liar.send(senders, beacon, 100.05 + step * 0.1);
  }
  expect(senders.of(LISTED, 110)).toBe("two");
});

test("somebody who copies clock and counter stands in another place", () => {
  const senders = new ListedSenders();
  const own = new Sender(-90_000, 17, -75);
  const liar = new Sender(-90_000, 30, -40);
  for (let step = 0; step < 100; step++) {
    own.send(senders, beacon, 100 + step * 0.1, (step % 5) - 2);
    if (step % 2 === 0) liar.send(senders, answer, 100.05 + step * 0.1, (step % 7) - 3);
  }
  expect(senders.of(LISTED, 110)).toBe("two");
});

test("an access point that starts anew is one again after a few seconds, and never two", () => {
  const senders = new ListedSenders();
  const before = new Sender(-90_000, 17, -60);
  for (let step = 0; step < 50; step++) before.send(senders, beacon, 100 + step * 0.1);
  const after = new Sender(130, 0, -60);
  for (let step = 0; step < 20; step++) after.send(senders, beacon, 130 + step * 0.1);
  expect(senders.of(LISTED, 132)).toBe("unknown");
  for (let step = 20; step < 60; step++) after.send(senders, beacon, 130 + step * 0.1);
  expect(senders.of(LISTED, 136)).toBe("one");
});

test("a radio that hops, and hears a few beacons every five seconds, still knows one from two", () => {
  const one = new ListedSenders();
  const two = new ListedSenders();
  const own = new Sender(-90_000, 17, -60);
  const other = new Sender(-400, 17, -62);
  for (let step = 0; step < 20; step++)
    for (const offset of [0, 0.1, 0.2]) {
      own.send(one, beacon, 100 + step * 5 + offset);
      own.send(two, beacon, 100 + step * 5 + offset);
      other.send(two, answer, 100.05 + step * 5 + offset);
    }
  expect(one.of(LISTED, 200)).toBe("one");
  expect(two.of(LISTED, 200)).toBe("two");
});

test("time stamps in whole seconds do not make two of one, and stamps that all are equal neither", () => {
  const coarse = new ListedSenders();
  const own = new Sender(-90_000, 17, -60);
  const still = new ListedSenders();
  for (let step = 0; step < 200; step++) {
    const frameAt = 100 + step * 0.1;
    const tsf = Math.round((frameAt + 90_000) * 1e6);
    const frame = managementFrame(beacon, {
      transmitter: LISTED,
      bssid: LISTED,
      sequence: step,
      hasTsf: true,
      tsfLow: (tsf % 2 ** 32) | 0,
      tsfHigh: Math.floor(tsf / 2 ** 32),
    });
    coarse.hear(frame, Math.floor(frameAt));
    still.hear(frame, 100);
  }
  own.send(coarse, beacon, 120);
  expect(coarse.of(LISTED, 120)).not.toBe("two");
  expect(still.of(LISTED, 100)).not.toBe("two");
});

test("of an address that was heard little or not at all nobody can tell", () => {
  const senders = new ListedSenders();
  expect(senders.of(LISTED, 100)).toBe("unknown");
  new Sender(0, 0, -60).send(senders, beacon, 100);
  expect(senders.of(LISTED, 100)).toBe("unknown");
});

test("as many addresses are remembered as a list may have", () => {
  const senders = new ListedSenders();
  for (let index = 0; index < 5_000; index++)
    senders.hear(managementFrame(beacon, { transmitter: index, bssid: index, hasTsf: true }), 100 + index);
  expect(senders.size).toBeLessThanOrEqual(1_024);
});
