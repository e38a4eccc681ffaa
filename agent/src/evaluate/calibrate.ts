import { calibrate } from "./calibration.ts";

// npm run calibrate -- DIR…: prints agent/src/radio/detectors/bounds.ts
const folders = process.argv.slice(2);
if (folders.length === 0) {
  process.stderr.write(
    "usage: npm run --silent calibrate -- DIR… > bounds.ts   (then move it to agent/src/radio/detectors/)\n",
  );
  process.exit(2);
}
try {
  process.stdout.write(await calibrate(folders));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
