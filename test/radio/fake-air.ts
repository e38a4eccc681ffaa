import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadPcap } from "../../agent/src/radio/capture/pcap-module.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** The interface that looks like a monitor radio. */
export const FAKE_INTERFACE = "wlan9mon";
/** Seconds after which a fake radio ends in any case. */
const RADIO_SECONDS = 180;

/** Undefined where the fake live interface must be used; else the words for a test's title that say why it is not. */
export async function notRun(): Promise<string | undefined> {
  // A build machine must be able to run it.
  if (process.env["CI"] === "true") return undefined;
  const reason = await obstacle();
  return reason === undefined ? undefined : ` (not run: ${reason})`;
}

async function obstacle(): Promise<string | undefined> {
  if (process.platform !== "linux") return "it needs Linux";
  if (!existsSync("/dev/net/tun")) return "/dev/net/tun is missing (mknod /dev/net/tun c 10 200)";
  for (const [command = "", ...words] of [
    ["unshare", "-nm", "true"],
    ["python3", "--version"],
    ["tcpdump", "--version"],
  ]) {
    try {
      execFileSync(command, words, { stdio: "ignore" });
    } catch {
      return `\`${command} ${words.join(" ")}\` does not work here`;
    }
  }
  return (await loadPcap()) ? undefined : "npm pcap is not built (apt install libpcap-dev; npm rebuild pcap)";
}

/** Air for the fake interface: a capture, and how `fake-radio.py` plays it. */
export interface PlayedAir {
  file: string;
  options: readonly string[];
}

/** Runs a TypeScript file in a network namespace of its own, with its own /sys. With `air`, the fake interface plays that capture there, over and over. */
export function inNamespace(words: readonly string[], air?: string): ChildProcess {
  const source = ["--conditions=@probewarden/source", "--import", "tsx", ...words];
  return inOwnNamespace(
    [process.execPath, ...source],
    air === undefined ? undefined : { file: air, options: ["--loop", "--speed", "4"] },
  );
}

/** Runs a command in such a namespace. */
export function inOwnNamespace(
  command: readonly string[],
  air?: PlayedAir,
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const radio = `timeout ${RADIO_SECONDS} python3 test/radio/fake-radio/fake-radio.py ${FAKE_INTERFACE} "$PW_TEST_AIR" ${air?.options.join(" ")} 2>/dev/null >/dev/null </dev/null &`;
  const script = `mount -t sysfs sysfs /sys && ${air === undefined ? "" : radio} exec "$0" "$@"`;
  return spawn("unshare", ["-nm", "sh", "-c", script, ...command], {
    cwd: ROOT,
    env: { ...process.env, PW_TEST_AIR: air?.file, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Writes the configuration of a radio process that listens on the fake interface, with all that it keeps in that folder. Returns its path. `beside`: the interface of a second adapter. */
export function configOnFakeInterface(folder: string, beside?: string): string {
  const config = join(folder, "agent.yaml");
  const settings = {
    sensorId: "gate",
    venueId: "mall",
    dataDir: folder,
    runtimeDir: folder,
    mqtt: { url: "mqtt://127.0.0.1" },
    radio:
      beside === undefined
        ? { interface: FAKE_INTERFACE }
        : { adapters: [{ interface: FAKE_INTERFACE }, { interface: beside }] },
  };
  writeFileSync(config, JSON.stringify(settings));
  return config;
}

/** Waits for the end of a process; what it said, and how it ended. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr?.on("data", (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}
