// `npm run fuzz -- FRAMES [SEED]`: hostile air, by the million, against the sensor's own schemas. The tests beside run a little of it each time.
import { reportsOfHostileAir } from "./reports-of-air.ts";

const frames = Number(process.argv[2] ?? 10_000_000);
const seed = Number(process.argv[3] ?? 11);
/** Memory of this process that no air may make it pass: a sensor's own bound, and what the measuring holds. */
const MOST_MEGABYTES = 400;

let told = 0;
let most = 0;
const { findings, refused, slowest } = reportsOfHostileAir(seed, frames, (done) => {
  most = Math.max(most, process.memoryUsage().rss / 2 ** 20);
  if (done - told < 500_000) return;
  told = done;
  console.error(`${done} frames`);
});
for (const text of refused) console.log(text);
console.log(`${frames} frames from seed ${seed}: ${findings} findings, ${refused.length} kinds of reports refused`);
console.log(`most memory: ${most.toFixed(0)} MB (bound ${MOST_MEGABYTES})`);
const [first] = slowest;
if (first !== undefined)
  console.log(
    `slowest: ${first.microseconds.toFixed(0)} µs, frame ${first.index} of round ${first.round}: ${first.octets}`,
  );
process.exitCode = refused.length === 0 && most <= MOST_MEGABYTES ? 0 : 1;
