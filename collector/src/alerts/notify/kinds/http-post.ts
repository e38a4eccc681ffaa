import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { guardedLookup, hostOf, isClosedHost, NotAllowedError } from "../reachable.ts";
import type { Sending } from "./notice-channel.ts";

/** How long a receiver may take. */
const TIMEOUT_MS = 10_000;
/** Octets of an answer that are read, where one is: it may be endless. */
const MOST_OCTETS = 16_384;

export interface Post {
  url: string;
  body: object | string;
  headers?: Record<string, string>;
  allow: readonly string[];
  /** What the answer means, where its text says more than its status: {@link read} is given what was read of it. */
  read?: (answer: Answered) => Sending;
}

/** What was answered. */
export interface Answered {
  status: number;
  text: string;
  /** Seconds that the receiver wants to be left alone (RFC 9110, 10.2.3), where it says so. */
  retryAfter?: number;
}

/** Posts a JSON body. It follows no redirect: the receiver is the address that a person typed, and no other. */
export async function post({ url: address, body, headers = {}, allow, read }: Post): Promise<Sending> {
  try {
    const url = new URL(address);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const answered = await exchange(url, text, headers, allow.includes(hostOf(url)), read !== undefined);
    const { status } = answered;
    if (status >= 300 && status < 400)
      return {
        ok: false,
        message: `redirects (${status}); give the final address`,
        code: "redirects",
        facts: { status },
      };
    const meaning = read?.(answered) ?? byStatus(status);
    return status === 429 && meaning.code !== "too-many" ? tooMany(answered) : meaning;
  } catch (error) {
    return whyNoAnswer(error);
  }
}

/** What a status alone says. */
export const byStatus = (status: number): Sending => ({
  ok: status >= 200 && status < 300,
  message: `answered ${status}`,
  code: "answered",
  facts: { status },
});

/** The receiver had more than it takes. */
export function tooMany({ status, retryAfter = 60 }: Pick<Answered, "status" | "retryAfter">): Sending {
  const seconds = Math.min(3_600, Math.max(1, retryAfter));
  return {
    ok: false,
    message: `takes no more for ${seconds} s`,
    code: "too-many",
    facts: { status, seconds },
    waitSeconds: seconds,
  };
}

/** Sends it over a connection of its own. */
function exchange(
  url: URL,
  body: string,
  headers: Record<string, string>,
  allowed: boolean,
  reads: boolean,
): Promise<Answered> {
  const host = hostOf(url);
  if (!allowed && isClosedHost(host)) throw new NotAllowedError(host);
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      method: "POST",
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(allowed ? {} : { lookup: guardedLookup() }),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "probewarden-collector",
        ...headers,
      },
    });
    request.on("error", reject);
    request.on("response", (response) => {
      const status = response.statusCode ?? 0;
      const wait = Number(response.headers["retry-after"]);
      const answered = { status, ...(Number.isFinite(wait) && wait > 0 ? { retryAfter: wait } : {}) };
      if (!reads) {
        resolve({ ...answered, text: "" });
        response.destroy();
        return;
      }
      readSome(response).then((text) => resolve({ ...answered, text }), reject);
    });
    request.end(body);
  });
}

/** The beginning of an answer. */
async function readSome(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let octets = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    octets += chunk.length;
    if (octets > MOST_OCTETS) break;
  }
  response.destroy();
  return Buffer.concat(chunks).toString("utf8", 0, MOST_OCTETS);
}

/** Why there was no answer, whatever was asked. */
export function whyNoAnswer(error: unknown, timeoutMs = TIMEOUT_MS): Sending {
  const ok = false;
  const seconds = timeoutMs / 1000;
  if (error instanceof NotAllowedError)
    return {
      ok,
      message: "leads to this machine or its own network; name the host in /webhook/allow if it is meant",
      code: "not-allowed",
    };
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError"))
    return { ok, message: `did not answer within ${seconds} s`, code: "timed-out", facts: { seconds } };
  if (!(error instanceof Error && "code" in error)) return { ok, message: "could not be reached", code: "unreachable" };
  const cause = String(error.code).slice(0, 64);
  return { ok, message: `could not be reached (${cause})`, code: "unreachable", facts: { cause } };
}
