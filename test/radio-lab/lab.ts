import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { inject } from "vitest";
import { CACHE, SCRIPT } from "./one-disk.ts";

/** Seconds that a guest may take: far beyond what any takes, for it is emulated, and on a busy machine its own clock runs several times slower than ours. */
const LIMIT_SECONDS = 3_000;
/** The same for vitest, in milliseconds. */
export const RUN_MS = 1_000 * (LIMIT_SECONDS + 60);

/** Who was on the air, as the guest's scenario says. Addresses in small letters. */
export interface Labels {
  /** Addresses of the boxes that attacked under an address of their own. */
  attackers: string[];
  /** Addresses of phones: none of them may leave a sensor. */
  visitors: string[];
  /** The venue's own. */
  accessPoints: { bssid: string; channel: number }[];
}

/** What one run of a scenario left. */
export interface Recording {
  /** Who was there. */
  labels: Labels;
  /** A file that the scenario wrote for the test. Throws where it did not. */
  said(file: string): string;
  /** Transmitters of all frames that any radio sent on any channel, each with how many. */
  senders(): Map<string, number>;
}

/** Runs scenarios with the agent's disk, which one-disk.ts has made; what they record is removed by `clear`. */
export class Lab {
  /** Where recordings are written. */
  readonly folder = mkdtempSync(`${tmpdir()}/probewarden-radio-lab-`);

  /** Runs a scenario to its end; while it runs, other things go on. Throws with the guest's last words where it fails. `settings`: environment of `radio-lab.sh`, without `RADIO_LAB_`. */
  async run(scenario: string, seed: number, settings: Record<string, string>): Promise<Recording> {
    const out = `${this.folder}/${scenario}-${seed}`;
    const env: NodeJS.ProcessEnv = { ...process.env, RADIO_LAB_CACHE: CACHE, RADIO_LAB_DISK: inject("disk") };
    env["RADIO_LAB_LIMIT"] = String(LIMIT_SECONDS);
    for (const [name, value] of Object.entries(settings)) env[`RADIO_LAB_${name}`] = value;
    await promisify(execFile)(SCRIPT, ["run", scenario, `${out}.pcap`, String(seed)], { env });
    return {
      labels: JSON.parse(readFileSync(`${out}.json`, "utf8")) as Labels,
      said: (file) => readFileSync(`${out}-sensor/${file}`, "utf8"),
      senders: () => senders(`${out}-sensor/ether.pcap`),
    };
  }

  /** Removes what was recorded. */
  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Answers the guest's `knows WORD`, on a port of loopback: a scenario goes on until the collector has heard of something, and no longer. Where asking fails it says "not yet". */
export async function answer(knows: (word: string) => Promise<boolean>): Promise<{ port: number; close(): void }> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    const say = (isKnown: boolean): void => void socket.end(isKnown ? "told\n" : "not yet\n");
    socket.once("data", (word) => {
      knows(word.toString("utf8").trim()).then(say, () => {
        say(false);
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}

function senders(capture: string): Map<string, number> {
  const words = ["-n", "-r", capture, "-Y", "wlan.ta", "-T", "fields", "-e", "wlan.ta"];
  const counts = new Map<string, number>();
  for (const address of execFileSync("tshark", words, { encoding: "utf8", maxBuffer: 64 << 20 })
    .trim()
    .split("\n"))
    counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}
