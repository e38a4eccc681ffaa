import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync, brotliCompressSync, gzipSync } from "node:zlib";
import fastify from "fastify";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { App } from "./app-parts.ts";
import { serveDashboard } from "./dashboard.ts";

const SCRIPT = "const words = 'the same words over and over';\n".repeat(100);
let folder: string;
let app: App;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "dashboard-"));
  mkdirSync(join(folder, "assets"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets", "index-1.js"), SCRIPT);
  writeFileSync(join(folder, "assets", "index-1.js.br"), brotliCompressSync(SCRIPT));
  writeFileSync(join(folder, "assets", "index-1.js.gz"), gzipSync(SCRIPT));
  app = fastify();
  await serveDashboard(app, folder);
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

const ask = (encodings: string, url = "/assets/index-1.js") =>
  app.inject({ url, headers: { "accept-encoding": encodings } });

test("a script is sent as small as the browser can read it", async () => {
  const brotli = await ask("gzip, deflate, br");
  expect(brotli.headers["content-encoding"]).toBe("br");
  expect(brotli.headers["content-type"]).toContain("javascript");
  expect(brotliDecompressSync(brotli.rawPayload).toString()).toBe(SCRIPT);
  const gzip = await ask("gzip");
  expect(gzip.headers["content-encoding"]).toBe("gzip");
  expect(gunzipSync(gzip.rawPayload).toString()).toBe(SCRIPT);
  const plain = await ask("identity");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(plain.body).toBe(SCRIPT);
  for (const answer of [brotli, gzip, plain]) {
    expect(answer.headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect(answer.headers["vary"] ?? "").toMatch(/accept-encoding/i);
  }
});

test("what was not packed is sent as it is", async () => {
  const page = await ask("gzip, br", "/index.html");
  expect(page.statusCode).toBe(200);
  expect(page.headers["content-encoding"]).toBeUndefined();
});
