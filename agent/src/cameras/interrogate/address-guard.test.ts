import { expect, test } from "vitest";
import { guardXAddr, refuseAddress, type GuardPolicy } from "./address-guard.ts";

const policy: GuardPolicy = {
  allowLoopback: false,
  allowed: ["203.0.113.9"],
  denied: [{ address: "192.168.1.1" }, { address: "192.168.1.5", port: 8883 }],
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
    carriesUserInfo: false,
  });
});

test("user information is seen and never part of the target", () => {
  const guarded = guardXAddr("http://admin:12345@192.168.1.64:8080/a", "192.168.1.64", policy);
  expect(guarded).toMatchObject({ carriesUserInfo: true, namesAnotherHost: false });
  expect(JSON.stringify(guarded)).not.toContain("12345");
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
  ["file:///etc/passwd", "scheme"],
  ["gopher://192.168.1.64/", "scheme"],
  ["http:123:x", "not-a-url"],
  [`http://192.168.1.64/${"a".repeat(8192)}`, "path-too-long"],
])("%s is refused: %s", (xaddr, refused) => {
  expect(guardXAddr(xaddr, "192.168.1.64", policy)).toEqual({ refused });
});
