import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { loadPcap } from "../../agent/src/radio/capture/pcap-module.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Seconds after which a fake radio ends in any case. */
const RADIO_SECONDS = 60;

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

/**
 * Runs a TypeScript file in a network namespace of its own, with its own /sys. With `air`, the fake interface wlan9mon plays that capture
 * there, over and over.
 */
export function inNamespace(words: readonly string[], air?: string): ChildProcess {
  const radio = `timeout ${RADIO_SECONDS} python3 test/radio/fake-radio/fake-radio.py wlan9mon "$PW_TEST_AIR" --loop --speed 4 2>/dev/null >/dev/null </dev/null &`;
  const script = `mount -t sysfs sysfs /sys && ${air === undefined ? "" : radio} exec "$0" --conditions=@probewarden/source --import tsx "$@"`;
  return spawn("unshare", ["-nm", "sh", "-c", script, process.execPath, ...words], {
    cwd: ROOT,
    env: { ...process.env, PW_TEST_AIR: air },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Waits for the end of a process; what it said, and how it ended. */
export async function ended(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr?.on("data", (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stdout, stderr };
}
