import { execFile, execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import { loadPcap } from "../../agent/src/radio/capture/pcap-capture.ts";
import type { Heard } from "./listen.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CAPTURE = fileURLToPath(new URL("../fixtures/lab/benign.pcap", import.meta.url));

/** Why the fake live interface cannot be used here; undefined when it can. */
async function obstacle(): Promise<string | undefined> {
  if (process.platform !== "linux") return "it needs Linux";
  if (!existsSync("/dev/net/tun")) return "/dev/net/tun is missing (mknod /dev/net/tun c 10 200)";
  for (const [command, ...words] of [
    ["unshare", "-nm", "true"],
    ["python3", "--version"],
    ["tcpdump", "--version"],
  ]) {
    try {
      execFileSync(command ?? "", words, { stdio: "ignore" });
    } catch {
      return `\`${command} ${words.join(" ")}\` does not work here`;
    }
  }
  return (await loadPcap()) ? undefined : "npm pcap is not built (apt install libpcap-dev; npm rebuild pcap)";
}

async function listen(method: "pcap" | "tcpdump"): Promise<Heard> {
  const script =
    'mount -t sysfs sysfs /sys && exec "$0" --conditions=@probewarden/source --import tsx test/radio/listen.ts "$@"';
  const { stdout } = await promisify(execFile)(
    "unshare",
    ["-nm", "sh", "-c", script, process.execPath, method, CAPTURE],
    { cwd: ROOT, timeout: 80_000 },
  );
  return JSON.parse(stdout) as Heard;
}

const reason = await obstacle();
// A build machine must be able to run this; anywhere else it says why it did not.
const skipped = reason !== undefined && process.env["CI"] !== "true";

describe.skipIf(skipped)(`the fake live interface${skipped ? ` (not run: ${reason})` : ""}`, () => {
  describe.each(["pcap", "tcpdump"] as const)("by %s", (method) => {
    let heard: Heard;
    beforeAll(async () => {
      heard = await listen(method);
    }, 90_000);

    test("every frame is heard, with its link type and a time of now", () => {
      expect(heard.method).toBe(method);
      expect(heard.played).toBeGreaterThan(2_000);
      expect(heard.heard).toBe(heard.played);
      expect(heard.linkTypes).toEqual([127]);
      expect(heard.clockOff).toBeLessThan(2);
    });

    test("an interface that vanishes or goes down is told", () => {
      expect(heard.problemWhenEnded).toEqual(["interface-gone"]);
      expect(heard.problemWhenDown).toEqual(["interface-gone"]);
    });

    test("it is heard again after down and up, and after it was removed and made again", () => {
      expect(heard.heardAfterUp).toBe(true);
      expect(heard.heardAfterReturn).toBe(true);
      expect(heard.openings).toBeGreaterThanOrEqual(3);
    });

    test("it stops at once", () => {
      expect(heard.stopMilliseconds).toBeLessThan(1_000);
    });
  });
});
