import { parentPort } from "node:worker_threads";
import { readProbeMatches } from "./discover/probe-matches.ts";
import { readAnswer } from "./read-answer.ts";
import { READY, type ReadingJob } from "./reading-job.ts";

// The thread of ReadingThread: it reads what strangers sent, one thing at a time, and may be ended in the middle of it.
const port = parentPort;
if (port === null) throw new Error("this file is the entry of a thread");

port.on("message", (job: ReadingJob) => {
  port.postMessage(job.kind === "datagram" ? readProbeMatches(job.octets) : readAnswer(job.heard));
});
port.postMessage(READY);
