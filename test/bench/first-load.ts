import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { ROOT } from "../road/sandbox.ts";
import type { Row } from "./bench.ts";

/** What a browser must have before the first screen: the page and what it names, Today, and the language that is larger. */
export function firstLoad(): Row {
  const dist = `${ROOT}dashboard/dist`;
  const page = readFileSync(`${dist}/index.html`, "utf8");
  const sizes = (part: RegExp): number[] =>
    readdirSync(`${dist}/assets`)
      .filter((name) => part.test(name))
      .map((name) => gzipSync(readFileSync(`${dist}/assets/${name}`)).length);
  const named = [...page.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, path]) =>
    readFileSync(`${dist}${path}`),
  );
  const more = [...sizes(/^today-screen-.*\.(js|css)$/), Math.max(...sizes(/^(zh-CN|en)-.*\.js$/))];
  const octets = [...[Buffer.from(page), ...named].map((file) => gzipSync(file).length), ...more].reduce(
    (sum, each) => sum + each,
    0,
  );
  return { what: "dashboard, first load, gzipped", ours: `${(octets / 1000).toFixed(0)} kB`, limit: "≤ 250 kB" };
}
