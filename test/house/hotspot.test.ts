import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { ROOT } from "../road/sandbox.ts";

/** The script as it is on the card, with a NetworkManager that only remembers: what is connected stands in a file, what it was told in another. */
const NMCLI = `#!/bin/sh
echo "$*" >> "$PW_FAKE/told"
case "$*" in
"-t -f NAME connection show --active") [ ! -e "$PW_FAKE/up" ] || echo probewarden-hotspot ;;
"-t -f TYPE,STATE,CONNECTION device") echo "loopback:connected (externally):lo"; cat "$PW_FAKE/network"
  [ ! -e "$PW_FAKE/up" ] || echo "wifi:connected:probewarden-hotspot" ;;
"connection up probewarden-hotspot") touch "$PW_FAKE/up" ;;
"connection down probewarden-hotspot") rm -f "$PW_FAKE/up" ;;
"connection up probewarden-wifi") [ ! -e "$PW_FAKE/right" ] || echo "wifi:connected:probewarden-wifi" > "$PW_FAKE/network" ;;
esac
`;
let root = "";
const path = (name: string): string => join(root, name);
const PROFILES = "etc/NetworkManager/system-connections";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pw-hotspot-"));
  const made = root;
  onTestFinished(() => rmSync(made, { recursive: true }));
  for (const folder of ["bin", "fake", "etc/probewarden", PROFILES, "sys/eth0", "sys/wlan0/device", "sys/wlan1/device"])
    mkdirSync(path(folder), { recursive: true });
  symlinkSync("/drivers/brcmfmac", path("sys/wlan0/device/driver"));
  symlinkSync("/drivers/mt76x2u", path("sys/wlan1/device/driver"));
  for (const [name, text] of [
    ["nmcli", NMCLI],
    ["iw", '#!/bin/sh\ncat "$PW_FAKE/stations"\n'],
    ["probewarden-agent", "#!/bin/sh\necho box-hiqhjl\n"],
  ] as const) {
    writeFileSync(path(`bin/${name}`), text);
    chmodSync(path(`bin/${name}`), 0o755);
  }
  for (const name of ["network", "stations", "told"]) writeFileSync(path(`fake/${name}`), "");
  writeFileSync(path("etc/probewarden/hotspot-password"), "ladder-2026\n");
});
const step = (): string =>
  execFileSync("sh", [join(ROOT, "configs/hotspot/probewarden-hotspot")], {
    encoding: "utf8",
    env: {
      PATH: `${path("bin")}:/usr/bin:/bin`,
      PW_FAKE: path("fake"),
      PW_ETC: path("etc"),
      PW_SYS: path("sys"),
      PW_STATE: path("run"),
    },
  }).trim();
const isUp = (): boolean => existsSync(path("fake/up"));
const minutesAgo = (name: string, minutes: number): void => {
  const at = Date.now() / 1_000 - minutes * 60;
  utimesSync(path(name), at, at);
};
const giveWifi = (): void => writeFileSync(path(`${PROFILES}/probewarden-wifi.nmconnection`), "[connection]\n");

test("a box without a network opens its hotspot on its own Wi-Fi, never on the adapter, and says which box it is", () => {
  expect(step()).toBe("opened");
  const profile = readFileSync(path(`${PROFILES}/probewarden-hotspot.nmconnection`), "utf8");
  expect(profile).toMatch(
    /interface-name=wlan0\n[\s\S]*mode=ap\n[\s\S]*ssid=probewarden-box-hiqhjl\n[\s\S]*psk=ladder-2026\n/,
  );
  expect([step(), isUp()]).toEqual(["", true]);
});

test("a cable, or a Wi-Fi that somebody wrote onto the card, is a network: no hotspot, and an open one is closed", () => {
  writeFileSync(path("fake/network"), "ethernet:connected:Wired connection 1\n");
  expect([step(), isUp()]).toEqual(["", false]);
  writeFileSync(path("fake/network"), "ethernet:unavailable:\nwifi:connecting (getting IP configuration):home\n");
  expect([step(), isUp()]).toEqual(["opened", true]);
  writeFileSync(path("fake/network"), "wifi:connected:home\n");
  expect([step(), isUp()]).toEqual(["", false]);
});

test("a Wi-Fi whose password is wrong brings the hotspot back, one that is right does not", () => {
  step();
  minutesAgo("run/opened", 1);
  giveWifi();
  expect([step(), isUp()]).toEqual(["closed: given", false]);
  // It is given a minute.
  expect([step(), isUp()]).toEqual(["", false]);
  minutesAgo("run/trying", 2);
  expect([step(), isUp()]).toEqual(["opened", true]);
  expect([step(), isUp()]).toEqual(["", true]);
  minutesAgo("run/opened", 1);
  giveWifi();
  writeFileSync(path("fake/right"), "");
  expect([step(), isUp()]).toEqual(["closed: given", false]);
  minutesAgo("run/trying", 2);
  expect([step(), isUp()]).toEqual(["", false]);
});

test("while nobody uses it, the Wi-Fi is tried again now and then; whoever is on it is left alone", () => {
  giveWifi();
  minutesAgo(`${PROFILES}/probewarden-wifi.nmconnection`, 30);
  step();
  minutesAgo("run/opened", 7);
  writeFileSync(path("fake/stations"), "Station 02:00:00:00:00:01 (on wlan0)\n");
  expect([step(), isUp()]).toEqual(["", true]);
  writeFileSync(path("fake/stations"), "");
  expect([step(), isUp()]).toEqual(["closed: idle", false]);
});

test("once the box has joined it is closed, and its password goes with it", () => {
  step();
  writeFileSync(path("etc/probewarden/agent.yaml"), "sensorId: door\n");
  expect([step(), isUp()]).toEqual(["", false]);
  expect(existsSync(path(`${PROFILES}/probewarden-hotspot.nmconnection`))).toBe(false);
  expect([step(), isUp()]).toEqual(["", false]);
});

test.each(["", "short\n", "two\nlines-of-it\n", "spaces in it\n", "$(touch /tmp/x)\n", "x".repeat(64)])(
  "without a good password there is none: %j",
  (password) => {
    writeFileSync(path("etc/probewarden/hotspot-password"), password);
    expect([step(), isUp()]).toEqual(["", false]);
  },
);

test("no Wi-Fi of its own, no hotspot", () => {
  rmSync(path("sys/wlan0"), { recursive: true });
  expect([step(), isUp()]).toEqual(["", false]);
});
