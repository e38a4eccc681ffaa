import { createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { createServer as createTlsServer, type TLSSocket } from "node:tls";
import { afterEach, beforeAll, expect, test } from "vitest";
import { soapCall } from "../../agent/src/cameras/interrogate/soap-call.ts";
import type { HeardCall } from "../../agent/src/cameras/interrogate/web-call.ts";
import { makeCertificate } from "./certificate.ts";
import { reply, soap } from "../../demo/src/fake-camera/hostile-camera.ts";

const DEADLINE = 1_000;
const DAY = 24 * 3_600_000;
const answer = reply(soap("<a/>"));
let mine: Awaited<ReturnType<typeof makeCertificate>>;
let old: typeof mine;
beforeAll(async () => {
  mine = await makeCertificate();
  old = await makeCertificate(Date.now() - 4_000 * DAY);
});

const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  for (const server of servers.splice(0)) await new Promise((done) => server.close(done));
});

async function ask(server: Server, secure = true): Promise<HeardCall> {
  servers.push(server);
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  server.on("tlsClientError", () => undefined);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const question = { envelope: "<x/>", action: "urn:x" };
  const settings = { userAgent: "Probewarden/1", deadlineMilliseconds: DEADLINE };
  return soapCall({ address: "127.0.0.1", port, secure, path: "/" }, question, settings);
}
const answering = (socket: TLSSocket): void => {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => answer(socket));
};

test.each([
  ["that nobody vouches for", () => createTlsServer(mine, answering)],
  ["that is its own authority's and expired years ago", () => createTlsServer(old, answering)],
  [
    "of TLS 1.0",
    () =>
      createTlsServer({ ...mine, minVersion: "TLSv1", maxVersion: "TLSv1", ciphers: "DEFAULT@SECLEVEL=0" }, answering),
  ],
  [
    "with 80 others behind it",
    () => createTlsServer({ ...mine, cert: mine.cert + mine.authority.repeat(80) }, answering),
  ],
])("a server with a certificate %s is read, and its certificate is a fact and no proof", async (_, server) => {
  const { failure, raw, certificateUnproven } = await ask(server());
  expect([failure, raw.toString(), certificateUnproven]).toEqual([undefined, soap("<a/>"), true]);
});

const renegotiating = (socket: TLSSocket): void => {
  socket.on("error", () => socket.destroy());
  socket.once("data", () => {
    const again = (): void => {
      if (socket.destroyed) return;
      socket.renegotiate({}, () => undefined);
      setTimeout(again, 5);
    };
    again();
  });
};
const RECORD = Buffer.from([0x16, 3, 3, 0x40, 0]);
test.each([
  [
    "sends 4 MB of certificates",
    () => createTlsServer({ ...mine, cert: mine.cert + mine.authority.repeat(8_000) }),
    "tls-failed",
  ],
  [
    "wants the handshake anew, for ever",
    () => createTlsServer({ ...mine, maxVersion: "TLSv1.2" }, renegotiating),
    "tls-failed",
  ],
  ["speaks plain HTTP", () => createServer((socket) => void socket.once("data", () => answer(socket))), "tls-failed"],
  ["says nothing", () => createServer(() => undefined), "timed-out"],
  [
    "drips its handshake",
    () =>
      createServer((socket) => {
        socket.write(RECORD);
        const timer = setInterval(() => socket.write(Buffer.alloc(1)), 50);
        socket.on("close", () => clearInterval(timer));
      }),
    "timed-out",
  ],
  [
    "ends the connection in the handshake",
    () => createServer((socket) => void socket.once("data", () => socket.destroy())),
    "closed",
  ],
] as [string, () => Server, string][])(
  "a server that %s ends within the deadline and is told",
  async (_, server, expected) => {
    const { failure, milliseconds, octets } = await ask(server());
    expect(failure).toBe(expected);
    expect(milliseconds).toBeLessThan(DEADLINE + 500);
    // OpenSSL's own limit of a chain is 100 kB.
    expect(octets).toBeLessThan(200_000);
  },
);

test("a TLS server that is asked in clear gives no answer that is read, and what it cost is counted", async () => {
  const { failure, raw, octets } = await ask(createTlsServer(mine, answering), false);
  expect([failure === undefined, raw.toString()]).not.toEqual([true, soap("<a/>")]);
  expect(octets).toBeGreaterThan(100);
});

test("what a handshake costs the device is counted", async () => {
  const { octets } = await ask(createTlsServer({ ...mine, cert: mine.cert + mine.authority.repeat(80) }, answering));
  expect(octets).toBeGreaterThan(30_000);
});
