import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import type { askOwnBroker } from "../sensor/ask-own-broker.ts";
import type { BoxState } from "../sensor/look-at-box.ts";
import { ownHelper } from "./box-helper.ts";
import { answerPage, askingHelper } from "./hand-over.ts";
import { LetGo } from "./let-go.ts";

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

describe("a box that its collector does not let in any more", () => {
  const record = join(root, "refused.json");
  const REFUSED = { code: "broker-refused", text: "no", facts: { "return-code": 4 } } as const;
  let said: Awaited<ReturnType<typeof askOwnBroker>>;
  let uptime = 30;
  /** As root's unit does, which is started anew for each request. */
  const retired = (kept: string | undefined = record) =>
    new LetGo({ file, record: kept, uptimeSeconds: () => uptime, ask: () => Promise.resolve(said) });
  const own = (letGo = retired()) =>
    ownHelper(file, {
      install: { machine, start: () => Promise.resolve("none") },
      look: () => Promise.resolve(STATE),
      hotspot,
      letGo,
    });
  const after = async (seconds: number, letGo?: LetGo): Promise<boolean | undefined> => {
    uptime += seconds;
    return (await own(letGo).look()).mayJoinAgain;
  };
  beforeEach(() => {
    rmSync(record, { force: true });
    writeFileSync(file, IDENTITY.replace("mqtt://", "mqtts://"));
    [said, uptime] = [REFUSED, 30];
  });

  test("joins another three minutes later, keeps its settings, and belongs to that one then", async () => {
    writeFileSync(file, `${IDENTITY.replace("mqtt://", "mqtts://")}radio:\n  channels: [1, 6]\n`);
    expect([await after(0), await after(179), await after(1)]).toEqual([undefined, undefined, true]);
    expect(await own().install(IDENTITY.replaceAll("door", "mine"))).toEqual({ sensorId: "mine" });
    expect(readFileSync(file, "utf8")).toMatch(/sensorId: mine[\s\S]*channels: \[ ?1, 6 ?\]/);
    // Its new broker may not have heard of it yet.
    expect(await own().install(IDENTITY)).toEqual({ trouble: "joined-already" });
  });

  test("stays where it is for whoever is on the network only", async () => {
    // A collector in trouble, one that is away, one whose certificate is another's: none of them has let it go.
    const others: (typeof said)[] = [
      undefined,
      { ...REFUSED, facts: { "return-code": 3 } },
      { ...REFUSED, code: "broker-certificate" },
      { ...REFUSED, code: "broker-unreachable" },
      { text: "the password cannot be read" },
    ];
    for (const other of others) {
      said = other;
      expect([await after(1), await after(200)], JSON.stringify(other)).toEqual([undefined, undefined]);
      expect(await own().install(IDENTITY)).toEqual({ trouble: "joined-already" });
      uptime = 30;
    }
    // Refused, let in, refused again: it begins anew.
    said = REFUSED;
    await after(1);
    said = undefined;
    await after(100);
    said = REFUSED;
    expect([await after(100), await after(180)]).toEqual([undefined, true]);
    // A line that was down in between has let nobody in.
    rmSync(record);
    uptime = 30;
    await after(1);
    said = { ...REFUSED, code: "broker-unreachable" };
    expect(await after(90)).toBeUndefined();
    said = REFUSED;
    expect(await after(90)).toBe(true);
    // A quarter of an hour after it was switched on nobody need stand before it any more.
    expect([await after(900 - uptime), await after(1)]).toEqual([true, undefined]);
    // What was kept before the machine was switched off and on, or is no time at all, counts for nothing.
    uptime = 20;
    for (const kept of ['{"sinceSeconds":880}', '{"sinceSeconds":-9999}', '{"sinceSeconds":"0"}', "{", "null"]) {
      writeFileSync(record, kept);
      expect(await after(1), kept).toBeUndefined();
    }
    // Without TLS anybody on the way can refuse it.
    writeFileSync(file, IDENTITY);
    const inMemory = retired(undefined);
    expect([await after(1, inMemory), await after(200, inMemory)]).toEqual([undefined, undefined]);
  });
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
