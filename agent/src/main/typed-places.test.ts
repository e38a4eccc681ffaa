import { expect, test } from "vitest";
import { hostsOfRange, readTypedAddress } from "./typed-places.ts";

test.each([
  ["192.168.1.64", { address: "192.168.1.64", port: undefined, secure: false }],
  ["192.168.1.64:8080", { address: "192.168.1.64", port: 8080, secure: false }],
  ["192.168.1.64:443", { address: "192.168.1.64", port: 443, secure: true }],
  ["https://192.168.1.64", { address: "192.168.1.64", port: 443, secure: true }],
  ["http://192.168.1.64/", { address: "192.168.1.64", port: 80, secure: false }],
  ["[fd00::64]:8080", { address: "fd00::64", port: 8080, secure: false }],
  ["::ffff:10.0.0.1", { address: "10.0.0.1", port: undefined, secure: false }],
])("%s is read as it was meant", (spelled, meant) => {
  expect(readTypedAddress(spelled)).toEqual(meant);
});

test.each([
  "camera.local",
  "192.168.1",
  "192.168.1.64:0",
  "192.168.1.64:65536",
  "ftp://192.168.1.64",
  "192.168.1.64/onvif",
  "",
])("%j is no address", (spelled) => {
  expect(() => readTypedAddress(spelled)).toThrow(/is no address/);
});

test("a range is its hosts, without the two addresses that are nobody's", () => {
  expect(hostsOfRange("192.168.1.77/30")).toEqual(["192.168.1.77", "192.168.1.78"]);
  expect(hostsOfRange("10.0.255.255/22")).toHaveLength(1_022);
  expect(hostsOfRange("10.0.0.9/32")).toEqual(["10.0.0.9"]);
});

test.each(["10.0.0.0/21", "10.0.0.0/33", "10.0.0/24", "10.0.0.0", "10.0.0.256/24"])(
  "the range %s is refused",
  (cidr) => {
    expect(() => hostsOfRange(cidr)).toThrow(/range/);
  },
);
