import { expect, test } from "vitest";
import { interfaceAddresses, ipv6Links, parseGateways, parseIpv6Gateways, whyNotInterface } from "./own-network.ts";

test("the default gateway is read from the kernel's table, other routes are not", () => {
  const routes = [
    "Iface\tDestination\tGateway \tFlags",
    "eth0\t00000000\t0101A8C0\t0003",
    "eth0\t0001A8C0\t00000000\t0001",
    "tun0\t00000000\t00000000\t0001",
  ].join("\n");
  expect(parseGateways(routes)).toEqual(["192.168.1.1"]);
});

test("the same of IPv6: a default route with a next hop", () => {
  const zeros = "0".repeat(32);
  const hop = "fe80000000000000021122fffe334455";
  const routes = [
    `${zeros} 00 ${zeros} 00 ${hop} 00000400 00000001 00000000 00000003 eth0`,
    `fd000000000000000000000000000000 40 ${zeros} 00 ${zeros} 00000100 00000001 00000000 00000001 eth0`,
    `${zeros} 00 ${zeros} 00 ${zeros} ffffffff 00000001 00000000 00200200 lo`,
    "",
  ].join("\n");
  expect(parseIpv6Gateways(routes)).toEqual(["fe80::211:22ff:fe33:4455"]);
});

test("an interface is asked over IPv6 where it is asked over IPv4 and has a link-local address", () => {
  const own = (value: string) => ({
    address: value,
    family: "IPv6" as const,
    internal: false,
    netmask: "ffff:ffff:ffff:ffff::",
    mac: "00:00:00:00:00:00",
    cidr: `${value}/64`,
    scopeid: 2,
  });
  const all = {
    eth0: [address("192.168.1.7"), own("fd00::7"), own("fe80::7")],
    eth1: [address("192.168.2.7"), own("fd00::8")],
    eth2: [own("fe80::9")],
  };
  expect(ipv6Links(all, ["192.168.1.7", "192.168.2.7"])).toEqual([{ name: "eth0", address: "fe80::7" }]);
  expect(ipv6Links(all, [])).toEqual([]);
});

const address = (value: string, internal = false) => ({
  address: value,
  family: "IPv4" as const,
  internal,
  netmask: "255.255.255.0",
  mac: "00:00:00:00:00:00",
  cidr: `${value}/24`,
});

test("without a list the interfaces with a private address are asked, with one only those named", () => {
  const all = {
    lo: [address("127.0.0.1", true)],
    eth0: [address("192.168.1.7")],
    wan0: [address("203.0.113.4")],
    cam0: [address("172.16.3.2")],
  };
  expect(interfaceAddresses(all, [])).toEqual(["192.168.1.7", "172.16.3.2"]);
  expect(interfaceAddresses(all, ["cam0", "absent0"])).toEqual(["172.16.3.2"]);
});

test("an interface that cannot be asked on is named with the reason and with those that are there", () => {
  const all = { lo: [address("127.0.0.1", true)], eth0: [address("192.168.1.7")], wlan0: [] };
  expect(whyNotInterface(all, "eth0")).toBeUndefined();
  expect(whyNotInterface(all, "nope0")).toBe("nope0: there is no such interface (there are: eth0 192.168.1.7)");
  expect(whyNotInterface(all, "lo")).toBe("lo: it has no IPv4 address of a network (there are: eth0 192.168.1.7)");
  expect(whyNotInterface({ lo: all.lo }, "eth0")).toBe("eth0: there is no such interface (there is none but loopback)");
});
