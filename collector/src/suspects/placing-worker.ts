import { setPriority } from "node:os";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parentPort } from "node:worker_threads";
import { Buildings } from "./buildings.ts";
import { answerPlace } from "./places.ts";
import type { PlaceRequest } from "./placing-thread.ts";

// The thread of PlacingThread: it answers one request after the other, and keeps the tables of the buildings.
const port = parentPort;
if (port === null) throw new Error("this file is the entry of a thread");
const buildings = new Buildings();

// Where processors are few a place may wait, and an acknowledgement or a page may not. On Linux this is the priority of the calling thread alone
// (setpriority(2), "C library/kernel differences"); elsewhere it would be that of the whole process.
const BEHIND = 10;
if (process.platform === "linux") setPriority(0, BEHIND);

// What one place makes, half a megabyte beside the heap, would stay until there are some tens of megabytes of it, for the heap itself hardly grows.
// There is no other way to have it collected in between, and it takes a millisecond.
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

port.on("message", ({ around, questions }: PlaceRequest) => {
  port.postMessage(questions.map((question) => answerPlace(around, question, buildings)));
  collect();
});
