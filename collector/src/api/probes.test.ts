import { afterEach, beforeEach, expect, test } from "vitest";
import { makeApp, type AppFixture } from "./app-fixture.ts";

let fixture: AppFixture;
beforeEach(async () => {
  fixture = await makeApp();
});
afterEach(() => fixture.close());

const get = (url: string, headers: Record<string, string> = {}, remoteAddress = "127.0.0.1") =>
  fixture.app.inject({ url, headers: { host: "localhost", ...headers }, remoteAddress });

test("machines hear without a session whether the collector lives and takes data", async () => {
  expect(await get("/livez")).toMatchObject({ statusCode: 200, body: "live\n" });
  expect(await get("/readyz")).toMatchObject({ statusCode: 200, body: "ready\n" });
});

test("figures go to this machine, in Prometheus' text format, and name no venue, sensor or person", async () => {
  const { statusCode, body, headers } = await get("/metrics");
  expect(statusCode).toBe(200);
  expect(headers["content-type"]).toContain("text/plain");
  expect(body).toMatch(/^probewarden_ready 1$/m);
  expect(body).toMatch(/^probewarden_queue_messages 3$/m);
  expect(body).toMatch(/^probewarden_process_process_resident_memory_bytes \d+/m);
  const labels = [...body.matchAll(/[{,](\w+)="/g)].map((match) => match[1]);
  expect(labels.filter((label) => /venue|sensor|suspect|user|name$/.test(label ?? ""))).toEqual([]);
});

test("figures do not go to another machine, nor to one that a proxy of this machine speaks for", async () => {
  expect((await get("/metrics", {}, "192.0.2.7")).statusCode).toBe(403);
  expect((await get("/metrics", { "x-forwarded-for": "127.0.0.1" })).statusCode).toBe(403);
});

test("the collectors' rows and the log of deletions are for who is signed in", async () => {
  expect((await get("/api/collectors")).statusCode).toBe(401);
  expect((await get("/api/deletions")).statusCode).toBe(401);
  await fixture.close();
  fixture = await makeApp({ demo: true });
  expect((await get("/api/collectors")).json()).toMatchObject({ items: [{ name: "server:8080", state: "ready" }] });
  expect((await get("/api/deletions")).json()).toEqual({ items: [] });
});
