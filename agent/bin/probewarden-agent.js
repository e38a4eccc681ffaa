#!/usr/bin/env node
// Committed, so that npm finds the file to link before anything is built.
import { existsSync } from "node:fs";

const main = new URL("../dist/bundle/main.js", import.meta.url);
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`probewarden-agent: it needs Node 20.19 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 2;
} else if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("probewarden-agent: it is not built yet; run npm ci first\n");
  process.exitCode = 1;
}
