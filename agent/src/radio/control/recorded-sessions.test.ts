import { readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RadioControl } from "./radio-control.ts";
import type { RunCommand } from "./run-command.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

/** A recorded session: `$ command`, what it printed, `exit N`. */
function recorded(name: string): { line: string; printed: string; exitCode: number }[] {
  return fixture(`hwsim-${name}.session.txt`)
    .split(/^\$ /m)
    .slice(1)
    .map((entry) => {
      const [line = "", ...rest] = entry.trimEnd().split("\n");
      return { line, exitCode: Number(rest.pop()?.replace("exit ", "")), printed: rest.join("\n") };
    });
}

/** Answers as the kernel answered then, in that order. A command that was never tried on the real thing is a failure of the test. */
function play(name: string): { run: RunCommand; ran: string[] } {
  const session = recorded(name);
  const ran: string[] = [];
  const run: RunCommand = async (command, words) => {
    const line = [command, ...words].join(" ");
    ran.push(line);
    if (line === "iw phy#0 info") return { ok: true, stdout: fixture("hwsim-cn.phy.txt"), stderr: "" };
    const at = session.findIndex((entry) => entry.line === line);
    if (at === -1) throw new Error(`not in the recorded session: ${line}`);
    const [{ printed, exitCode }] = session.splice(0, at + 1).slice(-1) as [(typeof session)[number]];
    return { ok: exitCode === 0, stdout: printed, stderr: "" };
  };
  return { run, ran };
}

async function hopOnce(name: string): Promise<{ radio: RadioControl; ran: string[] }> {
  const { run, ran } = play(name);
  const radio = new RadioControl({
    interfaceName: "wlan0",
    channels: [1, 6, 11],
    dwellMilliseconds: 250,
    setMonitorMode: true,
    nowSeconds: () => performance.now() / 1000,
    run,
  });
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(700);
  return { radio, ran };
}

const HOPS = ["iw dev wlan0 set channel 1", "iw dev wlan0 set channel 6", "iw dev wlan0 set channel 11"];

test.each([
  ["managed-down", "down"],
  ["managed-up", "up"],
])("%s: it is switched, hops, and is left managed and %s", async (name, link) => {
  const { radio, ran } = await hopOnce(name);
  expect(radio.takeListening().map(({ channelMhz }) => channelMhz)).toEqual([2412, 2437, 2462]);
  await radio.stop();
  expect(ran).toEqual([
    "iw dev",
    "ip -o link show dev wlan0",
    "ip link set wlan0 down",
    "iw dev wlan0 set type monitor",
    "ip link set wlan0 up",
    "iw phy#0 info",
    ...HOPS,
    "ip link set wlan0 down",
    "iw dev wlan0 set type managed",
    `ip link set wlan0 ${link}`,
  ]);
  expect(radio.problems()).toEqual([]);
});

test("a monitor interface hops and is put back on its own channel", async () => {
  const { radio, ran } = await hopOnce("monitor-already");
  await radio.stop();
  expect(ran.slice(-2)).toEqual(["iw dev wlan0 set freq 5180", "ip link set wlan0 up"]);
});

test("a radio whose channel another interface holds is used as it is", async () => {
  const answers = play("channel-held");
  const radio = new RadioControl({
    interfaceName: "wlan0",
    channels: [11],
    dwellMilliseconds: 250,
    setMonitorMode: true,
    nowSeconds: () => performance.now() / 1000,
    // The kernel refuses for as long as the other one is there.
    run: (command, words) => (words.includes("channel") ? play("channel-held").run : answers.run)(command, words),
  });
  await radio.prepare();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(radio.problems().map(({ code }) => code)).toEqual(["channel-fixed"]);
  expect(radio.takeListening().map(({ channelMhz }) => channelMhz)).toEqual([0]);
  await radio.stop();
  expect(answers.ran.at(-1)).toBe("ip link set wlan0 up");
});

test("an interface that was unplugged is no failure", async () => {
  const { radio } = await hopOnce("interface-gone");
  expect(radio.problems().map(({ code }) => code)).toEqual(["channel-fixed"]);
  await radio.stop();
});
