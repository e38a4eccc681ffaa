import { expect, test } from "vitest";
import { guardXAddr, plainAddress, refuseAddress, type GuardPolicy } from "./address-guard.ts";

const policy: GuardPolicy = {
  allowLoopback: false,
  allowed: ["203.0.113.9"],
  denied: ["192.168.1.1", "fd00::5"],
  ownPorts: [8884],
  ownAddresses: ["192.168.1.7"],
};

test.each([
  ["192.168.1.64", undefined],
  ["10.0.0.1", undefined],
  ["203.0.113.9", undefined],
  ["8.8.8.8", "not-private"],
  ["127.0.0.1", "loopback"],
  ["127.9.9.9", "loopback"],
  ["::1", "loopback"],
  ["169.254.169.254", "link-local"],
  ["fe80::1", "link-local"],
  ["224.0.0.1", "multicast"],
  ["255.255.255.255", "multicast"],
  ["0.0.0.0", "multicast"],
  ["192.168.1.1", "denied-address"],
  ["::ffff:192.168.1.1", "denied-address"],
  ["::FFFF:c0a8:101", "denied-address"],
  ["0:0:0:0:0:ffff:c0a8:0101", "denied-address"],
  ["::c0a8:101", "denied-address"],
  ["fd00:0:0:0:0:0:0:5", "denied-address"],
  ["FD00::0005%eth0", "denied-address"],
  ["[fd00::5]", "denied-address"],
  ["fd00::6", undefined],
  ["::ffff:7f00:1", "loopback"],
  ["camera.example", "not-an-address"],
])("an answer from %s: %s", (address, reason) => {
  expect(refuseAddress(address, policy)).toBe(reason);
});

test("the loopback address is asked when the operator allows it", () => {
  expect(refuseAddress("127.0.0.1", { ...policy, allowLoopback: true })).toBeUndefined();
});

test.each([
  "http://10.9.9.9/onvif/x",
  "http://127.0.0.1/onvif/x",
  "http://169.254.169.254/onvif/x",
  "http://192.168.1.1/onvif/x",
  "http://camera.example/onvif/x",
])("%s: the host is replaced by the address that answered, the path is kept", (xaddr) => {
  expect(guardXAddr(xaddr, "192.168.1.64", policy)).toEqual({
    target: { address: "192.168.1.64", port: 80, secure: false, path: "/onvif/x" },
    namesAnotherHost: true,
    carriesLogin: false,
  });
});

test("user information is seen and never part of the target", () => {
  const guarded = guardXAddr("http://admin:12345@192.168.1.64:8080/a", "192.168.1.64", policy);
  expect(guarded).toMatchObject({ carriesLogin: true, namesAnotherHost: false });
  expect(JSON.stringify(guarded)).not.toContain("12345");
});

test.each([
  ["http://192.168.1.64/onvif/a?user=admin&pwd=12345", "/onvif/a"],
  ["http://192.168.1.64/onvif/a?loginuse=admin&loginpas=12345#x", "/onvif/a"],
  ["http://192.168.1.64/onvif/a?YWRtaW46MTIzNDU=", "/onvif/a"],
  ["http://192.168.1.64/user=admin&password=12345&channel=1", "/onvif/device_service"],
  ["http://192.168.1.64/a;%70wd=12345", "/onvif/device_service"],
  ["http://192.168.1.64/admin:12345@a", "/onvif/device_service"],
  ["http://192.168.1.64\\@admin:12345@10.0.0.9/a", "/onvif/device_service"],
])("the login in %s goes nowhere", (xaddr, path) => {
  expect(guardXAddr(xaddr, "192.168.1.64", policy)).toMatchObject({ target: { path }, carriesLogin: true });
});

test("a query is never sent, and one that is no login is no oddity", () => {
  expect(guardXAddr("http://192.168.1.64/onvif/a?wsdl", "192.168.1.64", policy)).toMatchObject({
    target: { path: "/onvif/a" },
    carriesLogin: false,
  });
});

test("on this machine's own addresses the broker's port is closed, whichever of them answers", () => {
  const demo = { ...policy, allowLoopback: true };
  for (const address of ["127.0.0.1", "127.5.5.5", "::1", "::ffff:127.0.0.1", "192.168.1.7"]) {
    expect(guardXAddr("http://x:8884/", address, demo)).toEqual({ refused: "denied-address" });
    expect(guardXAddr("http://x:8885/", address, demo)).toHaveProperty("target");
  }
  expect(guardXAddr("http://x:8884/", "192.168.1.8", demo)).toHaveProperty("target");
});

test.each([
  ["::ffff:1.2.3.4", "1.2.3.4"],
  ["FE80::1%wlan0", "fe80::1"],
  ["2001:DB8:0:0::1", "2001:db8::1"],
  ["::1", "::1"],
  ["::", "::"],
  ["Camera.Example", "camera.example"],
])("%s has one spelling: %s", (address, plain) => {
  expect(plainAddress(address)).toBe(plain);
});

test("an XAddr without a path is asked at the usual one", () => {
  expect(guardXAddr("http://192.168.1.64", "192.168.1.64", policy)).toMatchObject({
    target: { path: "/onvif/device_service" },
  });
});

test("IPv4 written as IPv6 passes no rule", () => {
  expect(guardXAddr("http://x/", "::ffff:169.254.169.254", policy)).toEqual({ refused: "link-local" });
});

test.each([
  ["http://192.168.1.64:22/", "port"],
  ["http://192.168.1.64:6379/", "port"],
  ["http://192.168.1.64:9100/", "port"],
  ["file:///etc/passwd", "scheme"],
  ["gopher://192.168.1.64/", "scheme"],
  ["http:123:x", "not-a-url"],
  [`http://192.168.1.64/${"a".repeat(8192)}`, "path-too-long"],
])("%s is refused: %s", (xaddr, refused) => {
  expect(guardXAddr(xaddr, "192.168.1.64", policy)).toEqual({ refused });
});

test("a link-local address of IPv6 is asked on an interface that is searched, with its zone, and nowhere else", () => {
  const searched: GuardPolicy = { ...policy, links: ["eth0"], denied: ["fe80::1"] };
  expect(refuseAddress("fe80::2%eth0", searched)).toBeUndefined();
  expect(refuseAddress("[FE80:0::2%eth0]", searched)).toBeUndefined();
  for (const elsewhere of ["fe80::2", "fe80::2%eth1", "fe80::2%", "fe80::2%eth0/..", "169.254.169.254%eth0"])
    expect(refuseAddress(elsewhere, searched), elsewhere).toBe("link-local");
  // The router is the same on whatever interface.
  expect(refuseAddress("fe80::1%eth0", searched)).toBe("denied-address");
  expect(refuseAddress("fe80::2%eth0", { ...searched, isDenied: (address) => address === "fe80::2" })).toBe(
    "denied-address",
  );
  expect(refuseAddress("fe80::2%eth0", policy)).toBe("link-local");
  // A zone opens nothing else.
  expect(refuseAddress("ff02::c%eth0", searched)).toBe("multicast");
  expect(refuseAddress("2001:db8::1%eth0", searched)).toBe("not-private");
  expect(guardXAddr("http://[fe80::2]/onvif/device_service", "fe80::2%eth0", searched)).toMatchObject({
    target: { address: "fe80::2%eth0", port: 80, path: "/onvif/device_service" },
    namesAnotherHost: false,
  });
  expect(guardXAddr("http://[fe80::9]/x", "fe80::2%eth0", searched)).toMatchObject({
    target: { address: "fe80::2%eth0" },
    namesAnotherHost: true,
  });
});
