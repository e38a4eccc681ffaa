// `npm start` in a fresh clone: installs what is missing, builds what is stale, runs the demo venue until Ctrl-C.
import "./check-node.mjs";
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { isBuilt } from "./is-built.mjs";

if (process.argv.slice(2).some((arg) => arg === "--help" || arg === "-h")) {
  console.log(`npm start -- [--reset]

Installs what is missing, builds what is stale, and runs the demo venue until Ctrl-C.
  --reset             begin anew: what the demo has stored so far is deleted
  PW_HTTP_PORT=9000   in front of it: another port than 8080`);
  process.exit(0);
}
const root = fileURLToPath(new URL("..", import.meta.url));
const npm = (args) => {
  const { status } = spawnSync("npm", args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
  if (status !== 0) process.exit(status ?? 1);
};

if (!existsSync(`${root}node_modules/vite`)) {
  console.log("Installing (once, about a minute) …");
  npm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
}
if (!isBuilt(root)) {
  console.log("Building …");
  npm(["run", "--silent", "build"]);
}

const demo = spawn(process.execPath, [`${root}demo/dist/main.js`, ...process.argv.slice(2)], {
  cwd: root,
  stdio: "inherit",
});
// The terminal sends Ctrl-C to the demo too; it stops its processes, and then this one ends with it.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => demo.kill(signal));
demo.on("exit", (code) => process.exit(code ?? 1));
