import { gzipSync } from "node:zlib";
import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { soapCall, type CallResult } from "../../agent/src/cameras/interrogate/soap-call.ts";
import { drip, flood, raw, reply, soap, startHostileServer, type HostileServer } from "./hostile-camera.ts";

const servers: HostileServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function call(play: (socket: Socket) => void, deadlineMilliseconds = 3_000): Promise<CallResult> {
  const server = await startHostileServer(play);
  servers.push(server);
  const result = await soapCall(
    { address: "127.0.0.1", port: server.port, secure: false, path: "/onvif/device_service" },
    "<x/>",
    { userAgent: "Probewarden/1", deadlineMilliseconds },
  );
  for (const request of server.requests) {
    expect(request).not.toMatch(/^authorization:/im);
    expect(request).not.toMatch(/^accept-encoding:/im);
  }
  return result;
}

const OK = "HTTP/1.1 200 OK\r\n";

test("a slow drip is cut at the absolute deadline, with the octets so far", async () => {
  const result = await call(drip, 1_000);
  expect(result.outcome).toBe("timed-out");
  expect(result.raw.length).toBeGreaterThan(3);
  expect(result.milliseconds).toBeLessThan(1_300);
});

test("silence after accepting is cut at the deadline", async () => {
  expect((await call(() => undefined, 300)).outcome).toBe("timed-out");
});

test.each([
  ["300 MB with a length", flood(300_000_000, false)],
  ["endless chunks", flood(300_000_000, true)],
])("%s is cut at 512 kB and memory stays flat", async (_name, play) => {
  const before = process.memoryUsage().rss;
  const result = await call(play);
  expect(result.outcome).toBe("too-long");
  expect(result.raw.length).toBeLessThanOrEqual(512 * 1024);
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
});

test("a length beyond the body is told as truncated at once", async () => {
  const result = await call(raw(`${OK}content-length: 5000\r\n\r\n${soap("<a/>")}`));
  expect(result.outcome).toBe("truncated");
  expect(result.milliseconds).toBeLessThan(200);
});

test("a length below the body: what is framed is read, and it is not a whole document", async () => {
  expect((await call(raw(`${OK}content-length: 40\r\n\r\n${soap("<a/>")}`))).outcome).toMatch(
    /^(malformed|not-soap|bad-framing)$/,
  );
});

test("two lengths that contradict are bad framing", async () => {
  const body = soap("<a/>");
  const result = await call(raw(`${OK}content-length: ${body.length}\r\ncontent-length: 3\r\n\r\n${body}`));
  expect(result.outcome).toBe("bad-framing");
});

test("no length, then close, is read to its end", async () => {
  expect((await call(raw(`${OK}\r\n${soap("<a/>")}`))).outcome).toBe("answered");
});

test("an answer that is no HTTP is bad framing", async () => {
  expect((await call(raw("SSH-2.0-OpenSSH_9.2\r\n"))).outcome).toBe("bad-framing");
});

test("an encoded body is refused unread", async () => {
  const bomb = gzipSync(Buffer.alloc(1_000_000));
  expect((await call(reply(bomb, `${OK}content-encoding: gzip\r\n`))).outcome).toBe("encoded");
});

test.each(["http://192.0.2.1/", "file:///etc/passwd", "/again"])("a redirect to %s is not followed", async (to) => {
  const result = await call(reply("", `HTTP/1.1 307 Temporary Redirect\r\nlocation: ${to}\r\n`));
  expect(result.outcome).toBe("redirected");
  expect(servers[0]?.requests).toHaveLength(1);
});

test.each([
  ["401", 'HTTP/1.1 401 Unauthorized\r\nwww-authenticate: Digest realm="x", nonce="1"\r\n', "", "refused"],
  [
    "a refusal by HTTP 400",
    "HTTP/1.1 400 Bad Request\r\n",
    soap("<s:Fault><s:Code><s:Value>ter:NotAuthorized</s:Value></s:Code></s:Fault>"),
    "refused",
  ],
  ["423", "HTTP/1.1 423 Locked\r\n", "", "locked"],
  [
    "a locked account",
    "HTTP/1.1 400 Bad Request\r\n",
    soap("<s:Fault><s:Reason>account locked</s:Reason></s:Fault>"),
    "locked",
  ],
  ["another fault", "HTTP/1.1 500 Oops\r\n", soap("<s:Fault><s:Reason>no</s:Reason></s:Fault>"), "fault"],
  ["a page", OK, "<html><br><p>hello</html>", "not-soap"],
  ["JSON", OK, '{"a":1}', "not-soap"],
  ["nothing", OK, "", "not-soap"],
  ["an unfinished envelope", OK, soap("<a/>").slice(0, -8), "malformed"],
])("%s is told as what it is", async (_name, head, body, outcome) => {
  expect((await call(reply(body, head))).outcome).toBe(outcome);
  expect(servers[0]?.requests).toHaveLength(1);
});

test("a body in another charset is read with replacement characters and kept as it came", async () => {
  const body = Buffer.concat([Buffer.from(soap("<a>#</a>"))]);
  body[body.indexOf("#")] = 0xc9;
  const result = await call(reply(body));
  expect(result.body?.text).toBe("�");
  expect(result.raw.equals(body)).toBe(true);
});

test.each([
  ["UTF-16", Buffer.from(soap("<a/>"), "utf16le")],
  ["NUL octets", Buffer.alloc(1000)],
])("%s does not crash", async (_name, body) => {
  expect((await call(reply(body))).outcome).toMatch(/^(malformed|not-soap)$/);
});

test("a closed port is unreachable", async () => {
  const server = await startHostileServer(() => undefined);
  await server.stop();
  const result = await soapCall({ address: "127.0.0.1", port: server.port, secure: false, path: "/" }, "", {
    userAgent: "x",
    deadlineMilliseconds: 500,
  });
  expect(result.outcome).toBe("unreachable");
});

test("a TLS handshake that drips ends at the deadline", async () => {
  const server = await startHostileServer((socket) => {
    const timer = setInterval(() => socket.write(Buffer.from([0x16])), 50);
    socket.on("close", () => clearInterval(timer));
  });
  servers.push(server);
  const result = await soapCall({ address: "127.0.0.1", port: server.port, secure: true, path: "/" }, "", {
    userAgent: "x",
    deadlineMilliseconds: 500,
  });
  expect(result.milliseconds).toBeLessThan(800);
  expect(["timed-out", "unreachable"]).toContain(result.outcome);
});
