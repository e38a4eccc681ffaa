import { createHmac } from "node:crypto";
import type { WebhookTarget } from "./webhook-settings.ts";

/** How long a receiver may take. */
const TIMEOUT_MS = 10_000;

/** What came of one attempt; `message` is made of constants and the status code, never of the receiver's words. */
export interface PostResult {
  ok: boolean;
  message: string;
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
    if (response.status >= 300 && response.status < 400)
      return { ok: false, message: `redirects (${response.status}); give the final address` };
    return { ok: response.ok, message: `answered ${response.status}` };
  } catch (error) {
    return { ok: false, message: describe(error) };
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return "could not be reached";
  if (error.name === "TimeoutError") return `did not answer within ${TIMEOUT_MS / 1000} s`;
  const cause = error.cause;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : undefined;
  return code === undefined ? "could not be reached" : `could not be reached (${code})`;
}
