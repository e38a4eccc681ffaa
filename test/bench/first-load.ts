import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { ROOT } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";

/** What a browser must have before the first screen: the page and what it names. Chunks that are loaded later do not count. */
export function firstLoad(): Row {
  const dist = `${ROOT}dashboard/dist`;
  const page = readFileSync(`${dist}/index.html`, "utf8");
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) =>
    readFileSync(`${dist}${path}`),
  );
  const octets = [Buffer.from(page), ...named].reduce((sum, file) => sum + gzipSync(file).length, 0);
  return { what: "dashboard, first load, gzipped", ours: `${(octets / 1000).toFixed(0)} kB`, limit: "≤ 250 kB" };
}
