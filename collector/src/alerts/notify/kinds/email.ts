import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { createTransport } from "nodemailer";
import { guardedLookup, hostOf, isClosedHost, NotAllowedError } from "../reachable.ts";
import { noticeText } from "../words/notice-text.ts";
import { whyNoAnswer } from "./http-post.ts";
import type { NoticeChannel, Sending } from "./notice-channel.ts";
import { said } from "./receiver-words.ts";

/** How long each step of the talk with the server may take. */
const TIMEOUT_MS = 10_000;
/** And all of it. */
const WHOLE_MS = 30_000;
/** Characters of a mail: with a hundred alerts it stays below. */
const MOST_CHARACTERS = 60_000;

/** Mail over SMTP. In the clear no password is sent, and a server that cannot do what was set is not talked to. */
export const emailChannel: NoticeChannel<"email"> = {
  kind: "email",
  secrets: ["password"],
  needed: [],
  sentSecrets: ["password"],
  spacingMs: 1_000,
  to: ({ to }) => to.join(", ").slice(0, 300),
  reaches: ({ host, port }) => `smtp://${host.includes(":") ? `[${host}]` : host}:${port}`,
  send: async (settings, notice, { language, detail, now, key, allow }) => {
    const { host, port, security, user, password, from, to } = settings;
    if (security === "none" && password !== undefined)
      return { ok: false, message: "sends no password in the clear", code: "no-secure-line" };
    try {
      const transport = createTransport({
        host: await addressOf(host, allow),
        port,
        secure: security === "tls",
        requireTLS: security === "starttls",
        ignoreTLS: security === "none",
        // The certificate is to be that of the name that a person typed.
        tls: { minVersion: "TLSv1.2", ...(isIP(host) === 0 ? { servername: host } : {}) },
        ...(user === undefined || password === undefined ? {} : { auth: { user, pass: password } }),
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const { title, text } = noticeText(notice, { language, detail }, (tried) => tried.length <= MOST_CHARACTERS);
      const sent = transport.sendMail({
        from,
        to: [...to],
        subject: title,
        text,
        date: new Date(now),
        // A mailbox that gets it a second time, because the server's answer got lost, can know it again.
        messageId: `<${key}@${from.slice(from.lastIndexOf("@") + 1)}>`,
        headers: { "Auto-Submitted": "auto-generated" },
      });
      const { rejected, response } = await within(sent, () => transport.close());
      const facts = { status: Number.parseInt(response, 10) || 250 };
      if (rejected.length === 0) return { ok: true, message: `answered ${facts.status}`, code: "answered", facts };
      return {
        ok: true,
        message: `${rejected.length} of the receivers refused`,
        code: "some-refused",
        facts: { ...facts, refused: rejected.length },
      };
    } catch (error) {
      return whyNotSent(error);
    }
  },
};

/** The address to connect to: the one that was checked, so that a name that is bound anew meanwhile gains nothing. */
async function addressOf(typed: string, allow: readonly string[]): Promise<string> {
  const host = hostOf(new URL(`smtp://${typed.includes(":") ? `[${typed}]` : typed}`));
  if (allow.includes(host)) return isIP(host) === 0 ? (await lookup(host)).address : host;
  if (isClosedHost(host)) throw new NotAllowedError(host);
  if (isIP(host) !== 0) return host;
  return new Promise((resolve, reject) => {
    guardedLookup()(host, {}, (error, address) => (error ? reject(error) : resolve(String(address))));
  });
}

/** A server that sends a letter every nine seconds keeps within every time-out but this one. */
async function within<T>(sending: Promise<T>, close: () => void): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      close();
      reject(Object.assign(new Error("too slow"), { name: "TimeoutError" }));
    }, WHOLE_MS);
  });
  try {
    return await Promise.race([sending, late]);
  } finally {
    clearTimeout(timer);
    close();
  }
}

function whyNotSent(error: unknown): Sending {
  const { code, responseCode, response } = error as { code?: unknown; responseCode?: unknown; response?: unknown };
  const status = typeof responseCode === "number" ? { facts: { status: responseCode } } : {};
  const ok = false;
  if (code === "EAUTH")
    return { ok, message: "refused the login", code: "login-refused", ...status, ...said(response) };
  if (code === "ETLS") return { ok, message: "offers no secure line", code: "no-secure-line", ...status };
  if (typeof responseCode === "number")
    return { ok, message: `refused it (${responseCode})`, code: "refused", ...status, ...said(response) };
  if (code === "ETIMEDOUT")
    return { ok, message: `did not answer within ${TIMEOUT_MS / 1000} s`, code: "timed-out", facts: { seconds: 10 } };
  return whyNoAnswer(error, WHOLE_MS);
}
