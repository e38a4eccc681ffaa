import { readFileSync, writeFileSync } from "node:fs";
import { calibrate } from "./calibration.ts";

// npm run calibrate -- DIR… [--check]: writes agent/src/radio/detectors/bounds.ts and docs/calibration.tsv, or says whether they are so
const BOUNDS = new URL("../radio/detectors/bounds.ts", import.meta.url);
const CAPTURES = new URL("../../../docs/calibration.tsv", import.meta.url);

const args = process.argv.slice(2);
const folders = args.filter((arg) => !arg.startsWith("--"));
const unknown = args.find((arg) => arg.startsWith("--") && arg !== "--check");
if (folders.length === 0 || unknown !== undefined) {
  if (unknown !== undefined) process.stderr.write(`unknown option ${unknown}\n`);
  process.stderr.write("usage: npm run calibrate -- DIR… [--check]\n");
  process.exit(2);
}
try {
  const { bounds, captures } = await calibrate(folders);
  const present = readFileSync(BOUNDS, "utf8");
  // What comes to the same keeps its day: calibrating again gives the same octets.
  const [day = ""] = /\d{4}-\d\d-\d\d/.exec(present) ?? [];
  const isSo = present === bounds(day) && textOf(CAPTURES) === captures;
  if (args.includes("--check")) {
    process.stdout.write(
      isSo ? "the weights are those of these captures\n" : "the weights are not those of these captures\n",
    );
    process.exitCode = isSo ? 0 : 1;
  } else if (!isSo) {
    writeFileSync(BOUNDS, bounds(new Date().toISOString().slice(0, 10)));
    writeFileSync(CAPTURES, captures);
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function textOf(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // It was never made.
  }
}
