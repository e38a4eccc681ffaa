// Runs a TypeScript file of the workspace from its source, on every supported Node (20 cannot strip types itself).
import { spawnSync } from "node:child_process";
import { USAGES } from "./usages.mjs";

const [file, ...args] = process.argv.slice(2);
const usage = USAGES[file];
if (usage !== undefined && args.some((arg) => arg === "--help" || arg === "-h")) {
  console.log(usage);
  process.exit(0);
}
const { status } = spawnSync(process.execPath, ["--conditions=@probewarden/source", "--import", "tsx", file, ...args], {
  stdio: "inherit",
});
process.exit(status ?? 1);
