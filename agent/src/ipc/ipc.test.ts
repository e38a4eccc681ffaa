import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LineClient } from "./line-client.ts";
import { LineReader, LineError, MAX_LINE_BYTES } from "./line-reader.ts";
import { LineServer } from "./line-server.ts";
import { SendQueue } from "./send-queue.ts";
import { IpcError, socketPath } from "./socket-path.ts";

let folder: string;
let path: string;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-ipc-"));
  path = socketPath(folder);
});

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await rm(folder, { recursive: true, force: true });
});

async function serve(): Promise<{ server: LineServer; log: unknown[][] }> {
  const log: unknown[][] = [];
  const server = new LineServer(path, ["radio", "cameras"], {
    onConnect: (part) => log.push(["connect", part]),
    onMessage: (part, message) => log.push(["message", part, message]),
    onDisconnect: (part) => log.push(["disconnect", part]),
  });
  await server.start();
  stops.push(() => server.stop());
  return { server, log };
}

function client(onMessage: (message: unknown) => void = () => undefined): LineClient {
  const made = new LineClient(path, { type: "hello", part: "radio", pid: 1 }, { onMessage });
  made.start();
  stops.push(() => made.stop());
  return made;
}

test("a part says hello, then messages travel both ways", async () => {
  const { server, log } = await serve();
  const got: unknown[] = [];
  client((message) => got.push(message)).send({ type: "finding" });
  await vi.waitFor(() =>
    expect(log).toEqual([
      ["connect", "radio"],
      ["message", "radio", { type: "finding" }],
    ]),
  );
  expect(server.send("radio", { type: "stop" })).toBe(true);
  await vi.waitFor(() => expect(got).toEqual([{ type: "stop" }]));
});

test("only its owner may use the socket", async () => {
  await serve();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("what is sent before the supervisor is there arrives when it comes", async () => {
  const early = client();
  expect(early.send({ type: "finding" })).toBe(false);
  const { log } = await serve();
  await vi.waitFor(() => expect(log).toContainEqual(["message", "radio", { type: "finding" }]), { timeout: 3_000 });
});

test("a part connects again after the supervisor was restarted", async () => {
  const { server } = await serve();
  client();
  await vi.waitFor(() => expect(server.isConnected("radio")).toBe(true));
  await server.stop();
  const again = await serve();
  await vi.waitFor(() => expect(again.server.isConnected("radio")).toBe(true), { timeout: 3_000 });
});

test("a socket file left over from a killed supervisor is replaced", async () => {
  const killed = createServer();
  await new Promise<void>((resolve) => killed.listen(path, resolve));
  await rename(path, `${path}.kept`);
  await new Promise((resolve) => killed.close(resolve));
  await rename(`${path}.kept`, path);
  await expect(serve()).resolves.toBeDefined();
});

test("a second supervisor is refused with the reason", async () => {
  await serve();
  await expect(serve()).rejects.toThrow(IpcError);
});

test.each([
  ["line-too-long", Buffer.alloc(MAX_LINE_BYTES + 2, 0x20)],
  ["not-json", Buffer.from("hello\n")],
  ["unknown-part", Buffer.from('{"type":"hello","part":"stranger"}\n')],
])("a peer is dropped and counted for %s", async (reason, bytes) => {
  const { server } = await serve();
  const socket = connect(path);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined);
  socket.write(bytes);
  await closed;
  await vi.waitFor(() => expect(server.refused[reason]).toBe(1));
});

test("a runtime folder that is too long for a socket is refused", () => {
  expect(() => socketPath(`/${"long".repeat(30)}`)).toThrow(/too long/);
});

test("lines are found whatever the chunks", () => {
  const values: unknown[] = [];
  const reader = new LineReader((value) => values.push(value));
  for (const octet of Buffer.from('{"a":"明"}\n\n[1]\n')) reader.push(Buffer.from([octet]));
  expect(values).toEqual([{ a: "明" }, [1]]);
});

test("an unfinished line beyond the limit is an error", () => {
  const reader = new LineReader(() => undefined, 8);
  reader.push(Buffer.alloc(8, 0x31));
  expect(() => reader.push(Buffer.from("1"))).toThrow(LineError);
});

test("a full queue gives up counts and levels, never a finding, and counts what it gave up", () => {
  const queue = new SendQueue(120);
  for (let number = 0; number < 10; number++) {
    queue.push({ type: "finding" });
    queue.push({ type: "census" });
  }
  const kept: unknown[] = [];
  for (let line = queue.shift(); line !== undefined; line = queue.shift()) kept.push(JSON.parse(line));
  expect(kept.filter((line) => JSON.stringify(line).includes("finding"))).toHaveLength(10);
  expect(queue.dropped["census"]).toBeGreaterThan(5);
});

test("a slow supervisor makes send return false and loses no finding", async () => {
  const arrived: number[] = [];
  const server = new LineServer(path, ["radio"], {
    onConnect: () => undefined,
    onMessage: (_part, message) => arrived.push((message as { number: number }).number),
    onDisconnect: () => undefined,
  });
  await server.start();
  stops.push(() => server.stop());
  const sender = client();
  await vi.waitFor(() => expect(server.isConnected("radio")).toBe(true));
  const filler = "x".repeat(50_000);
  const answers = Array.from({ length: 300 }, (_, number) =>
    sender.send({ type: "finding", number, filler } as { type: string }),
  );
  expect(answers).toContain(false);
  await vi.waitFor(() => expect(arrived).toEqual(Array.from({ length: 300 }, (_, number) => number)), {
    timeout: 5_000,
  });
});
