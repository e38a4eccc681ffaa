// Stands in for a radio process: says hello, one finding, its health and what it learnt, then a change when it is told of open findings. With a third
// word, the name of a file, it hangs after that, unless the file is there already: the next process of the part is sound. With PART=cameras it stands
// in for a camera process that has found nothing.
import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { connect } from "node:net";

const [socket, finding, hangs] = process.argv.slice(2);
const line = (message) => `${JSON.stringify(message)}\n`;
const connection = connect(socket);
const isRadio = process.env.PART !== "cameras";
const say = (message) => isRadio && connection.write(line(message));
connection.write(
  line({ type: "hello", part: isRadio ? "radio" : "cameras", pid: process.pid, run: `run-${process.pid}` }),
);
say({ type: "finding", at: "2026-11-24T10:00:00.000Z", body: JSON.parse(finding) });
const health = {
  captureMethod: "recording",
  simulatedLevels: false,
  listening: [{ channelMhz: 2412, seconds: 1 }],
  frames: 7,
  lastFrameSecondsAgo: 0,
  skipped: {},
  noticed: {},
  dropped: { kernel: 2 },
  forgotten: {},
  problems: [],
};
say({ type: "health", body: health });
// What it learnt of who beacons here goes to the disk and no further; who came and stayed goes out.
say({ type: "stays", body: { listenedHours: 80, stays: [], takenBack: [] } });
const newcomers = { here: [], takenBack: ["t-one"], waiting: 0 };
say({ type: "newcomer", at: "2026-11-24T10:00:00.000Z", body: newcomers });
connection.on("data", (chunk) => {
  if (process.env.ORDERS !== undefined) appendFileSync(process.env.ORDERS, chunk);
  if (chunk.includes('"findingId"'))
    connection.write(
      line({ type: "finding", at: "2026-11-24T10:00:01.000Z", body: { ...JSON.parse(finding), state: "changed" } }),
    );
});
process.on("SIGTERM", () => process.exit(0));
setInterval(() => connection.write(line({ type: "beat" })), 200);
if (hangs !== undefined && !existsSync(hangs))
  setTimeout(() => {
    writeFileSync(hangs, "");
    // Neither a signal handler nor a timer runs any more: only SIGKILL ends it.
    for (;;);
  }, 500);
