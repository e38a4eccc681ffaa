import { readFileSync, writeFileSync } from "node:fs";
import { foldersAnd, textOfError } from "./arguments.ts";
import { calibrate } from "./calibration.ts";

// npm run calibrate -- DIR… [--check]: writes agent/src/radio/detectors/bounds.ts and docs/calibration.tsv, or says whether they are so
const BOUNDS = new URL("../radio/detectors/bounds.ts", import.meta.url);
const CAPTURES = new URL("../../../docs/calibration.tsv", import.meta.url);

const { folders, flag: isCheck } = foldersAnd("--check", "npm run calibrate -- DIR… [--check]");
try {
  const { bounds, captures } = await calibrate(folders);
  const present = readFileSync(BOUNDS, "utf8");
  // What comes to the same keeps its day: calibrating again gives the same octets.
  const [day = ""] = /\d{4}-\d\d-\d\d/.exec(present) ?? [];
  const isSo = present === bounds(day) && textOf(CAPTURES) === captures;
  if (isCheck) {
    process.stdout.write(
      isSo ? "the weights are those of these captures\n" : "the weights are not those of these captures\n",
    );
    process.exitCode = isSo ? 0 : 1;
  } else if (!isSo) {
    writeFileSync(BOUNDS, bounds(new Date().toISOString().slice(0, 10)));
    writeFileSync(CAPTURES, captures);
  }
} catch (error) {
  process.stderr.write(textOfError(error));
  process.exitCode = 1;
}

function textOf(file: URL): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined; // It was never made.
  }
}
