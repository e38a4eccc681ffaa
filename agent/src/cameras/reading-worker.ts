import { parentPort } from "node:worker_threads";
import { PROTOCOLS } from "./discover/announced/protocols.ts";
import { readHello } from "./discover/hello/hello-message.ts";
import { readProbeMatches } from "./discover/probe-matches.ts";
import { judgeAudit } from "./audit/judge-audit.ts";
import { readAuditAnswer } from "./audit/read-audit-answer.ts";
import { readAnswer } from "./read-answer.ts";
import { READY, type ReadingJob } from "./reading-job.ts";

// The thread of ReadingThread: it reads what strangers sent, one thing at a time, and may be ended in the middle of it.
const port = parentPort;
if (port === null) throw new Error("this file is the entry of a thread");

function read(job: ReadingJob): unknown {
  switch (job.kind) {
    case "datagram":
      return readProbeMatches(job.octets);
    case "announcement":
      return job.protocol === "hello"
        ? readHello(job.octets)
        : PROTOCOLS.find(({ name }) => name === job.protocol)?.read(job.octets);
    case "answer":
      return readAnswer(job.heard);
    case "audit-answer":
      return readAuditAnswer(job.heard);
    case "audit-verdict":
      return judgeAudit(job.answers);
  }
}

port.on("message", (job: ReadingJob) => {
  port.postMessage(read(job));
});
port.postMessage(READY);
