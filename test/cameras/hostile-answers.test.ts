import { gzipSync } from "node:zlib";
import type { Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { soapCall } from "../../agent/src/cameras/interrogate/soap-call.ts";
import type { HeardCall } from "../../agent/src/cameras/interrogate/web-call.ts";
import { readAnswer, type AnswerReading } from "../../agent/src/cameras/read-answer.ts";
import {
  drip,
  flood,
  raw,
  reply,
  soap,
  startHostileServer,
  type HostileServer,
} from "../../demo/src/fake-camera/hostile-camera.ts";

const servers: HostileServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const QUESTION = { envelope: "<x/>", action: "urn:x" };

/** One call, and what is read of it where an answer came. */
type Called = HeardCall & { outcome: string; reading: AnswerReading | undefined };

async function call(play: (socket: Socket) => void, deadlineMilliseconds = 3_000): Promise<Called> {
  const server = await startHostileServer(play);
  servers.push(server);
  const heard = await soapCall(
    { address: "127.0.0.1", port: server.port, secure: false, path: "/onvif/device_service" },
    QUESTION,
    { userAgent: "Probewarden/1", deadlineMilliseconds },
  );
  for (const request of server.requests) {
    expect(request).not.toMatch(/^authorization:/im);
    expect(request).not.toMatch(/^accept-encoding:/im);
    expect(request).toMatch(/^content-type: application\/soap\+xml; charset=utf-8; action="urn:x"\r$/im);
  }
  const reading = heard.failure === undefined ? readAnswer(heard) : undefined;
  return { ...heard, outcome: reading?.outcome ?? heard.failure ?? "", reading };
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
  // Long before the deadline, which it would otherwise wait for.
  expect(result.milliseconds).toBeLessThan(2_000);
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
    "401 that says an account is locked",
    "HTTP/1.1 401 Unauthorized\r\n",
    soap("<s:Fault><s:Reason>The account is locked, try again later</s:Reason></s:Fault>"),
    "locked",
  ],
  ["the same on a page", "HTTP/1.1 401 Unauthorized\r\n", "<title>用户已锁定</title>", "locked"],
  ["the same in ISAPI's words", "HTTP/1.1 401 Unauthorized\r\n", "<r><lockStatus>lock</lockStatus></r>", "locked"],
  [
    "the same as a fault",
    "HTTP/1.1 400 Bad Request\r\n",
    soap("<s:Fault><s:Value>ter:NotAuthorized</s:Value><s:Text>User locked out</s:Text></s:Fault>"),
    "locked",
  ],
  ["401 beside an open lock", "HTTP/1.1 401 Unauthorized\r\n", "<r><lockStatus>unlock</lockStatus></r>", "refused"],
  ["401 beside another lock", "HTTP/1.1 401 Unauthorized\r\n", "<p>Door lock. Log in first</p>", "refused"],
  [
    "a fault about a lock",
    "HTTP/1.1 500 Oops\r\n",
    soap("<s:Fault><s:Reason>account is locked: lock service not supported</s:Reason></s:Fault>"),
    "fault",
  ],
  ["an answer with a lock in it", OK, soap("<a>the account is locked</a>"), "answered"],
  ["another fault", "HTTP/1.1 500 Oops\r\n", soap("<s:Fault><s:Reason>no</s:Reason></s:Fault>"), "fault"],
  ["a page", OK, "<html><br><p>hello</html>", "not-soap"],
  ["JSON", OK, '{"a":1}', "not-soap"],
  ["nothing", OK, "", "not-soap"],
  ["an unfinished envelope", OK, soap("<a/>").slice(0, -8), "malformed"],
])("%s is told as what it is", async (_name, head, body, outcome) => {
  expect((await call(reply(body, head))).outcome).toBe(outcome);
  expect(servers[0]?.requests).toHaveLength(1);
});

test("an octet that is no text is replaced, and the answer kept as it came", async () => {
  const body = Buffer.from(soap("<Service><Namespace>#</Namespace></Service>".replace(/^/, "<r>") + "</r>"));
  body[body.indexOf("#")] = 0xc9;
  const { reading } = await call(reply(body));
  expect(reading?.facts?.services[0]?.namespace).toBe("\uFFFD");
  expect(Buffer.from(reading?.kept.kept ?? []).equals(body)).toBe(true);
});

