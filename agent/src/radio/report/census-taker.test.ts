import { expect, test } from "vitest";
import { FrameKind } from "../dot11/frame-kind.ts";
import { managementFrame } from "../detectors/frame-for-tests.ts";
import { AddressHash } from "./address-hash.ts";
import { CensusTaker, suppress } from "./census-taker.ts";
import { HyperLogLog } from "./hyper-log-log.ts";

/** Keys that are the same in every run: what is estimated with them does not fail one run in a thousand. */
function knownKeys(): () => Buffer {
  let keys = 0;
  return () => Buffer.alloc(16, ++keys);
}

/** The hashes of addresses, in order. */
function hashesOf(hash: AddressHash, addresses: readonly number[]): string[] {
  const hashes: string[] = [];
  for (const address of addresses) {
    hash.hashInto({ add: (low, high) => void hashes.push(`${low} ${high}`) }, address);
    hash.flush();
  }
  return hashes;
}

test.each([50, 1_000, 20_000])("a sketch of %i addresses is within a tenth", (count) => {
  const hash = new AddressHash(knownKeys());
  const sketch = new HyperLogLog();
  for (let address = 0; address < count; address++) hash.hashInto(sketch, 0x262371000000 + address);
  hash.flush();
  expect(Math.abs(sketch.estimate() - count) / count).toBeLessThan(0.1);
});

test("an address has one hash under one key, whatever was heard in between, and however many are hashed at once", () => {
  const hash = new AddressHash(() => Buffer.alloc(16, 1));
  const addresses = Array.from({ length: 5_000 }, (_, address) => 0x262371000000 + address);
  const hashes = hashesOf(hash, addresses);
  expect(new Set(hashes).size).toBe(hashes.length);
  expect(hashesOf(hash, [0x262371000000 + 4_999, 0x262371000000])).toEqual([hashes[4_999], hashes[0]]);
  const together: string[] = [];
  const other = new AddressHash(() => Buffer.alloc(16, 1));
  for (const address of addresses)
    other.hashInto({ add: (low, high) => void together.push(`${low} ${high}`) }, address);
  other.flush();
  expect(together).toEqual(hashes);
});

test("under another key an address has another hash: nobody is recognised across a change of key", () => {
  const hash = new AddressHash();
  const before = hashesOf(hash, [1]);
  hash.newKey();
  expect(hashesOf(hash, [1])).not.toEqual(before);
});

test("counts of one to four are suppressed", () => {
  expect([0, 1, 4, 5].map(suppress)).toEqual([0, { fewerThan: 5 }, { fewerThan: 5 }, 5]);
});

test("a minute is counted by channel and type, and leaves when it is over", () => {
  const census = new CensusTaker(knownKeys());
  expect(census.turn(60)).toBeUndefined();
  for (let count = 0; count < 10; count++) {
    census.count(
      managementFrame(FrameKind.probeRequest, { transmitter: 0x262371000000 + count, channelMhz: 2412 }),
      60 + count / 10,
    );
    census.count(managementFrame(FrameKind.beacon, { transmitter: 1, channelMhz: 2412 }), 60.05 + count / 10);
  }
  expect(census.turn(90)).toBeUndefined();
  const minute = census.turn(120)?.minutes[0];
  expect(minute).toMatchObject({
    minute: "1970-01-01T00:01:00.000Z",
    channelMhz: 2412,
    management: 20,
    probeRequests: 10,
    data: 0,
  });
  expect(minute?.accessPoints).toEqual({ fewerThan: 5 });
  expect(minute?.stations).toBe(10);
});

test("the seconds that the radio tells go before those between frames; a channel on which nothing was heard has its row too", () => {
  const census = new CensusTaker();
  census.turn(60);
  census.listened(2412, 0.5);
  census.count(managementFrame(FrameKind.beacon, { transmitter: 1, channelMhz: 2412 }), 60.1);
  census.count(managementFrame(FrameKind.beacon, { transmitter: 1, channelMhz: 2412 }), 60.9);
  census.listened(2412, 0.5);
  census.listened(2437, 30);
  expect(census.turn(120)?.minutes).toMatchObject([
    { channelMhz: 2412, secondsListened: 1, management: 2 },
    { channelMhz: 2437, secondsListened: 30, management: 0, stations: 0 },
  ]);
});

test("what was listened to before the first minute belongs to it, and to no minute of 1970", () => {
  const census = new CensusTaker();
  census.listened(2412, 3);
  expect(census.turn(600)).toBeUndefined();
  census.listened(2412, 4);
  expect(census.turn(660)?.minutes).toMatchObject([{ minute: "1970-01-01T00:10:00.000Z", secondsListened: 7 }]);
});

test("a key lives for a quarter of an hour, whenever in a minute it was made", () => {
  let keys = 0;
  const census = new CensusTaker(() => Buffer.alloc(16, ++keys));
  census.turn(59);
  const before = keys;
  for (let at = 60; at < 900; at += 60) census.turn(at);
  expect(keys).toBe(before);
  census.turn(900);
  expect(keys).toBe(before + 1);
});

test("a radio that invents channels has as many counted as there is room for; frames on the others are told as left out", () => {
  const census = new CensusTaker(knownKeys());
  census.turn(0);
  for (let channel = 0; channel < 1_000; channel++)
    census.count(managementFrame(FrameKind.beacon, { transmitter: 1, channelMhz: 2_000 + channel }), 10);
  expect(census.flush()?.minutes).toHaveLength(128);
  expect(census.forgotten).toBe(1_000 - 128);
});
