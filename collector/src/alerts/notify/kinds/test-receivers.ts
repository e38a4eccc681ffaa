import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/** What a receiver of a test answers to a request. */
export interface Answer {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
}

/** For tests: a receiver on this machine. */
export interface HttpReceiver {
  url: string;
  /** Bodies that came, in order, with the path and headers that they came with. */
  taken: { path: string; headers: IncomingMessage["headers"]; body: string }[];
  close: () => void;
}

/** For tests: a receiver that answers what it is told to. */
export async function startReceiver(answer: (request: HttpReceiver["taken"][number]) => Answer): Promise<HttpReceiver> {
  const taken: HttpReceiver["taken"] = [];
  const server: Server = createServer((request, response) => {
    void text(request).then((body) => {
      const one = { path: request.url ?? "", headers: request.headers, body };
      taken.push(one);
      const { status = 200, body: words = "", headers = {} } = answer(one);
      response.writeHead(status, headers).end(words);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, taken, close: () => void server.close() };
}

const hmac = (key: string, data: string): string => createHmac("sha256", key).update(data).digest("base64");

/** DingTalk: the signature stands in the address, and must be of this hour; whatever it thinks of it, the status is 200. */
export function dingtalk(secret: string, now: () => number, { path, body }: HttpReceiver["taken"][number]): Answer {
  const { pathname, searchParams } = new URL(path, "http://receiver");
  const say = (errcode: number, errmsg: string): Answer => ({ body: JSON.stringify({ errcode, errmsg }) });
  if (pathname !== "/robot/send" || searchParams.get("access_token") !== "token")
    return say(300005, "token is not exist");
  const timestamp = searchParams.get("timestamp") ?? "";
  if (Math.abs(Number(timestamp) - now()) > 3_600_000) return say(310000, "invalid timestamp");
  if (searchParams.get("sign") !== hmac(secret, `${timestamp}\n${secret}`)) return say(310000, "sign not match");
  const {
    msgtype,
    text: content,
    at,
  } = JSON.parse(body) as {
    msgtype: string;
    text: { content: string };
    at: { atMobiles: string[] };
  };
  if (msgtype !== "text" || content.content === "" || !Array.isArray(at.atMobiles)) return say(40035, "bad message");
  if (Buffer.byteLength(body) > 20_000) return say(460101, "message too long");
  return say(0, "ok");
}

/** WeCom: a key in the address, no signature, and 2,048 octets. */
export function wecom({ path, body }: HttpReceiver["taken"][number]): Answer {
  const say = (errcode: number, errmsg: string): Answer => ({ body: JSON.stringify({ errcode, errmsg }) });
  const { pathname, searchParams } = new URL(path, "http://receiver");
  if (pathname !== "/cgi-bin/webhook/send" || searchParams.get("key") !== "key")
    return say(93000, "invalid webhook url");
  const { msgtype, text: content } = JSON.parse(body) as { msgtype: string; text: { content: string } };
  if (msgtype !== "text") return say(40008, "invalid message type");
  if (Buffer.byteLength(content.content) > 2_048) return say(40058, "text.content exceed max length 2048");
  return say(0, "ok");
}

/** Feishu: the signature stands in the body; it is keyed with time and secret, and of nothing. */
export function feishu(secret: string, now: () => number, { path, body }: HttpReceiver["taken"][number]): Answer {
  const say = (code: number, msg: string): Answer => ({ body: JSON.stringify({ code, msg, data: {} }) });
  if (path !== "/open-apis/bot/v2/hook/token")
    return say(19001, "param invalid: incoming webhook access token invalid");
  const { timestamp, sign, msg_type, content } = JSON.parse(body) as {
    timestamp: string;
    sign: string;
    msg_type: string;
    content: { text: string };
  };
  const isFresh = Math.abs(Number(timestamp) - now() / 1000) < 3_600;
  if (!isFresh || sign !== hmac(`${timestamp}\n${secret}`, ""))
    return say(19021, "sign match fail or timestamp is not within one hour");
  if (msg_type !== "text" || typeof content.text !== "string") return say(9499, "Bad Request");
  if (Buffer.byteLength(body) > 20_480) return say(9499, "too large");
  return say(0, "success");
}

/** ntfy: JSON at the root, a bearer token, and 4,096 octets. */
export function ntfy({ path, headers, body }: HttpReceiver["taken"][number]): Answer {
  const fail = (status: number, code: number, error: string): Answer => ({
    status,
    body: JSON.stringify({ code, http: status, error }),
  });
  if (headers.authorization !== "Bearer tk_token") return fail(401, 40101, "unauthorized");
  const { topic, message, priority } = JSON.parse(body) as { topic: string; message: string; priority: number };
  if (path !== "/" || topic !== "duty") return fail(400, 40009, "invalid request: topic invalid");
  if (priority < 1 || priority > 5) return fail(400, 40007, "invalid priority parameter");
  if (Buffer.byteLength(message) > 4_096) return fail(400, 40014, "attachments disallowed");
  return { body: JSON.stringify({ id: "x", event: "message", topic }) };
}

/** Telegram's Bot API: the token in the path, 4,096 characters, and its own description of what is wrong. */
export function telegram({ path, body }: HttpReceiver["taken"][number]): Answer {
  const fail = (error_code: number, description: string): Answer => ({
    status: error_code,
    body: JSON.stringify({ ok: false, error_code, description }),
  });
  if (path !== "/bot123:token/sendMessage") return fail(401, "Unauthorized");
  const message = JSON.parse(body) as { chat_id: string; text: string; parse_mode?: string };
  if (message.chat_id !== "-1001") return fail(400, "Bad Request: chat not found");
  if (message.text.length > 4_096) return fail(400, "Bad Request: message is too long");
  if (message.parse_mode !== undefined) return fail(400, "Bad Request: can't parse entities");
  return { body: JSON.stringify({ ok: true, result: { message_id: 1 } }) };
}

/** For tests: a mail server on this machine, and what it took. */
export interface MailReceiver {
  port: number;
  taken: { from: string; to: string[]; mail: string; isSecure: boolean; user: string | undefined }[];
  close: () => Promise<void>;
}

/** For tests: a real SMTP server. One address, `nobody@venue.example`, it does not know. */
export async function startMail(options: SMTPServerOptions = {}): Promise<MailReceiver> {
  const taken: MailReceiver["taken"] = [];
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    onAuth: ({ username = "", password }, _session, done) =>
      password === "right" ? done(null, { user: username }) : done(new Error("Invalid username or password")),
    onRcptTo: ({ address }, _session, done) =>
      address === "nobody@venue.example"
        ? done(Object.assign(new Error("no such mailbox"), { responseCode: 550 }))
        : done(),
    onData: (stream, session, done) => {
      void text(stream).then((mail) => {
        const { mailFrom, rcptTo } = session.envelope;
        taken.push({
          from: mailFrom === false ? "" : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          mail,
          isSecure: session.secure,
          user: session.user as string | undefined,
        });
        done();
      });
    },
    ...options,
  });
  server.on("error", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, taken, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
