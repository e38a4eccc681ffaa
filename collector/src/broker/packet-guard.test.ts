import { expect, test } from "vitest";
import { CONNECT_BYTES, OTHER_BYTES, PUBLISH_BYTES } from "./broker-limits.ts";
import { PacketGuard } from "./packet-guard.ts";

/** A fixed header with its Remaining Length, and nothing behind it. */
function header(first: number, length: number): Buffer {
  const octets = [first];
  let left = length;
  do {
    octets.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
    left >>= 7;
  } while (left > 0);
  return Buffer.from(octets);
}
const packet = (first: number, length: number): Buffer => Buffer.concat([header(first, length), Buffer.alloc(length)]);
const CONNECT = packet(0x10, 60);
const greeted = (): PacketGuard => {
  const guard = new PacketGuard();
  expect(guard.read(CONNECT)).toBeUndefined();
  return guard;
};

test("packets pass however they are cut, and are counted", () => {
  const bytes = Buffer.concat([CONNECT, packet(0x30, 200), packet(0xc0, 0), packet(0x32, 3000), packet(0x82, 100)]);
  for (const size of [1, 2, 3, 100, bytes.length]) {
    const guard = new PacketGuard();
    for (let at = 0; at < bytes.length; at += size) expect(guard.read(bytes.subarray(at, at + size))).toBeUndefined();
    expect(guard.packets).toBe(5);
  }
});

test("a message of 10 MB, and of one octet too many, ends at the announcement of its length", () => {
  expect(greeted().read(header(0x32, 10 * 1024 * 1024))).toBe("too-large");
  expect(greeted().read(header(0x32, PUBLISH_BYTES + 1))).toBe("too-large");
  expect(greeted().read(header(0x32, PUBLISH_BYTES))).toBeUndefined();
});

test("a greeting and a list of filters are held to what a sensor needs", () => {
  expect(new PacketGuard().read(header(0x10, CONNECT_BYTES + 1))).toBe("too-large");
  expect(greeted().read(header(0x82, OTHER_BYTES + 1))).toBe("too-large");
});

test("a length of five octets is no MQTT", () => {
  expect(greeted().read(Buffer.from([0x30, 0x80, 0x80, 0x80, 0x80, 0x01]))).toBe("not-mqtt");
});

test.each([
  ["a message with QoS 2", 0x34],
  ["a message with both bits of QoS set", 0x36],
  ["PUBREC", 0x50],
  ["PUBREL", 0x62],
  ["PUBCOMP", 0x70],
])("%s is refused, for the broker would have to remember it", (_what, first) => {
  expect(greeted().read(header(first, 2))).toBe("qos-2");
});

test("CONNECT comes first, and once", () => {
  expect(new PacketGuard().read(packet(0x30, 10))).toBe("not-mqtt");
  expect(greeted().read(CONNECT)).toBe("not-mqtt");
  expect(new PacketGuard().read(Buffer.from("GET / HTTP/1.1"))).toBe("not-mqtt");
});

test("the greeting is known to be complete only with its last octet", () => {
  const guard = new PacketGuard();
  guard.read(CONNECT.subarray(0, -1));
  expect(guard.hasGreeted).toBe(false);
  guard.read(CONNECT.subarray(-1));
  expect(guard.hasGreeted).toBe(true);
});
