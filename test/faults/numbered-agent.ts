import { appendFileSync, closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { randomBytes } from "node:crypto";
import { CONTRACT_MAJOR, spellOctets, type Finding } from "@probewarden/contract";
import { Outbox } from "../../agent/src/uplink/outbox.ts";
import { Uplink } from "../../agent/src/uplink/uplink.ts";

/**
 * A sensor's own outbox and uplink with numbered findings instead of a radio: 1…N, one every few milliseconds. It writes down a number
 * only after the outbox has said that it is on the disk, and goes on from there after a kill, as a radio would with new findings.
 *   numbered-agent.ts FOLDER MQTT_URL SENSOR_ID N
 */
const [folder, url, sensorId, last] = process.argv.slice(2);
if (folder === undefined || url === undefined || sensorId === undefined || last === undefined)
  throw new Error("wrong usage");
const notebook = `${folder}/numbers`;
const outbox = new Outbox({
  folder: `${folder}/outbox`,
  bootId: `b${spellOctets(randomBytes(8))}`,
  maxBytes: 64e6,
  now: Date.now,
  resendMilliseconds: 1500,
});
const uplink = new Uplink({
  url,
  sensor: { venueId: "venue-test", sensorId },
  version: "0.1.0",
  jitter: Math.random,
  outbox,
  now: Date.now,
  onDownlink: () => undefined,
  onProblem: (problem) => problem && appendFileSync(`${folder}/problems`, `${problem.text}\n`),
});

function numbered(n: number): Finding {
  const at = new Date().toISOString();
  const address = `02:00:00:00:${(n >> 8).toString(16).padStart(2, "0")}:${(n & 255).toString(16).padStart(2, "0")}`;
  return {
    findingId: `finding-${n}`,
    suspectId: `subject-${n}`,
    suspicion: "probe-box",
    state: "opened",
    scoreDb: 0,
    highestDb: 0,
    band: "watch",
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

uplink.start();
const written = existsSync(notebook) ? readFileSync(notebook, "utf8").trim().split("\n") : [];
for (let n = Number(written.at(-1) ?? 0) + 1; n <= Number(last); n += 1) {
  await outbox.put({ v: CONTRACT_MAJOR, sensorId, at: new Date().toISOString(), kind: "finding", body: numbered(n) });
  const file = openSync(notebook, "a");
  writeSync(file, `${n}\n`);
  fsyncSync(file);
  closeSync(file);
  if (n % 4 === 0) uplink.send();
  await new Promise((resolve) => setTimeout(resolve, 12));
}
// Stays until it is ended: what is unacknowledged is sent again.
