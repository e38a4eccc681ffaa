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

/** Whether every workspace's result is newer than its source. */
export function isBuilt(root) {
  const results = {
    contract: "contract/dist/.tsbuildinfo",
    cli: "cli/dist/.tsbuildinfo",
    place: "place/dist/.tsbuildinfo",
    agent: "agent/dist/.tsbuildinfo",
    collector: "collector/dist/.tsbuildinfo",
    demo: "demo/dist/.tsbuildinfo",
    dashboard: "dashboard/dist/index.html",
  };
  return Object.entries(results).every(
    ([workspace, result]) =>
      existsSync(`${root}${result}`) && statSync(`${root}${result}`).mtimeMs >= newest(`${root}${workspace}/src`),
  );
}
