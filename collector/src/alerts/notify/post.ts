import { createHmac } from "node:crypto";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import type { ProblemFacts, WebhookOutcome } from "@probewarden/contract";
import { guardedLookup, hostOf, isClosedHost, NotAllowedError } from "./reachable.ts";
import type { WebhookTarget } from "./webhook-settings.ts";

/** How long a receiver may take: less than a transaction may stand still, for one holds the message meanwhile. */
const TIMEOUT_MS = 10_000;

/** What came of one attempt; made of constants and the status code, never of the receiver's words. */
export interface PostResult {
  ok: boolean;
  message: string;
  code: WebhookOutcome;
  facts?: ProblemFacts;
}

/**
 * Signature of a body: `t=<unix seconds>,v1=<HMAC-SHA-256 of "t.body" in hex>`. The time is signed too, so that a receiver
 * can refuse a message that somebody plays again later.
 */
export function signature(secret: string, body: string, now: number): string {
  const t = Math.floor(now / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

/**
 * Posts a signed JSON body. It follows no redirect: the receiver is the address that a person typed, and no other.
 * @param allow hosts to which the configuration gives its word, whatever their addresses
 * @param key the same at every attempt of one message, so that a receiver whose answer got lost knows it again
 */
export async function post(
  target: WebhookTarget,
  body: string,
  now: number,
  allow: readonly string[] = [],
  key?: string,
): Promise<PostResult> {
  try {
    const url = new URL(target.url);
    const headers = {
      "x-probewarden-signature": signature(target.secret, body, now),
      ...(key === undefined ? {} : { "idempotency-key": `"${key}"` }),
    };
    const status = await send(url, body, headers, allow.includes(hostOf(url)));
    const ok = status >= 200 && status < 300;
    return status >= 300 && status < 400
      ? { ok, message: `redirects (${status}); give the final address`, code: "redirects", facts: { status } }
      : { ok, message: `answered ${status}`, code: "answered", facts: { status } };
  } catch (error) {
    return { ok: false, ...whyNoAnswer(error) };
  }
}

/** Sends it over a connection of its own and gives the status. Nothing of the answer is read: it may be endless. */
function send(url: URL, body: string, headers: Record<string, string>, allowed: boolean): Promise<number> {
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
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    request.end(body);
  });
}

function whyNoAnswer(error: unknown): Omit<PostResult, "ok"> {
  const seconds = TIMEOUT_MS / 1000;
  if (error instanceof NotAllowedError)
    return {
      message: "leads to this machine or its own network; name the host in /webhook/allow if it is meant",
      code: "not-allowed",
    };
  if (error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError"))
    return { message: `did not answer within ${seconds} s`, code: "timed-out", facts: { seconds } };
  if (!(error instanceof Error && "code" in error)) return { message: "could not be reached", code: "unreachable" };
  const cause = String(error.code).slice(0, 64);
  return { message: `could not be reached (${cause})`, code: "unreachable", facts: { cause } };
}
