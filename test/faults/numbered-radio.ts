import type { Finding } from "@probewarden/contract";
import { LineClient } from "../../agent/src/ipc/line-client.ts";
import { newRun } from "../../agent/src/ipc/numbered-line.ts";
import { socketPath } from "../../agent/src/ipc/socket-path.ts";
import { readRadioOrder } from "../../agent/src/radio/radio-order.ts";

/**
 * Stands in for the radio process: one numbered finding, 1…N, every so many milliseconds, through the product's own end of the socket. After a
 * kill it goes on as the radio does, from what the supervisor gives back: what only the killed process knew was never under way.
 *   numbered-radio.ts RUNTIME_DIR N EVERY_MILLISECONDS [ALERT_EVERY]
 * Every ALERT_EVERYth is a suspected box, of which people are told; the others are watched only. Like the radio, whose register is bounded, it
 * ends what it opened long ago: a collector refuses a sensor that holds more open than one can.
 */
const [runtimeDir, last, every, alertEvery] = process.argv.slice(2);
if (runtimeDir === undefined || last === undefined || every === undefined) throw new Error("wrong usage");

/** Findings that are open at once; the product's register holds 512 subjects of three suspicions each. */
const MOST_OPEN = 1_000;

let latest = 0;
let timer: NodeJS.Timeout | undefined;
const client = new LineClient(
  socketPath(runtimeDir),
  { type: "hello", part: "radio", pid: process.pid, run: newRun() },
  {
    onMessage: (message) => {
      const order = readRadioOrder(message);
      // Only a process that has just started takes its findings back.
      if (order?.type !== "resume" || timer !== undefined) return;
      for (const { findingId } of order.findings) latest = Math.max(latest, Number(findingId.replace("finding-", "")));
      if (order.isLast) timer = setInterval(next, Number(every));
    },
  },
);
client.start();

function next(): void {
  if (latest >= Number(last)) return;
  latest += 1;
  say(numbered(latest, "opened"));
  // After the new one: a process that starts anew goes on from the latest that is open, and ends none twice.
  if (latest > MOST_OPEN) say(numbered(latest - MOST_OPEN, "ended"));
}

function say(body: Finding): void {
  client.send({ type: "finding", at: new Date().toISOString(), body } as { type: string });
}

function numbered(n: number, state: Finding["state"]): Finding {
  const at = new Date().toISOString();
  const isSuspected = alertEvery !== undefined && n % Number(alertEvery) === 0;
  const scoreDb = isSuspected ? 14 : 0;
  const address = `02:00:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`;
  return {
    findingId: `finding-${n}`,
    suspectId: `subject-${n}`,
    suspicion: "probe-box",
    state,
    scoreDb,
    highestDb: scoreDb,
    band: isSuspected ? "suspected" : "watch",
    priorDb: -30,
    firstHeardAt: at,
    lastHeardAt: at,
    transmitters: [address],
    transmitterCount: 1,
    targets: [],
    evidence: [],
    mitigations: [],
  };
}
