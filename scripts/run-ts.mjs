// Runs a TypeScript file of the workspace from its source, on every supported Node (20 cannot strip types itself).
import { spawnSync } from "node:child_process";

const { status } = spawnSync(
  process.execPath,
  ["--conditions=@probewarden/source", "--import", "tsx", ...process.argv.slice(2)],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
