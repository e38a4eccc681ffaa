import { existsSync, readdirSync, statSync } from "node:fs";

/** Newest change below a folder, in epoch milliseconds. */
function newest(folder) {
  let latest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    latest = Math.max(latest, entry.isDirectory() ? newest(path) : statSync(path).mtimeMs);
  }
  return latest;
}

/** What a build leaves behind, and the workspaces of whose source it is made. */
const RESULTS = [
  ["contract/dist/.tsbuildinfo", "contract"],
  ["cli/dist/.tsbuildinfo", "cli"],
  ["place/dist/.tsbuildinfo", "place"],
  ["agent/dist/.tsbuildinfo", "agent"],
  ["agent/dist/bundle/main.js", "agent", "cli", "contract"],
  ["collector/dist/.tsbuildinfo", "collector"],
  ["collector/dist/bundle/main.js", "collector", "cli", "contract", "place"],
  ["demo/dist/.tsbuildinfo", "demo"],
  ["dashboard/dist/index.html", "dashboard"],
];

/** Whether every result is newer than its source. */
export function isBuilt(root) {
  return RESULTS.every(
    ([result, ...workspaces]) =>
      existsSync(`${root}${result}`) &&
      workspaces.every((workspace) => statSync(`${root}${result}`).mtimeMs >= newest(`${root}${workspace}/src`)),
  );
}
