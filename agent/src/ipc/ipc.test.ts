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
/** Waits for what will be, as long as a slow machine needs. */
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000 });
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "pw-ipc-"));
  path = socketPath(folder);
});

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await rm(folder, { recursive: true, force: true });
});

async function serve(confirms = true): Promise<{ server: LineServer; log: unknown[][] }> {
  const log: unknown[][] = [];
  const server = new LineServer(path, ["radio", "cameras"], {
    onConnect: (part) => log.push(["connect", part]),
    onMessage: (part, message, origin) => {
      log.push(["message", part, message, ...(origin === undefined ? [] : [origin.line])]);
      if (origin !== undefined && confirms) server.confirm(origin);
    },
    onBeat: (part) => log.push(["beat", part]),
    onDisconnect: (part) => log.push(["disconnect", part]),
  });
  await server.start();
  stops.push(() => server.stop());
  return { server, log };
}

function client(onMessage: (message: unknown) => void = () => undefined, sendAgainMs?: number): LineClient {
  const made = new LineClient(path, { type: "hello", part: "radio", pid: 1, run: "run-1" }, { onMessage }, sendAgainMs);
  made.start();
  stops.push(() => made.stop());
  return made;
}

test("a part with nothing to say gives a sign of life every five seconds, which is no message", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    const { log } = await serve();
    const part = client();
    await eventually(() => expect(log).toEqual([["connect", "radio"]]));
    await vi.advanceTimersByTimeAsync(10_000);
    await eventually(() =>
      expect(log).toEqual([
        ["connect", "radio"],
        ["beat", "radio"],
        ["beat", "radio"],
      ]),
    );
    await part.stop();
  } finally {
    vi.useRealTimers();
  }
});

test("a part that is alone keeps no signs of life: they would prove nothing later", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  try {
    client();
    await vi.advanceTimersByTimeAsync(60_000);
    const { log } = await serve();
    await eventually(() => expect(log).toEqual([["connect", "radio"]]));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(log).toEqual([["connect", "radio"]]);
  } finally {
    vi.useRealTimers();
  }
});

test("a part says hello, then messages travel both ways", async () => {
  const { server, log } = await serve();
  const got: unknown[] = [];
  client((message) => got.push(message)).send({ type: "finding" });
  await eventually(() =>
    expect(log).toEqual([
      ["connect", "radio"],
      ["message", "radio", { type: "finding" }, 1],
    ]),
  );
  expect(server.send("radio", { type: "stop" })).toBe(true);
  await eventually(() => expect(got).toEqual([{ type: "stop" }]));
});

