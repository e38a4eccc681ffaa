import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { post } from "./http-post.ts";

let receiver: Server;
let port: number;
let asked: number;
beforeEach(async () => {
  asked = 0;
  receiver = createServer((_request, response) => {
    asked += 1;
    response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
  });
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  ({ port } = receiver.address() as AddressInfo);
});
afterEach(() => void receiver.close());

const send = (url: string, allow: readonly string[] = []) => post({ url, body: {}, allow });

test("nothing goes to this machine by any spelling, and nobody is connected to", async () => {
  for (const host of [
    "127.0.0.1",
    "localhost",
    "2130706433",
    "0x7f.1",
    "0",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "localhost.",
  ])
    expect([host, await send(`http://${host}:${port}/`)]).toMatchObject([host, { ok: false, code: "not-allowed" }]);
  expect(asked).toBe(0);
});

test("a host that the configuration names is posted to, its redirect is not followed, and no other host is meant by it", async () => {
  expect(await send(`http://127.0.0.1:${port}/`, ["127.0.0.1"])).toMatchObject({ code: "redirects" });
  expect(await send(`http://localhost:${port}/`, ["localhost"])).toMatchObject({ code: "redirects" });
  expect(await send(`http://localhost:${port}/`, ["127.0.0.1"])).toMatchObject({ code: "not-allowed" });
  expect(asked).toBe(2);
});
