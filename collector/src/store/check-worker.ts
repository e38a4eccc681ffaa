import { parentPort, workerData } from "node:worker_threads";
import { lookAtPages } from "./check-sqlite.ts";

// The thread of checkInThread: it looks at the file that it was given, answers, and ends by itself.
const port = parentPort;
if (port === null) throw new Error("this file is the entry of a thread");
const { faults, error } = lookAtPages(String(workerData));
const code = error !== undefined && "code" in error ? String(error.code) : undefined;
const answer = { faults, ...(error === undefined ? {} : { error: { message: error.message, code } }) };
port.postMessage(answer);
