import { createHmac } from "node:crypto";
import type { Notice } from "../notice.ts";
import { noticeText } from "../words/notice-text.ts";
import { post } from "./http-post.ts";
import { NOT_SET, type NoticeChannel, type SendParts } from "./notice-channel.ts";

/**
 * Signature of a body: `t=<unix seconds>,v1=<HMAC-SHA-256 of "t.body" in hex>`. The time is signed too, so that a receiver
 * can refuse a message that somebody plays again later.
 */
export function signature(secret: string, body: string, now: number): string {
  const t = Math.floor(now / 1000);
  return `t=${t},v1=${createHmac("sha256", secret).update(`${t}.${body}`).digest("hex")}`;
}

/** A program of somebody else's: a signed JSON body with the lines for people and the facts for a program. */
export const webhookChannel: NoticeChannel<"webhook"> = {
  kind: "webhook",
  secrets: ["secret"],
  needed: ["secret"],
  sentSecrets: [],
  spacingMs: 0,
  to: ({ url }) => (URL.canParse(url) ? new URL(url).host : url),
  reaches: ({ url }) => url,
  send: async ({ url, secret }, notice, parts) => {
    if (secret === undefined) return NOT_SET;
    const body = bodyOf(notice, parts);
    const headers = {
      "x-probewarden-signature": signature(secret, body, parts.now),
      "idempotency-key": `"${parts.key}"`,
    };
    return post({ url, body, headers, allow: parts.allow });
  },
};

const TYPES = {
  alerts: "alerts-opened",
  outages: "outages-opened",
  reminder: "alerts-unanswered",
  test: "test",
} as const;

function bodyOf(notice: Notice, { language, detail }: SendParts): string {
  const { kind, lines, heldBack = 0, isDigest } = notice;
  const head = { type: TYPES[kind], version: 1 };
  if (kind === "test") return JSON.stringify({ ...head, text: "明察 Probewarden 测试消息 / test message", alerts: [] });
  const more = {
    ...(heldBack > 0 ? { heldBack } : {}),
    ...(isDigest === undefined ? {} : { digest: true }),
  };
  if (detail === "brief") {
    const { text } = noticeText(notice, { language, detail }, () => true);
    return JSON.stringify({ ...head, text, ...more });
  }
  const texts = lines.map(({ text }) => text);
  if (heldBack > 0)
    texts.push(
      `另有 ${heldBack} 个对象同时出现，未逐一告警，请查看列表 / ${heldBack} more at once, not told one by one: see the list`,
    );
  const data = lines.map((line) => line.data);
  return JSON.stringify({
    ...head,
    text: texts.join("\n"),
    ...(kind === "outages" ? { outages: data } : { alerts: data }),
    ...more,
  });
}