test("only its owner may use the socket", async () => {
  await serve();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("what is sent before the supervisor is there arrives when it comes", async () => {
  const early = client();
  expect(early.send({ type: "finding" })).toBe(false);
  const { log } = await serve();
  await eventually(() => expect(log).toContainEqual(["message", "radio", { type: "finding" }, 1]));
});

test("a part connects again after the supervisor was restarted", async () => {
  const { server } = await serve();
  client();
  await eventually(() => expect(server.isConnected("radio")).toBe(true));
  await server.stop();
  const again = await serve();
  await eventually(() => expect(again.server.isConnected("radio")).toBe(true));
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
  ["unknown-part", Buffer.from('{"type":"hello","part":"stranger","pid":1,"run":"r"}\n')],
  ["unknown-part", Buffer.from('{"type":"hello","part":"radio","pid":1}\n')],
  ["unknown-part", Buffer.from('{"type":"hello","part":"radio","pid":"3a:06:70:a7:97:b4","run":"r"}\n')],
  [
    "not-numbered",
    Buffer.from('{"type":"hello","part":"radio","pid":1,"run":"r"}\n{"type":"finding","line":1,"openFrom":2}\n'),
  ],
])("a peer is dropped and counted for %s", async (reason, bytes) => {
  const { server } = await serve();
  const socket = connect(path);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.on("error", () => undefined);
  socket.write(bytes);
  await closed;
  await eventually(() => expect(server.refused[reason]).toBe(1));
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

/** What is left in a queue, in its order: the number of a line, or its type where it has none. */
function rest(queue: SendQueue): (number | string)[] {
  const found: (number | string)[] = [];
  for (let text = queue.shift(); text !== undefined; text = queue.shift()) {
    const { type, line } = JSON.parse(text) as { type: string; line?: number };
    found.push(line ?? type);
  }
  return found;
}

test("a full queue gives up counts and levels first, then the oldest finding, and counts what it gave up", () => {
  const queue = new SendQueue(1000);
  for (let number = 0; number < 10; number++) {
    queue.push({ type: "finding" });
    queue.push({ type: "census" });
  }
  for (let number = 0; number < 100; number++) queue.push({ type: "finding" });
  expect(queue.dropped).toEqual({ census: 10, finding: queue.dropped["finding"] });
  const lines = rest(queue);
  expect(lines).toEqual(Array.from({ length: lines.length }, (_, index) => 111 - lines.length + index));
  expect(queue.dropped["finding"]).toBe(110 - lines.length);
  expect(queue.unconfirmed).toBe(lines.length);
});

test("a finding that was sent stays until it is confirmed, counts against the bound, and is sent again in its order", () => {
  const queue = new SendQueue(150);
  for (let number = 0; number < 3; number++) queue.push({ type: "finding" });
  expect(rest(queue)).toEqual([1, 2, 3]);
  queue.confirm([2, 2, 77]);
  queue.push({ type: "finding" });
  queue.sendAgain();
  queue.confirm([3]);
  expect(rest(queue)).toEqual([1, 4]);
  queue.push({ type: "finding" });
  queue.push({ type: "finding" });
  expect(queue.dropped).toEqual({ finding: 1 });
  queue.sendAgain();
  expect(rest(queue)).toEqual([4, 5, 6]);
});

test("what waits, and what was sent and may be sent again, says no more what it must not; what has nothing left to say goes unless it is numbered", () => {
  const queue = new SendQueue();
  const row = (transmitter: string): object => ({ transmitter });
  queue.push({ type: "finding", names: ["one", "two"] } as { type: string });
  queue.shift(1);
  queue.push({ type: "finding", names: ["one"] } as { type: string });
  for (const rows of [[row("one"), row("two")], [row("one")], [row("two")]])
    queue.push({ type: "signal", rows } as { type: string });
  queue.revise("one", (message) => {
    const { names, rows } = message as { names?: string[]; rows?: { transmitter: string }[] };
    if (names !== undefined) return { ...message, names: names.filter((it) => it !== "one") };
    const left = (rows ?? []).filter(({ transmitter }) => transmitter !== "one");
    return left.length === 0 ? undefined : { ...message, rows: left };
  });
  queue.sendAgain();
  const lines: unknown[] = [];
  for (let line = queue.shift(2); line !== undefined; line = queue.shift(2)) lines.push(JSON.parse(line));
  expect(lines).toEqual([
    { type: "finding", names: ["two"], line: 1, openFrom: 1 },
    { type: "finding", names: [], line: 2, openFrom: 1 },
    { type: "signal", rows: [row("two")] },
    { type: "signal", rows: [row("two")] },
  ]);
  expect(queue.unconfirmed).toBe(2);
});

test("a queue that was full for long is sent and sent again whole, in its order, and costs no more for each line than a short one", () => {
  const queue = new SendQueue();
  // As many lines as have room, twice over: the first half is given up, line by line.
  for (let number = 0; number < 500_000; number++) queue.push({ type: "finding" });
  const sent = rest(queue);
  expect(sent).toHaveLength(queue.unconfirmed);
  expect(sent.at(-1)).toBe(500_000);
  queue.sendAgain();
  queue.push({ type: "census" });
  queue.confirm(sent.filter((line): line is number => typeof line === "number" && line % 2 === 0));
  expect(rest(queue)).toEqual([...sent.filter((line) => typeof line === "number" && line % 2 === 1), "census"]);
  expect(rest(queue)).toEqual([]);
});

test("a line says which lines its part still has, so that nobody remembers the others", () => {
  const queue = new SendQueue();
  const next = () => (JSON.parse(queue.shift() ?? "") as { openFrom: number }).openFrom;
  queue.push({ type: "finding" });
  queue.push({ type: "finding" });
  expect([next(), next()]).toEqual([1, 1]);
  queue.confirm([1]);
  queue.push({ type: "finding" });
  queue.confirm([2, 3]);
  queue.push({ type: "finding" });
  expect(next()).toBe(4);
});

test("what a killed supervisor had taken and not confirmed is sent to the next one, what it confirmed is not", async () => {
  const { server, log } = await serve(false);
  const part = client();
  for (let number = 1; number <= 3; number++) part.send({ type: "finding", number } as { type: string });
  await eventually(() => expect(log).toHaveLength(4));
  server.confirm({ part: "radio", run: "run-1", line: 2, openFrom: 1 });
  // Another process of this part numbers other lines.
  server.confirm({ part: "radio", run: "run-0", line: 3, openFrom: 1 });
  await eventually(() => expect(part.unconfirmed).toBe(2));
  await server.stop();
  const again = await serve();
  await eventually(() => expect(part.unconfirmed).toBe(0));
  expect(again.log).toEqual([
    ["connect", "radio"],
    ["message", "radio", { type: "finding", number: 1 }, 1],
    ["message", "radio", { type: "finding", number: 3 }, 3],
  ]);
});

test("what a supervisor could not keep is sent again after a time", async () => {
  const { log } = await serve(false);
  client(undefined, 50).send({ type: "finding" });
  await eventually(() => expect(log.filter(([kind]) => kind === "message").length).toBeGreaterThan(2));
});

test("what finds no room while the supervisor is away is counted under the name that it has in health", () => {
  const away = client();
  const filler = "x".repeat(1_000_000);
  for (let number = 0; number < 40; number++) away.send({ type: "finding", filler } as { type: string });
  expect(away.dropped).toEqual({ "ipc-finding": 40 - away.unconfirmed });
  expect(away.unconfirmed).toBe(33);
});

test("a part that stops waits until its findings are confirmed, and no longer than its deadline", async () => {
  const { server, log } = await serve(false);
  const part = client();
  part.send({ type: "finding" });
  await eventually(() => expect(log).toHaveLength(2));
  const stopped = part.stop(20_000);
  server.confirm({ part: "radio", run: "run-1", line: 1, openFrom: 1 });
  await stopped;
  expect(part.unconfirmed).toBe(0);
  const hopeless = client();
  hopeless.send({ type: "finding" });
  await hopeless.stop(100);
  expect(hopeless.unconfirmed).toBe(1);
});

test("a slow supervisor makes send return false and loses no finding", async () => {
  const arrived: number[] = [];
  const server = new LineServer(path, ["radio"], {
    onConnect: () => undefined,
    onMessage: (_part, message, origin) => {
      arrived.push((message as { number: number }).number);
      if (origin !== undefined) server.confirm(origin);
    },
    onDisconnect: () => undefined,
  });
  await server.start();
  stops.push(() => server.stop());
  const sender = client();
  await eventually(() => expect(server.isConnected("radio")).toBe(true));
  const filler = "x".repeat(50_000);
  const answers = Array.from({ length: 300 }, (_, number) =>
    sender.send({ type: "finding", number, filler } as { type: string }),
  );
  expect(answers).toContain(false);
  await eventually(() => expect(arrived).toEqual(Array.from({ length: 300 }, (_, number) => number)));
});
