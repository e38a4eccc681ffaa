#!/usr/bin/env -S MALLOC_ARENA_MAX=1 MALLOC_TRIM_THRESHOLD_=131072 node --v8-pool-size=1
// Three processes share a small board. One thread of V8's own in each instead of four: 9 MB less for all three. One heap of the C library for
// all threads, which gives back to the system what is free at its end: 8 MB less. What V8 itself keeps is in `src/main/heap.ts`.
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
