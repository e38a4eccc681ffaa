// Builds every workspace: the TypeScript projects, then the bundles of the agent, the collector and the dashboard. `npm ci` runs it as `prepare`.
import "./check-node.mjs";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const run = (script, args) => {
  const { status } = spawnSync(process.execPath, [script, ...args], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};

// An install without the development tools (a sensor: `npm ci --workspace agent --omit=dev`) brings what was built with it.
if (!existsSync(`${root}node_modules/typescript`)) process.exit(0);
run("node_modules/typescript/bin/tsc", ["--build", "contract", "cli", "place", "agent", "collector", "demo"]);
if (existsSync(`${root}node_modules/vite`))
  for (const bundled of ["agent", "collector", "dashboard"])
    run("node_modules/vite/bin/vite.js", ["build", bundled, "--logLevel", "warn"]);
