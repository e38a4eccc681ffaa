// Serves dashboard/dist with made-up data, to look at the screens without a collector.
//   node dashboard/dev/fixture-server.mjs [PORT]      PW_MODE = full | empty | calm | failed | signed-out | slow
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import * as data from "./fixture-data.mjs";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const PLAN = fileURLToPath(new URL("../../configs/demo/plan.svg", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};
const POLICY = "default-src 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";
const port = Number(process.argv[2] ?? 8099);
const mode = process.env["PW_MODE"] ?? "full";

const list = (items) => ({ items: mode === "empty" ? [] : items });
const calmSensors = data.sensors.filter((one) => one.state === "hearing");

const answers = {
  "/api/health": () => ({ state: "ready", version: "0.1.0", contractVersion: "1.0.0", demo: true, problems: [] }),
  "/api/session": () =>
    mode === "signed-out"
      ? { signedIn: false, demo: false, needsFirstAccount: true }
      : { signedIn: true, demo: true, name: "demo", needsFirstAccount: false },
  "/api/venues": () => list(data.venues),
  "/api/sensors": () => list(mode === "calm" ? calmSensors : data.sensors),
  "/api/suspects": () => list(mode === "calm" ? [] : data.suspects),
  "/api/cameras": () => list(data.cameras),
  "/api/alerts": () => list(mode === "calm" ? [] : data.alerts),
  "/api/webhook": () => (mode === "full" ? data.webhook : { hasSecret: false, waiting: 0, failures: [] }),
  "/api/webhook/test": () => ({ ok: false, message: "connection refused" }),
};

function answerOf(path) {
  const known = answers[path];
  if (known) return known();
  const [, suspectId, what] = /^\/api\/suspects\/([^/]+)(\/\w+)?$/.exec(path) ?? [];
  if (suspectId && what === "/levels") return { items: data.levels(suspectId) };
  if (suspectId) return data.detail(suspectId);
  if (/^\/api\/sensors\/[^/]+\/residents$/.test(path)) return { items: mode === "empty" ? [] : data.residents };
  return undefined;
}

const send = (response, status, type, body) => {
  response.writeHead(status, { "content-type": type, "content-security-policy": POLICY, "cache-control": "no-store" });
  response.end(body);
};
const sendJson = (response, status, value) => send(response, status, "application/json", JSON.stringify(value));

async function sendFile(response, path) {
  const file = extname(path) === "" ? "index.html" : path.slice(1);
  try {
    send(response, 200, TYPES[extname(file)] ?? "application/octet-stream", await readFile(DIST + file));
  } catch (error) {
    send(response, 404, "text/plain", error.code ?? "failed");
  }
}

createServer((request, response) => {
  const path = new URL(request.url ?? "/", "http://localhost").pathname;
  if (!path.startsWith("/api/")) return void sendFile(response, path);
  if (path.endsWith("/plan")) return void readFile(PLAN).then((plan) => send(response, 200, "image/svg+xml", plan));
  if (path === "/api/stream" && mode !== "failed") {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    return void response.write(": open\n\n");
  }
  if (mode === "slow" && path !== "/api/session") return undefined;
  if (mode === "failed" && path !== "/api/session")
    return sendJson(response, 500, { error: "internal", message: "the collector failed", id: "error-ghijklmnopqr" });
  const answer = answerOf(path);
  return answer
    ? sendJson(response, 200, answer)
    : sendJson(response, 404, { error: "not-found", message: "there is no such thing", id: "error-ghijklmnopqr" });
}).listen(port, "127.0.0.1", () => console.log(`http://127.0.0.1:${port}/ (${mode})`));
