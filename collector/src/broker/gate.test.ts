import { createConnection, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { once } from "node:events";
import { afterEach, beforeAll, expect, test } from "vitest";
import { makeCertificates } from "../main/certificates.ts";
import { Gate, type GateOptions, type Pass } from "./gate.ts";
import { WaitingRoom } from "./waiting-room.ts";

let tls: { cert: string; key: string };
let gate: Gate | undefined;
const sockets: Socket[] = [];
let admitted: { stream: Socket; pass: Pass }[] = [];

const SHORT = { silentMs: 150, handshakeMs: 150, connectMs: 150, signInMs: 150 };
const LONG = { silentMs: 60_000, handshakeMs: 60_000, connectMs: 60_000, signInMs: 60_000 };

beforeAll(async () => {
  tls = await makeCertificates(["127.0.0.1"], Date.now());
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await gate?.close();
  gate = undefined;
  admitted = [];
});

async function open(options: Partial<GateOptions>, withTls = true): Promise<number> {
  const admit = (stream: Socket, pass: Pass): void => void admitted.push({ stream, pass });
  gate = new Gate({ ...(withTls ? { tls } : {}), admit, ...options });
  await gate.listen(0, "127.0.0.1");
  return gate.address?.port ?? 0;
}
async function reach(port: number): Promise<Socket> {
  const socket = createConnection({ port, host: "127.0.0.1" });
  sockets.push(socket);
  socket.on("error", () => undefined);
  await once(socket, "connect");
  return socket;
}
async function secure(port: number): Promise<Socket> {
  const socket = connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false });
  sockets.push(socket);
  socket.on("error", () => undefined);
  await once(socket, "secureConnect");
  return socket;
}
const gone = (socket: Socket): Promise<unknown> => (socket.closed ? Promise.resolve() : once(socket, "close"));
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test("a connection that says nothing is closed", async () => {
  await gone(await reach(await open({ times: { ...LONG, silentMs: 100 } })));
});

test("a TLS handshake that stops in the middle is closed", async () => {
  const socket = await reach(await open({ times: { ...LONG, handshakeMs: 100 } }));
  // Record header of a handshake of 512 octets, of which the rest never comes.
  socket.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  await gone(socket);
  expect(admitted).toEqual([]);
});

test("what is no TLS is closed at once", async () => {
  const socket = await reach(await open({ times: LONG }));
  socket.write("GET / HTTP/1.1\r\n\r\n");
  await gone(socket);
});

test("a secured connection that never signs in is closed, before and after its greeting", async () => {
  const port = await open({ times: { ...LONG, connectMs: 100, signInMs: 100 } });
  const silent = await secure(port);
  const greeting = await secure(port);
  await until(() => admitted.length === 2);
  admitted[1]?.pass.greeted();
  await Promise.all([gone(silent), gone(greeting)]);
});

test("who has signed in has no deadline here, and waits no more", async () => {
  const port = await open({ times: SHORT });
  const sensor = await secure(port);
  await until(() => admitted.length === 1);
  admitted[0]?.pass.signedIn();
  await gone(await reach(port));
  expect(sensor.closed).toBe(false);
  await until(() => gate?.connections.all === 1);
  expect(gate?.connections.waiting).toBe(0);
});

test("what a client sends with its first octets is not lost on the way through TLS, nor without it", async () => {
  for (const withTls of [true, false]) {
    admitted = [];
    const port = await open({ times: LONG }, withTls);
    const socket = await (withTls ? secure(port) : reach(port));
    socket.write("hello");
    await until(() => admitted.length === 1);
    let heard = "";
    admitted[0]?.stream.on("data", (chunk: Buffer) => (heard += chunk.toString()));
    await until(() => heard === "hello");
    await gate?.close();
  }
});

test(
  "two thousand silent connections hold few places, and a sensor gets in meanwhile",
  { timeout: 60_000 },
  async () => {
    const port = await open({ times: LONG, room: new WaitingRoom(64, 32) });
    for (let i = 0; i < 2000; i += 1) await reach(port);
    await until(() => (gate?.connections.waiting ?? 0) === 32);
    await secure(port);
    await until(() => admitted.length === 1);
    await until(() => gate?.connections.all === 32);
  },
);

test("a network that fails again and again is served slowly, and still served", { timeout: 60_000 }, async () => {
  const port = await open({ times: LONG });
  const fail = async (): Promise<void> => {
    const socket = await reach(port);
    socket.write("no TLS at all\r\n");
    await gone(socket);
  };
  for (let i = 0; i < 8; i++) await Promise.all(Array.from({ length: 10 }, fail));
  // Sixty were free; from then on each waits for its turn. The sensor comes last, and is served in order.
  const from = performance.now();
  const crowd = Array.from({ length: 75 }, fail);
  const sensor = secure(port);
  await Promise.all([...crowd, sensor]);
  await until(() => admitted.length === 1);
  expect(performance.now() - from).toBeGreaterThan(1_500);
});

test("closing ends every connection, in whatever step it is", async () => {
  const port = await open({ times: LONG });
  const all = [await reach(port), await reach(port), await secure(port), await secure(port)];
  all[1]?.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]));
  await until(() => admitted.length === 2);
  admitted[0]?.pass.signedIn();
  await gate?.close();
  await Promise.all(all.map(gone));
});
