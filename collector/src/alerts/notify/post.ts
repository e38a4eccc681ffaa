import { createHmac } from "node:crypto";
import type { ProblemFacts, WebhookOutcome } from "@probewarden/contract";
import type { WebhookTarget } from "./webhook-settings.ts";

/** How long a receiver may take. */
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

/** Posts a signed JSON body. It follows no redirect: the receiver is the address that a person typed, and no other. */
export async function post(target: WebhookTarget, body: string, now: number): Promise<PostResult> {
  try {
    const response = await fetch(target.url, {
      method: "POST",
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        "user-agent": "probewarden-collector",
        "x-probewarden-signature": signature(target.secret, body, now),
      },
      body,
    });
    // Nothing of the answer is read: it may be endless.
    await response.body?.cancel();
    const { status } = response;
    return status >= 300 && status < 400
      ? { ok: false, message: `redirects (${status}); give the final address`, code: "redirects", facts: { status } }
      : { ok: response.ok, message: `answered ${status}`, code: "answered", facts: { status } };
  } catch (error) {
    return { ok: false, ...whyNoAnswer(error) };
  }
}

function whyNoAnswer(error: unknown): Omit<PostResult, "ok"> {
  const seconds = TIMEOUT_MS / 1000;
  if (error instanceof Error && error.name === "TimeoutError")
    return { message: `did not answer within ${seconds} s`, code: "timed-out", facts: { seconds } };
  const below = error instanceof Error ? error.cause : undefined;
  if (!(below instanceof Error && "code" in below)) return { message: "could not be reached", code: "unreachable" };
  const cause = String(below.code).slice(0, 64);
  return { message: `could not be reached (${cause})`, code: "unreachable", facts: { cause } };
}
