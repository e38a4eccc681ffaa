import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isLinkUp, parseIwDev, parseIwPhy } from "./iw-output.ts";

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

test.each([
  ["mt76x2u", true, 13 + 25, [2412, 5180, 5825], [2484]],
  ["rtl88x2bu", true, 11 + 15, [2462, 5180], [2467, 5745]],
  ["ath9k_htc", true, 13, [2412, 2472], [2484]],
  ["hwsim-cn", true, 13 + 13, [2412, 2472, 5180, 5320, 5825], [2484, 5500]],
  ["hwsim-us", true, 11 + 25 + 66, [2462, 5180, 5500, 5825, 5955], [2467, 2484]],
  ["brcmfmac", false, 13 + 24, [2412, 5180], [5720]],
])("the radio of %s is read: monitor mode and channels", (name, supportsMonitor, count, available, disabled) => {
  const [radio] = parseIwPhy(fixture(`${name}.phy.txt`));
  expect(radio?.supportsMonitor).toBe(supportsMonitor);
  expect(radio?.availableMhz.size).toBe(count);
  for (const mhz of available) expect(radio?.availableMhz).toContain(mhz);
  for (const mhz of disabled) expect(radio?.disabledMhz).toContain(mhz);
});

test("a software interface mode does not count as a mode of the radio", () => {
  expect(
    parseIwPhy(
      "Wiphy phy0\n\tSupported interface modes:\n\t\t * managed\n\tsoftware interface modes:\n\t\t * monitor\n",
    )[0]?.supportsMonitor,
  ).toBe(false);
});

test("interfaces are read with their radio, type and channel; the nameless ones are left out", () => {
  expect(parseIwDev(fixture("two-adapters.dev.txt"))).toEqual([
    { name: "wlan1", phy: 1, type: "managed" },
    { name: "wlan0", phy: 0, type: "managed", channelMhz: 5180 },
  ]);
  expect(parseIwDev(fixture("monitor-already.dev.txt"))).toEqual([
    { name: "wlan1mon", phy: 3, type: "monitor", channelMhz: 2437 },
  ]);
});

test("an interface is up where its flags say so, heard or not", () => {
  const line = (flags: string): string => `2: wlan0: <${flags}> mtu 1500 qdisc mq state DOWN`;
  expect(isLinkUp(line("NO-CARRIER,BROADCAST,MULTICAST,UP"))).toBe(true);
  expect(isLinkUp(line("BROADCAST,MULTICAST,UP,LOWER_UP"))).toBe(true);
  expect(isLinkUp(line("BROADCAST,MULTICAST"))).toBe(false);
  expect(isLinkUp(line("LOWER_UP"))).toBe(false);
  expect(isLinkUp('Device "wlan9" does not exist.')).toBe(false);
});

test("an output that is something else gives nothing", () => {
  expect(parseIwDev("nl80211 not found.\n")).toEqual([]);
  expect(parseIwPhy("")).toEqual([]);
});
