import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LineFullError } from "../work-line.ts";
import { IdentityProvider } from "./identity-provider.ts";
import { mayAsk, MOST_OCTETS } from "./provider-fetch.ts";
import { startIssuer, type TestIssuer } from "./test-issuer.ts";

let issuer: TestIssuer;
let now = 1_000_000;
let by: IdentityProvider;
const undo: (() => unknown)[] = [];
beforeEach(async () => {
  issuer = await startIssuer();
  undo.push(issuer.close);
  by = new IdentityProvider(issuer.settings, () => now);
});
afterEach(async () => {
  for (const step of undo.splice(0)) await step();
});

/** Something that is no provider, at an address of this machine. */
async function startServer(answer: RequestListener): Promise<IdentityProvider> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  undo.push(() => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return new IdentityProvider({ ...issuer.settings, issuer: new URL(`http://127.0.0.1:${port}`) }, () => now);
}
const looks = (): number => issuer.asked.filter((path) => path.includes("well-known")).length;

test("the provider is asked for its metadata once in five minutes, however many begin", async () => {
  await Promise.all(Array.from({ length: 50 }, () => by.begin()));
  expect(looks()).toBe(1);
  now += 5 * 60_000 + 1;
  await by.begin();
  expect(looks()).toBe(2);
  expect(by.fault()).toBeUndefined();
});

test("a dead issuer is told, is not asked again for half a minute, and comes back by itself", async () => {
  const { port } = issuer.settings.issuer;
  await issuer.close();
  undo.length = 0;
  await expect(by.begin()).rejects.toMatchObject({ name: "ProviderAwayError", code: "ECONNREFUSED" });
  expect(by.fault()).toMatchObject({
    code: "provider-away",
    facts: { server: issuer.settings.issuer.href, cause: "ECONNREFUSED" },
  });
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.setHeader("content-type", "application/json").end(JSON.stringify(issuer.metadata));
  });
  await new Promise<void>((resolve) => server.listen(Number(port), "127.0.0.1", resolve));
  undo.push(() => server.close().closeAllConnections());
  await expect(by.begin()).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(asked).toBe(0);
  now += 30_000;
  await by.begin();
  expect(by.fault()).toBeUndefined();
});

test("an issuer that hangs is given five seconds", { timeout: 20_000 }, async () => {
  const hanging = await startServer(() => undefined);
  const began = performance.now();
  await expect(hanging.begin()).rejects.toMatchObject({ name: "ProviderAwayError" });
  expect(performance.now() - began).toBeLessThan(9_000);
});

test.each<[string, RequestListener, string]>([
  ["redirects", (_, response) => void response.writeHead(302, { location: "http://127.0.0.1/" }).end(), "OAUTH_"],
  ["answers with a page", (_, response) => void response.end("<html>"), "OAUTH_"],
  [
    "never ends",
    (_, response) => {
      response.setHeader("content-type", "application/json");
      response.end(" ".repeat(MOST_OCTETS + 1));
    },
    "unreachable",
  ],
  [
    "is another issuer",
    (_, response) =>
      void response
        .setHeader("content-type", "application/json")
        .end(JSON.stringify({ ...issuer.metadata, issuer: "https://evil.example" })),
    "",
  ],
])("what %s is no provider", async (_what, answer, code) => {
  await expect((await startServer(answer)).begin()).rejects.toMatchObject({
    name: "ProviderAwayError",
    code: expect.stringContaining(code) as string,
  });
});

test("addresses that the provider names for itself are judged as its own is", async () => {
  for (const address of [
    "javascript:alert(1)",
    "http://login.example/authorize",
    "http://169.254.169.254/",
    "https://127.0.0.2/x",
  ]) {
    issuer.metadata["authorization_endpoint"] = address;
    now += 10 * 60_000;
    await expect(by.begin(), address).rejects.toMatchObject({
      name: "ProviderAwayError",
      code: expect.stringMatching(/^(address-not-allowed|OAUTH_REQUEST_PROTOCOL_FORBIDDEN)$/) as string,
    });
  }
  issuer.metadata["authorization_endpoint"] = `${issuer.settings.issuer.origin}/authorize`;
  issuer.metadata["token_endpoint"] = "http://169.254.169.254/token";
  issuer.metadata["end_session_endpoint"] = "javascript:alert(1)";
  now += 10 * 60_000;
  const { url, secrets } = await by.begin();
  await expect(by.vouch(issuer.signIn(url, "li"), secrets)).rejects.toMatchObject({ code: "NOT_ALLOWED" });
  expect(await by.signOutUrl()).toBeUndefined();
});

test("https anywhere but where it needs the configuration's word; http of this machine alone, with that word", () => {
  const may = (url: string, ...allow: string[]): boolean => mayAsk(new URL(url), allow);
  expect(may("https://login.example/x")).toBe(true);
  expect(may("https://10.0.0.5/x")).toBe(true);
  for (const url of ["https://127.0.0.1/", "https://localhost/", "https://[::1]/", "https://169.254.169.254/"]) {
    expect(may(url), url).toBe(false);
    expect(may(url, new URL(url).hostname.replaceAll(/[[\]]/g, "")), url).toBe(true);
  }
  expect(may("http://127.0.0.1/")).toBe(false);
  expect(may("http://127.0.0.1/", "127.0.0.1")).toBe(true);
  expect(may("http://login.example/", "login.example")).toBe(false);
  expect(may("https://ana:secret@login.example/")).toBe(false);
});

test("a provider that does not know this collector is a fault of the collector's, and nobody's guess", async () => {
  const { url, secrets } = await by.begin();
  const answer = issuer.signIn(url, "li");
  const stranger = await startServer((request, response) => {
    const isToken = request.url === "/token";
    const { host = "" } = request.headers;
    const own = JSON.stringify(issuer.metadata).replaceAll(issuer.settings.issuer.origin, `http://${host}`);
    response.writeHead(isToken ? 401 : 200, { "content-type": "application/json" });
    response.end(isToken ? '{"error":"invalid_client"}' : own);
  });
  await expect(stranger.vouch(answer, secrets)).rejects.toMatchObject({
    name: "ProviderAwayError",
    code: "invalid_client",
  });
  expect(stranger.fault()?.facts?.["cause"]).toBe("invalid_client");
});

test("four are redeemed at once and 32 wait; one more is told to come back", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let waiting = 0;
  const slow = await startServer((request, response) => {
    const { host = "" } = request.headers;
    const own = JSON.stringify(issuer.metadata).replaceAll(issuer.settings.issuer.origin, `http://${host}`);
    response.setHeader("content-type", "application/json");
    if (request.url !== "/token") return void response.end(own);
    waiting += 1;
    void held.then(() => response.writeHead(400).end('{"error":"invalid_grant"}'));
  });
  const { url, secrets } = await slow.begin();
  const answer = issuer.signIn(url, "li");
  const all = Array.from({ length: 36 }, () => slow.vouch(answer, secrets).catch((error: Error) => error.name));
  await expect.poll(() => waiting).toBe(4);
  await expect(slow.vouch(answer, secrets)).rejects.toBeInstanceOf(LineFullError);
  release();
  expect(new Set(await Promise.all(all))).toEqual(new Set(["ProviderRefusedError"]));
});
