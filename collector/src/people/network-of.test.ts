import { expect, test } from "vitest";
import { networkOf, roughNetworkOf } from "./network-of.ts";

test("an IPv4 address stands for itself, however it is spelt", () => {
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("::ffff:192.0.2.7")).toBe("192.0.2.7");
});

test("all addresses of a /64 are one network, and the next /64 is another", () => {
  const networks = ["2001:db8:0:1::7", "2001:0db8:0000:0001:ffff::1", "2001:DB8::1:2:3:4:5", "2001:db8:0:1:a:b:c:d"];
  expect(networks.map(networkOf)).toEqual(Array(4).fill("2001:db8:0:1::/64"));
  expect(networkOf("2001:db8:0:2::7")).toBe("2001:db8:0:2::/64");
  expect(networkOf("::1")).toBe("0:0:0:0::/64");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
});

test("roughly from where an address comes keeps 24 bits of IPv4 and 48 of IPv6", () => {
  expect(roughNetworkOf("192.0.2.7")).toBe("192.0.2.0/24");
  expect(roughNetworkOf("::ffff:192.0.2.7")).toBe("192.0.2.0/24");
  expect(roughNetworkOf("2001:db8:5:1::7")).toBe("2001:db8:5::/48");
  expect(roughNetworkOf("no address")).toBe("");
});
