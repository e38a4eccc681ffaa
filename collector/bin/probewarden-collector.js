#!/usr/bin/env node
// Committed launcher: npm links no bin whose file is not there yet, and the program itself is built by `npm ci`.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const program = new URL("../dist/main/main.js", import.meta.url);
if (existsSync(fileURLToPath(program))) {
  const { main } = await import(program.href);
  process.exitCode = await main(process.argv);
} else {
  process.stderr.write("probewarden-collector: it is not built yet; run `npm ci` (or `npm run build`) in the folder of the project\n");
  process.exitCode = 1;
}
