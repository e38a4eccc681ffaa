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
  const [workspace = ""] = main.split("/");
  // What the workspace's command runs: the bundle, or what the compiler made where there is none.
  const built = [`${workspace}/dist/bundle/main.js`, main.replace("/src/", "/dist/").replace(/\.ts$/, ".js")]
    .map((path) => `${ROOT}${path}`)
    .find((path) => existsSync(path));
  return process.env["TEST_BUILT"] === "yes" && built !== undefined
    ? [built]
    : ["--conditions=@probewarden/source", "--import", TSX, `${ROOT}${main}`];
}

/** Whether a test has to be left out because only root may do what it does. With CI=true it is never left out: then it fails. */
export const lacksRoot = (): boolean => process.env["CI"] !== "true" && process.getuid?.() !== 0;
