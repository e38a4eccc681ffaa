import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** By its path, for what is run in a folder of its own. */
const TSX = createRequire(import.meta.url).resolve("tsx");

/**
 * The words after `node` with which a test runs a program of the product. `main`: its file below the root, such as `agent/src/main/main.ts`.
 * As `npm test` has just built it, where it says so (TEST_BUILT=yes): that starts with less than half of the CPU time. Else from its source,
 * so that a single test needs no build and runs what was changed.
 */
export function programForTests(main: string): string[] {
  const built = `${ROOT}${main.replace("/src/", "/dist/").replace(/\.ts$/, ".js")}`;
  return process.env["TEST_BUILT"] === "yes" && existsSync(built)
    ? [built]
    : ["--conditions=@probewarden/source", "--import", TSX, `${ROOT}${main}`];
}