test("an answer in UTF-16 is read", async () => {
  expect((await call(reply(Buffer.from(soap("<a/>"), "utf16le")))).outcome).toBe("answered");
});

test("NUL octets do not crash", async () => {
  expect((await call(reply(Buffer.alloc(1000)))).outcome).toBe("not-soap");
});

test.each([
  ["a blank line first", "\r\n\r\n" + soap("<a/>")],
  ["a NUL behind", `${soap("<a/>")}\0`],
  ["a bare ampersand", soap("<a>R&D</a>")],
  ["no blank between attributes", soap('<a b="1"c="2"/>')],
  ["a control octet", soap("<a>\x0b\x1b[2J</a>")],
  ["a reference that nobody defined", soap("<a>&nbsp;</a>")],
])("%s spoils no answer", async (_name, body) => {
  expect((await call(reply(body))).outcome).toBe("answered");
});

test("an answer that ends with a reset instead of a length is read", async () => {
  const result = await call((socket) => {
    socket.write(`${OK}\r\n${soap("<a/>")}`, () => setTimeout(() => socket.resetAndDestroy(), 20));
  });
  expect(result.outcome).toBe("answered");
});

test("a connection that is closed unanswered is told apart from a closed port", async () => {
  expect((await call((socket) => socket.destroy())).failure).toBe("closed");
});

test.each([
  ["endless 100 Continue", `HTTP/1.1 100 Continue\r\nx: ${"a".repeat(8_000)}\r\n\r\n`, "too-long"],
  ["endless 102 Processing", "HTTP/1.1 102 Processing\r\n\r\n".repeat(100), "too-long"],
  ["endless headers", `x: ${"a".repeat(1_000)}\r\n`, "bad-framing"],
  ["endless blank lines", "\r\n".repeat(1_000), "too-long"],
])("%s is cut by number of octets", async (_name, piece, outcome) => {
  let sent = 0;
  const result = await call((socket) => {
    if (outcome === "bad-framing") socket.write(OK);
    const more = (): void => {
      while (!socket.destroyed && sent < 50_000_000) {
        sent += piece.length;
        if (!socket.write(piece)) return;
      }
    };
    socket.on("drain", more);
    more();
  }, 20_000);
  expect(result.outcome).toBe(outcome);
  expect(sent).toBeLessThan(20_000_000);
});

test("chunks of one octet each count with what they cost", async () => {
  const result = await call((socket) => {
    socket.write(`${OK}transfer-encoding: chunked\r\n\r\n`);
    socket.write("1\r\na\r\n".repeat(200_000));
  });
  expect(result.outcome).toBe("too-long");
});

test("a peer that changes the protocol is bad framing at once", async () => {
  const result = await call(
    raw("HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n", false),
  );
  expect(result.outcome).toBe("bad-framing");
  expect(result.milliseconds).toBeLessThan(1_000);
});

test("a closed port is unreachable", async () => {
  const server = await startHostileServer(() => undefined);
  await server.stop();
  const result = await soapCall({ address: "127.0.0.1", port: server.port, secure: false, path: "/" }, QUESTION, {
    userAgent: "x",
    deadlineMilliseconds: 500,
  });
  expect(result.failure).toBe("unreachable");
});

test("a TLS handshake that drips ends at the deadline", async () => {
  const server = await startHostileServer((socket) => {
    const timer = setInterval(() => socket.write(Buffer.from([0x16])), 50);
    socket.on("close", () => clearInterval(timer));
  });
  servers.push(server);
  const result = await soapCall({ address: "127.0.0.1", port: server.port, secure: true, path: "/" }, QUESTION, {
    userAgent: "x",
    deadlineMilliseconds: 500,
  });
  expect(result.milliseconds).toBeLessThan(800);
  expect(["timed-out", "unreachable", "closed", "tls-failed"]).toContain(result.failure);
});
