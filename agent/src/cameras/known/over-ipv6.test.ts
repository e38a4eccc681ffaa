import { expect, test } from "vitest";
import { hardwareIn, isVisitedByIpv4 } from "./over-ipv6.ts";

test("the hardware address in an address of IPv6 is read where its form says that there is one", () => {
  expect(hardwareIn("fe80::a8bb:ccff:fedd:eeff%eth0")).toBe("aa:bb:cc:dd:ee:ff");
  expect(hardwareIn("FE80:0:0:0:0:FF:FE00:1")).toBe("02:00:00:00:00:01");
  expect(hardwareIn("fd00:1:2:3:4465:16ff:fe00:102")).toBe("46:65:16:00:01:02");
  for (const none of ["fe80::1", "fe80::1234:5678:9abc:def0", "192.168.1.64", "::1", "nonsense"])
    expect(hardwareIn(none)).toBeUndefined();
});

test("who says a visited camera's reference over IPv6 is that camera, unless its address tells another hardware address", () => {
  const visited = [{ reference: "urn:1", finding: { address: "192.168.1.64" } }];
  const link = () => "aa:bb:cc:dd:ee:ff";
  const device = (address: string, endpointReference = "urn:1") => ({ address, match: { endpointReference } });
  expect(isVisitedByIpv4(device("fe80::a8bb:ccff:fedd:eeff%eth0"), visited, link)).toBe(true);
  expect(isVisitedByIpv4(device("fe80::1234:5678:9abc:def0%eth0"), visited, link)).toBe(true);
  expect(isVisitedByIpv4(device("fe80::a8bb:ccff:fedd:ee00%eth0"), visited, link)).toBe(false);
  expect(isVisitedByIpv4(device("fe80::a8bb:ccff:fedd:ee00%eth0"), visited, () => undefined)).toBe(true);
  expect(isVisitedByIpv4(device("fe80::a8bb:ccff:fedd:eeff%eth0", "urn:2"), visited, link)).toBe(false);
  const byIpv6 = [{ reference: "urn:1", finding: { address: "fe80::1" } }];
  expect(isVisitedByIpv4(device("fe80::2%eth0"), byIpv6, link)).toBe(false);
});
