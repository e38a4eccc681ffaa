import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Check } from "typebox/value";
import { giveWifi, readWifi, Wifi } from "./wifi.ts";

test("the key is the standard's: its own test vector", () => {
  // IEEE 802.11-2020, J.4.2, test case 1: pass phrase "password", SSID "IEEE".
  expect(readWifi("IEEE", "password")).toEqual({
    ssid: "49454545",
    psk: "f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e",
  });
  expect(readWifi("商场", "")).toEqual({ ssid: Buffer.from("商场").toString("hex"), psk: "" });
});

test.each([
  ["", "password"],
  ["x".repeat(33), "password"],
  ["商".repeat(11), "password"],
  ["a\nb", "password"],
  ["mall", "short"],
  ["mall", "x".repeat(64)],
  ["mall", "密码密码密码密码"],
])("no network is called %j with the password %j", (name, password) =>
  expect(readWifi(name, password)).toBeUndefined(),
);

test("whatever somebody calls a network, its profile holds digits, for nobody else to read", async () => {
  const folder = mkdtempSync(join(tmpdir(), "pw-wifi-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const told: string[] = [];
  const run = (command: string, words: readonly string[]) => {
    told.push([command, ...words].join(" "));
    return Promise.resolve({ ok: true, stdout: "", stderr: "" });
  };
  const wifi = readWifi("x] mode=ap;[", 'pass=word\\";[') ?? { ssid: "", psk: "" };
  await giveWifi(wifi, "wlan0", folder, run);
  const file = join(folder, "probewarden-wifi.nmconnection");
  expect(readFileSync(file, "utf8")).toMatch(
    /^interface-name=wlan0\n\[wifi\]\nmode=infrastructure\nssid=(\d+;){12}\n\[wifi-security\]\nkey-mgmt=wpa-psk\npsk=[0-9a-f]{64}\n/m,
  );
  expect([statSync(file).mode & 0o777, told]).toEqual([0o600, ["nmcli connection reload"]]);
  for (const bad of [
    { ssid: "xx", psk: "" },
    { ssid: "41", psk: "short" },
    { ssid: "41", psk: "", device: "eth0" },
  ])
    expect(Check(Wifi, bad)).toBe(false);
});
