import type { Finding } from "@probewarden/contract";
import { LineClient } from "../../agent/src/ipc/line-client.ts";
import { newRun } from "../../agent/src/ipc/numbered-line.ts";
import { socketPath } from "../../agent/src/ipc/socket-path.ts";
import { readRadioOrder } from "../../agent/src/radio/radio-order.ts";

/**
 * Stands in for the radio process: one numbered finding, 1…N, every so many milliseconds, through the product's own end of the socket. After a
 * kill it goes on as the radio does, from what the supervisor gives back: what only the killed process knew was never under way.
 *   numbered-radio.ts RUNTIME_DIR N EVERY_MILLISECONDS [ALERT_EVERY]
 * Every ALERT_EVERYth is a suspected box, of which people are told; the others are watched only.
 */
const [runtimeDir, last, every, alertEvery] = process.argv.slice(2);
if (runtimeDir === undefined || last === undefined || every === undefined) throw new Error("wrong usage");

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
  client.send({ type: "finding", at: new Date().toISOString(), body: numbered(latest) } as { type: string });
}

function numbered(n: number): Finding {
  const at = new Date().toISOString();
  const isSuspected = alertEvery !== undefined && n % Number(alertEvery) === 0;
  const scoreDb = isSuspected ? 14 : 0;
  const address = `02:00:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`;
  return {
    findingId: `finding-${n}`,
    suspectId: `subject-${n}`,
    suspicion: "probe-box",
    state: "opened",
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
