import { EventEmitter } from "node:events";
import { connect, type AddressInfo, type Socket } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { afterEach, expect, test } from "vitest";
import { makeCertificates } from "../main/certificates.ts";
import { answerClientError } from "./client-error.ts";
import { limitEach, serverFactory, SERVER_LIMITS } from "./http-server.ts";

const QUICK = { ...SERVER_LIMITS, handshakeMs: 300, headersMs: 300, requestMs: 600, keepAliveMs: 300, checkMs: 50 };

let app: FastifyInstance;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

async function listen(limits = QUICK, tls?: { cert: Buffer; key: Buffer }): Promise<number> {
  app = Fastify({
    serverFactory: serverFactory(tls, limits),
    clientErrorHandler: answerClientError,
    forceCloseConnections: true,
  });
  app.get("/", () => "here");
  app.post("/", () => "here");
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

/** Connects, says something, and gives what came back when the other end closed. */
function say(port: number, words: string, then?: (socket: Socket) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      if (words !== "") socket.write(words);
      then?.(socket);
    });
    sockets.push(socket);
    let heard = "";
    socket.on("data", (octets) => (heard += octets.toString()));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(heard));
  });
}

test("a connection that says nothing, half a head, half a body, or nothing more is ended", async () => {
  const port = await listen();
  const drip = (socket: Socket): void => {
    const timer = setInterval(() => socket.write("x"), 40);
    socket.on("close", () => clearInterval(timer));
  };
  const heard = await Promise.all([
    say(port, ""),
    say(port, "GET / HTTP/1.1\r\nhost: localhost\r\nx-slow: ", drip),
    say(port, "POST / HTTP/1.1\r\nhost: localhost\r\ncontent-type: text/plain\r\ncontent-length: 9999\r\n\r\n", drip),
    say(port, "GET / HTTP/1.1\r\nhost: localhost\r\n\r\n"),
  ]);
  expect(heard[1]).toContain("408 Request Timeout");
  expect(heard[1]).toContain("application/problem+json");
  expect(heard[3]).toContain("200 OK");
});

test("what is no HTTP is answered as a problem", async () => {
  const port = await listen();
  const heard = await say(port, "\u0016\u0003\u0001 hello\r\n\r\n");
  expect(heard).toMatch(/^HTTP\/1.1 400 Bad Request/);
  expect(JSON.parse(heard.split("\r\n\r\n")[1] ?? "")).toMatchObject({ status: 400, code: "bad-request" });
});

test("whoever connects by TLS and does not shake hands is let go", async () => {
  const { cert, key } = await makeCertificates(["127.0.0.1"], Date.now());
  const port = await listen(QUICK, { cert: Buffer.from(cert), key: Buffer.from(key) });
  await Promise.all(Array.from({ length: 50 }, () => say(port, "")));
  await expect.poll(openConnections).toBe(0);
});

const openConnections = (): Promise<number> =>
  new Promise((resolve) => app.server.getConnections((_error, open) => resolve(open)));

test("there are so many connections at a time", async () => {
  const port = await listen({ ...SERVER_LIMITS, connections: 3, checkMs: 50 });
  const ends = Array.from({ length: 5 }, () => say(port, ""));
  await Promise.race(ends);
  await expect.poll(openConnections).toBe(3);
});

test("one address has so many connections, a /64 is one address, and what was closed counts no more", () => {
  const server = new EventEmitter();
  limitEach(server, 2);
  const come = (remoteAddress: string) => {
    const socket = Object.assign(new EventEmitter(), { remoteAddress, destroyed: false, destroy: () => {} });
    socket.destroy = () => void (socket.destroyed = true);
    server.emit("connection", socket);
    return socket;
  };
  const sockets = ["2001:db8::1", "2001:db8::2", "2001:db8::3", "2001:db8:0:1::1"].map(come);
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false, true, false]);
  sockets[0]?.emit("close");
  expect(come("2001:db8::4").destroyed).toBe(false);
  expect(Array.from({ length: 9 }, () => come("127.0.0.1")).some(({ destroyed }) => destroyed)).toBe(false);
});
