import { expect, test } from "vitest";
import { interfaceAddresses, parseGateways, whyNotInterface } from "./own-network.ts";

test("the default gateway is read from the kernel's table, other routes are not", () => {
  const routes = [
    "Iface\tDestination\tGateway \tFlags",
    "eth0\t00000000\t0101A8C0\t0003",
    "eth0\t0001A8C0\t00000000\t0001",
    "tun0\t00000000\t00000000\t0001",
  ].join("\n");
  expect(parseGateways(routes)).toEqual(["192.168.1.1"]);
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
