/**
 * Listens on the fake live interface and goes through what happens to an adapter in a venue: frames, down and up, pulled out and put
 * back. Runs in a network namespace of its own (`unshare -nm`); prints one JSON object.
 *
 *     listen.ts pcap|tcpdump FILE.pcap
 */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { LiveCapture } from "../../agent/src/radio/capture/live-capture.ts";
import { runCommand } from "../../agent/src/radio/control/run-command.ts";

const INTERFACE = "wlan9mon";
const FAKE_RADIO = fileURLToPath(new URL("fake-radio/fake-radio.py", import.meta.url));

/** What the test holds against its expectations. */
export interface Heard {
  method: string;
  played: number;
  heard: number;
  linkTypes: number[];
  /** Largest distance of a frame's time from this machine's clock, in seconds. */
  clockOff: number;
  problemWhenEnded: string[];
  problemWhenDown: string[];
  heardAfterUp: boolean;
  heardAfterReturn: boolean;
  openings: number;
  stopMilliseconds: number;
}

async function main(method: "pcap" | "tcpdump", file: string): Promise<Heard> {
  const seen = { frames: 0, linkTypes: new Set<number>(), clockOff: 0 };
  const capture = new LiveCapture({ interfaceName: INTERFACE, method, watchMilliseconds: 200 });
  const codes = (): string[] => capture.problems().map(({ code }) => code);
  const run = capture.run((frame) => {
    seen.frames++;
    seen.linkTypes.add(frame.linkType);
    seen.clockOff = Math.max(seen.clockOff, Math.abs(Date.now() / 1000 - frame.atSeconds));
  });

  const whole = play(file, ["--speed", "20", "--wait", "2"]);
  const said = await ended(whole);
  const heard = seen.frames;
  await until(() => codes().includes("interface-gone"));
  const problemWhenEnded = codes();

  const looping = play(file, ["--speed", "10", "--loop"]);
  const moreThan = (frames: number): Promise<boolean> => until(() => seen.frames > frames + 20);
  await moreThan(heard);
  await runCommand("ip", ["link", "set", INTERFACE, "down"]);
  await until(() => codes().includes("interface-gone"));
  const problemWhenDown = codes();
  await runCommand("ip", ["link", "set", INTERFACE, "up"]);
  const heardAfterUp = await moreThan(seen.frames);

  looping.kill();
  await once(looping, "exit");
  await until(() => codes().includes("interface-gone"));
  const again = play(file, ["--speed", "10", "--loop"]);
  const heardAfterReturn = await moreThan(seen.frames);

  const { openings } = capture;
  const stopping = performance.now();
  await capture.stop();
  await run;
  const stopMilliseconds = performance.now() - stopping;
  again.kill();
  return {
    method: capture.method,
    played: Number(/(\d+) frames in/.exec(said)?.[1] ?? -1),
    heard,
    linkTypes: [...seen.linkTypes],
    clockOff: seen.clockOff,
    problemWhenEnded,
    problemWhenDown,
    heardAfterUp,
    heardAfterReturn,
    openings,
    stopMilliseconds,
  };
}

function play(file: string, options: string[]): ChildProcess {
  return spawn("python3", [FAKE_RADIO, INTERFACE, file, ...options], { stdio: ["ignore", "ignore", "pipe"] });
}

async function ended(radio: ChildProcess): Promise<string> {
  let said = "";
  radio.stderr?.on("data", (text: Buffer) => (said += text.toString()));
  await once(radio, "close");
  return said;
}

async function until(condition: () => boolean, seconds = 8): Promise<boolean> {
  for (let tries = 0; tries < seconds * 20; tries++) {
    if (condition()) return true;
    await sleep(50);
  }
  return false;
}

const [method, file] = process.argv.slice(2);
if ((method !== "pcap" && method !== "tcpdump") || !file) {
  process.stderr.write("usage: listen.ts pcap|tcpdump FILE.pcap\n");
  process.exit(2);
}
process.stdout.write(`${JSON.stringify(await main(method, file))}\n`);
// A session of libpcap on a quiet interface never closes and would keep the process.
process.exit(0);
