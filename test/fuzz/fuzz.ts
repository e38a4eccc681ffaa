// `npm run fuzz -- FRAMES [SEED]`: mutated air, by the million, against the sensor's own schemas. The test beside runs a little of it each time.
import { reportsOfMutatedAir } from "./reports-of-air.ts";

const frames = Number(process.argv[2] ?? 1_000_000);
const seed = Number(process.argv[3] ?? 11);
const { findings, refused } = reportsOfMutatedAir(seed, frames, (done) => {
  if (done % 500_000 < 5_000) console.error(`${done} frames`);
});
for (const text of refused) console.log(text);
console.log(`${frames} frames from seed ${seed}: ${findings} findings, ${refused.length} kinds of reports refused`);
process.exitCode = refused.length === 0 ? 0 : 1;
