import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { BoxState } from "../sensor/look-at-box.ts";
import { ownHelper } from "./box-helper.ts";
import { answerPage, askingHelper } from "./hand-over.ts";

const root = mkdtempSync(join(tmpdir(), "pw-hand-over-"));
afterAll(() => rmSync(root, { recursive: true }));
const folders = { asks: join(root, "asks"), answers: join(root, "answers") };
const asked = join(folders.asks, "asked");
const file = join(root, "etc", "agent.yaml");
const STATE: BoxState = { checks: [{ id: "broker", state: "failed", code: "broker-refused" }] };
const hotspot = join(root, "opened");
const given: string[][] = [];
const machine = {
  run: () => Promise.resolve({ ok: true, stdout: "phy#0\n\tInterface wlan0\n\t\ttype managed\n", stderr: "" }),
  readLink: () => Promise.resolve("/drivers/brcmfmac"),
  interfaces: () => ({}),
};
const helper = ownHelper(file, {
  install: { machine, start: () => Promise.resolve("none") },
  look: () => Promise.resolve(STATE),
  hotspot,
  wifi: (wifi, device) => Promise.resolve(void given.push([wifi.ssid, device])),
});
const IDENTITY =
  "sensorId: door\nvenueId: mall\nmqtt:\n  url: mqtt://127.0.0.1:9\n  username: door\n  password: secret\n";
beforeEach(() => {
  for (const path of [folders.asks, folders.answers, join(root, "etc")]) {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path);
  }
});
/** What the page waits for while root does what it asked. */
async function both<T>(wanted: Promise<T>): Promise<T> {
  expect(await answerPage(folders, helper)).toBe(true);
  return wanted;
}

test("the page asks, and root looks and installs once", async () => {
  const page = askingHelper(folders);
  expect(await both(page.look())).toEqual(STATE);
  expect(existsSync(asked)).toBe(false);
  expect(await both(page.install(IDENTITY))).toEqual({ sensorId: "door" });
  expect(readFileSync(file, "utf8")).toContain("sensorId: door");
  // A page that somebody has taken over gives the sensor to nobody else.
  expect(await both(page.install(IDENTITY.replaceAll("door", "mine")))).toEqual({ trouble: "joined-already" });
  expect(readFileSync(file, "utf8")).not.toContain("mine");
});

test("a Wi-Fi is given where a hotspot was opened and the box has not joined, to its own radio only", async () => {
  const page = askingHelper(folders);
  const wifi = { ssid: "6d616c6c", psk: "" };
  expect(await both(page.giveWifi(wifi))).toBe("wifi");
  writeFileSync(hotspot, "");
  expect(await both(page.giveWifi(wifi))).toBeUndefined();
  expect(given).toEqual([["6d616c6c", "wlan0"]]);
  expect((await both(page.look())).hasHotspot).toBe(true);
  writeFileSync(file, IDENTITY);
  expect(await both(page.giveWifi(wifi))).toBe("joined-already");
  rmSync(hotspot);
});

test("what is no identity is not installed, whoever hands it in", async () => {
  const page = askingHelper(folders);
  for (const text of [`${IDENTITY}dataDir: /etc\n`, `${IDENTITY}  passwordFile: /etc/shadow\n`, "", "- 1\n", "{"]) {
    expect(await both(page.install(text))).toEqual({ trouble: "identity" });
    expect(existsSync(file)).toBe(false);
  }
});

test("root follows no link, waits for no pipe and reads no flood, and takes it away", async () => {
  const secret = join(root, "secret");
  writeFileSync(secret, '{"id":"0123456789abcdef"}');
  const plant: (() => void)[] = [
    () => symlinkSync(secret, asked),
    () => execFileSync("mkfifo", [asked]),
    () => writeFileSync(asked, JSON.stringify({ id: "0123456789abcdef", agentYaml: "x".repeat(70_000) })),
    () => writeFileSync(asked, '{"id":"../../etc/passwd"}'),
    () => writeFileSync(asked, '{"id":"0123456789abcdef","run":"sh"}'),
    () => writeFileSync(asked, "no object"),
    () => mkdirSync(asked),
  ];
  for (const each of plant) {
    each();
    expect(await answerPage(folders, helper)).toBe(false);
    expect(existsSync(asked)).toBe(false);
  }
  expect(existsSync(secret)).toBe(true);
  expect(await answerPage(folders, helper)).toBe(false);
});

test("a root that does not answer is said, not waited for without end", async () => {
  const page = askingHelper(folders, 400);
  expect(await page.look()).toEqual({ checks: [{ id: "look", state: "failed" }] });
  expect(await page.install(IDENTITY)).toEqual({ trouble: "helper" });
});
