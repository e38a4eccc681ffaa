// `npm run chaos -- --minutes N [--collectors N] [--sensors N]`: kills everything in turn on a bad network, and counts what was lost. The test
// beside runs each kill once.
import { parseArgs } from "node:util";
import { whyNoChaos } from "./killable.ts";
import { runChaos } from "./run-chaos.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    collectors: { type: "string", default: "1" },
    sensors: { type: "string", default: "5" },
  },
});
const why = whyNoChaos();
if (why !== undefined) throw new Error(why);
const report = await runChaos({
  milliseconds: Number(values.minutes) * 60_000,
  rounds: 1,
  sensors: Number(values.sensors),
  collectors: Number(values.collectors),
  random: Math.random,
  say: (line) => console.error(line),
});
const { network, recoveryMs } = report;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
console.log(`acknowledged      ${report.acknowledged} of ${report.made}`);
console.log(`lost              ${report.lost.length} (must be 0) ${report.lost.slice(0, 5).join(" ")}`);
console.log(`stored twice      ${report.storedTwice.length} (must be 0) ${report.storedTwice.slice(0, 5).join(" ")}`);
console.log(`alerts twice      ${report.alertsTwice.length} (must be 0) ${report.alertsTwice.slice(0, 5).join(" ")}`);
console.log(
  `alerts            ${report.alerts}, told ${report.told}, notices repeated under their key ${report.repeated}`,
);
console.log(
  `network           ${network.packets} packets: ${network.corrupt} corrupted, ${network.reorder} reordered, ${network.cut} connections cut, ${network.blackHole} swallowed`,
);
for (const [name, times] of Object.entries(recoveryMs)) {
  const sorted = times.toSorted((a, b) => a - b);
  console.log(
    `${name.padEnd(17)} killed ${times.length} times, next acknowledgement after ${seconds(sorted[Math.floor(sorted.length / 2)] ?? 0)} (median), ${seconds(sorted.at(-1) ?? 0)} (longest)`,
  );
}
process.exitCode = report.lost.length + report.storedTwice.length + report.alertsTwice.length === 0 ? 0 : 1;
