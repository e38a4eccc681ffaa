import { expect, test } from "vitest";
import { linkAddressIn } from "./link-address.ts";
import { cameraId, sameDevice, type KnownDevice, type SeenDevice } from "./same-device.ts";

const [M1, M2] = ["00:11:22:33:44:55", "00:11:22:33:44:66"];
const seen = (over: Partial<SeenDevice> = {}): SeenDevice => ({
  address: "10.0.0.5",
  port: 80,
  reference: "urn:1",
  link: M1,
  ...over,
});
const A: KnownDevice = { ...seen(), cameraId: "A" };
const ROUTED: KnownDevice = { ...A, link: undefined, cameraId: "routed" };

test.each([
  ["at a new address", A, { address: "10.0.0.9" }, true],
  ["at a new port of a new address", A, { address: "10.0.0.9", port: 8080 }, true],
  ["with another reference at its address", A, { reference: "urn:2" }, true],
  ["where its reference is not said", A, { reference: "port 80" }, true],
  ["where its hardware address cannot be seen", A, { link: undefined }, true],
  ["at its address behind a router", ROUTED, { link: undefined }, true],
  ["once its hardware address can be seen", ROUTED, {}, true],
  ["another device that has taken its address and its reference", A, { link: M2 }, false],
  ["another device that says its reference elsewhere", A, { address: "10.0.0.9", link: M2 }, false],
  [
    "another device of which no hardware address is seen, elsewhere",
    A,
    { address: "10.0.0.9", link: undefined },
    false,
  ],
  ["another device behind the same router", ROUTED, { address: "10.0.0.9", link: undefined }, false],
  ["another reference behind a router", ROUTED, { reference: "urn:2", link: undefined }, false],
  ["a second device of one hardware address", A, { address: "10.0.0.9", reference: "urn:2" }, false],
])("%s", (_, known, over, isSame) => {
  expect(sameDevice([known], seen(over))).toBe(isSame ? known : undefined);
});

test("one name at every sensor that reaches it by the same hardware address, another for who only says its reference", () => {
  expect(cameraId(seen({ address: "10.0.0.9", port: 8080 }))).toBe(cameraId(seen()));
  expect(cameraId(seen({ link: M2 }))).not.toBe(cameraId(seen()));
  expect(cameraId(seen({ link: undefined }))).not.toBe(cameraId(seen({ link: undefined, address: "10.0.0.9" })));
});

test("of the system's table one neighbour is read: whole, answered, and no group's address", () => {
  const line = (ip: string, flags: string, hardware: string): string => `${ip}  0x1  ${flags}  ${hardware}  *  eth0`;
  const table = [
    "IP address       HW type     Flags       HW address            Mask     Device",
    line("10.0.0.50", "0x2", M2),
    line("10.0.0.5", "0x2", "00:11:22:AA:BB:CC"),
    line("10.0.0.6", "0x0", "00:00:00:00:00:00"),
    line("10.0.0.7", "0x2", "01:00:5e:00:00:01"),
    "10.0.0.8 torn",
  ].join("\n");
  expect(["10.0.0.5", "10.0.0.6", "10.0.0.7", "10.0.0.8", "10.0.0.9"].map((ip) => linkAddressIn(table, ip))).toEqual([
    "00:11:22:aa:bb:cc",
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
