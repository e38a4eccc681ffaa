import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";

/** A folder for what the files of one run of tests make once and share; it goes with the run. */
export default function oneRun(): () => void {
  const folder = mkdtempSync(`${tmpdir()}/probewarden-run-`);
  process.env["TEST_RUN_FOLDER"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
