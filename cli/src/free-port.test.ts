import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { freePort, isTaken } from "./free-port.ts";

test("a free port can be bound, and is none of those that a system gives away by itself", async () => {
  const server = createServer().listen(await freePort(), "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  expect(port).toBeGreaterThanOrEqual(10_000);
  expect(port).toBeLessThan(32_768);
  expect(await isTaken(port)).toBe(true);
  server.close();
  await once(server, "close");
  expect(await isTaken(port)).toBe(false);
});
