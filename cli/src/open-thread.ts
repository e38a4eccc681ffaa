import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { extname } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker, type WorkerOptions } from "node:worker_threads";

/**
 * Opens the file beside `importer` as a thread. From the build a thread's file is a file like any other; from the source it needs tsx, which
 * Node 20 does not hand on to threads: that takes a second of the processor, so that tests open what `npm test` has just built (TEST_BUILT=yes).
 * @param importer `import.meta.url` of the caller
 * @param name the file's name without its extension
 */
export function openThread(importer: string, name: string, options: WorkerOptions = {}): Worker {
  const extension = extname(importer);
  const entry = new URL(`./${name}${extension}`, importer);
  if (extension === ".js") return new Worker(entry, options);
  const built = new URL(entry.href.replace(/\/src\/(?!.*\/src\/)/, "/dist/").replace(/\.ts$/, ".js"));
  // Without the options of this process: by them Node would look for the other workspaces' source.
  if (process.env["TEST_BUILT"] === "yes" && existsSync(built)) return new Worker(built, { ...options, execArgv: [] });
  const tsx = createRequire(importer)
    .resolve("tsx/esm/api")
    .replace(/\.cjs$/, ".mjs");
  const script = `import(${JSON.stringify(pathToFileURL(tsx).href)}).then(({ register }) => { register(); return import(${JSON.stringify(entry.href)}); })`;
  return new Worker(script, { ...options, eval: true });
}
