import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { ChannelName } from "./channel-plan.ts";
import { RadioControl } from "./radio-control.ts";
import type { CommandResult } from "./run-command.ts";

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");
const done = (stdout = ""): CommandResult => ({ ok: true, stdout, stderr: "" });
const failed: CommandResult = { ok: false, stdout: "", stderr: "" };

let commands: string[];
let tuned: (number | undefined)[];
beforeEach(() => {
  commands = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

function control(
  answers: Record<string, CommandResult>,
  interfaceName = "wlan1",
  channels: readonly ChannelName[] = [1, 6, 11],
  country?: string,
): RadioControl {
  tuned = [];
  return new RadioControl({
    ...(country === undefined ? {} : { regulatory: { of: async () => country, problem: () => undefined } as never }),
    onTune: (mhz) => void tuned.push(mhz),
    interfaceName,
    channels,
    dwellMilliseconds: 250,
    setMonitorMode: true,
    nowSeconds: () => performance.now() / 1000,
    run: async (command, words) => {
      const line = [command, ...words].join(" ");
      commands.push(line);
      return Object.entries(answers).find(([start]) => line.startsWith(start))?.[1] ?? done();
    },
  });
}

const MT76: Record<string, CommandResult> = {
  "iw dev wlan1": done(),
  "ip -o link": done("4: wlan1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500"),
  "iw dev": done(fixture("two-adapters.dev.txt")),
  "iw phy": done(fixture("mt76x2u.phy.txt")),
};

test("an interface in managed mode is switched, hops, and is put back", async () => {
  const radio = control(MT76);
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(600);
  await radio.stop();
  expect(commands).toEqual([
    "iw dev",
    "ip -o link show dev wlan1",
    "ip link set wlan1 down",
    "iw dev wlan1 set type monitor",
    "ip link set wlan1 up",
    "iw phy#1 info",
    "iw dev wlan1 set channel 1",
    "iw dev wlan1 set channel 6",
    "iw dev wlan1 set channel 11",
    "ip link set wlan1 down",
    "iw dev wlan1 set type managed",
    "ip link set wlan1 up",
  ]);
  expect(radio.problems()).toEqual([]);
});

test("seconds listened are accounted to the channels of the plan", async () => {
  const radio = control(MT76);
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(3_000);
  const listened = radio.takeListening();
  expect(listened.map(({ channelMhz }) => channelMhz)).toEqual([2412, 2437, 2462]);
  for (const { seconds } of listened) expect(seconds).toBeCloseTo(1, 1);
  await radio.stop();
});

test("channels of 6 GHz are tuned by their frequency, and their seconds are told under it", async () => {
  const answers = { ...MT76, "iw phy": done(fixture("hwsim-us.phy.txt")) };
  const radio = control(answers, "wlan1", [1, "6g:37", "6g:5"]);
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(3_000);
  expect(commands.filter((line) => line.includes("freq")).slice(0, 2)).toEqual([
    "iw dev wlan1 set freq 6135",
    "iw dev wlan1 set freq 5975",
  ]);
  expect(radio.takeListening().map(({ channelMhz }) => channelMhz)).toEqual([2412, 6135, 5975]);
  expect(tuned.slice(0, 6)).toEqual([undefined, undefined, 2412, undefined, 6135, undefined]);
  await radio.stop();
});

test("a channel that is listed and never taken is left out, named, and gets no seconds; the others get its time", async () => {
  const radio = control({ "iw dev wlan1 set channel 6": failed, ...MT76 });
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(3_000);
  radio.takeListening();
  await vi.advanceTimersByTimeAsync(3_000);
  const listened = radio.takeListening();
  expect(listened.map(({ channelMhz }) => channelMhz)).toEqual([2412, 2462]);
  for (const { seconds } of listened) expect(seconds).toBeGreaterThan(1.3);
  expect(radio.problems().map(({ code, facts }) => [code, facts?.["channels"]])).toEqual([["channel-refused", "6"]]);
  await radio.stop();
});

test.each<[string, string, readonly ChannelName[], number | string]>([
  ["a channel that is open", "CN", [6], 2_437],
  ["a channel with radar", "CN", [52], "no-channel"],
  ["a channel of 6 GHz", "US", ["6g:37"], "no-channel"],
  ["no country", "00", [6], "no-country"],
])("on %s it is said whether a station may begin to send", async (_what, country, channels, expected) => {
  const phy = country === "US" ? "hwsim-us.phy.txt" : "hwsim-cn.phy.txt";
  const radio = control({ ...MT76, "iw phy": done(fixture(phy)) }, "wlan1", channels, country);
  expect(radio.maySend()).toBe("no-country");
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(10);
  expect(radio.maySend()).toBe(expected);
  radio.pause();
  if (country !== "00") expect(radio.maySend()).toBe("no-channel");
  await radio.stop();
});

test("the radio stays longer where much is sent, and two seconds with a suspect", async () => {
  const radio = control(MT76);
  await radio.prepare();
  radio.stay("suspect", 2437);
  const noise = setInterval(() => {
    if (tuned.at(-1) === 2412) radio.heard(2412);
  }, 5);
  await vi.advanceTimersByTimeAsync(6_000);
  clearInterval(noise);
  const seconds = new Map(radio.takeListening().map(({ channelMhz, seconds: each }) => [channelMhz, each]));
  expect(seconds.get(2437)).toBeGreaterThan(2);
  expect(seconds.get(2412)).toBeGreaterThan((seconds.get(2462) ?? 0) * 1.5);
  await radio.stop();
});

test("a channel that was refused is no problem any more once an adapter has it", async () => {
  const answers = { ...MT76 };
  const radio = control(answers, "wlan1", [1, "6g:37"]);
  await radio.prepare();
  expect(radio.problems().map(({ code }) => code)).toEqual(["channel-refused"]);
  answers["iw phy"] = done();
  await radio.prepare();
  expect(radio.problems()).toEqual([]);
  await radio.stop();
});

test("an interface that is in monitor mode already keeps it, also at the end", async () => {
  const radio = control(
    {
      "iw dev wlan1mon": done(),
      "ip -o link": done("4: wlan1mon: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500"),
      "iw dev": done(fixture("monitor-already.dev.txt")),
      "iw phy": done(fixture("ath9k_htc.phy.txt")),
    },
    "wlan1mon",
  );
  await radio.prepare();
  await radio.stop();
  expect(commands.filter((line) => line.includes("type"))).toEqual([]);
  expect(commands.at(-1)).toBe("ip link set wlan1mon up");
});

test("a radio without monitor mode is used as it is, and says so", async () => {
  const radio = control(
    {
      "iw dev wlan0 set": failed,
      "ip -o link": done("3: wlan0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500"),
      "iw dev": done(fixture("two-adapters.dev.txt")),
      "iw phy": done(fixture("brcmfmac.phy.txt")),
    },
    "wlan0",
  );
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(5_000);
  await radio.stop();
  expect(radio.problems().map(({ code }) => code)).toEqual(["no-monitor-mode", "channel-fixed"]);
  expect(commands.at(-1)).toBe("ip link set wlan0 up");
});

test("an interface that iw does not know is used as it is", async () => {
  const radio = control({ "iw dev": failed }, "wlan9mon");
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(radio.problems().map(({ code }) => code)).toEqual(["channel-fixed"]);
  expect(radio.takeListening()).toEqual([{ channelMhz: 0, seconds: expect.closeTo(2, 1) as number }]);
  await radio.stop();
  expect(commands).toEqual(["iw dev"]);
});

test("channels that the regulatory domain disables are left out and named", async () => {
  const radio = control(MT76, "wlan1", [6, 14]);
  await radio.prepare();
  await radio.stop();
  expect(radio.problems()).toMatchObject([{ code: "channel-forbidden", facts: { channels: "14" } }]);
  expect(radio.notHeard).toEqual([14]);
  expect(commands.filter((line) => line.includes("channel"))).toEqual(["iw dev wlan1 set channel 6"]);
});

test("no time is accounted while the interface is away", async () => {
  const radio = control(MT76);
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(250);
  radio.pause();
  radio.takeListening();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(radio.takeListening()).toEqual([]);
});
