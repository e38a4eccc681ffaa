#!/usr/bin/env node
// Committed, so that npm finds the file to link before anything is built.
import { existsSync } from "node:fs";

const main = new URL("../dist/main/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("probewarden-agent: it is not built yet; run npm ci first\n");
  process.exitCode = 1;
}
