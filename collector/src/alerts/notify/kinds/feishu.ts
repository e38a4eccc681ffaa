import { createHmac } from "node:crypto";
import { noticeText, octetsWithin } from "../words/notice-text.ts";
import { post } from "./http-post.ts";
import { NOT_SET, type NoticeChannel } from "./notice-channel.ts";
import { robotAnswer, toRobot, withoutMentions } from "./robot-answer.ts";

/** A body may have 20 kB; what is longer than this nobody reads on a phone. */
const MOST_OCTETS = 6_000;
/** Too many: more than 100 a minute or 5 a second. */
const BUSY = [9499, 11232];

/** Signature of Feishu's robots: base64 of HMAC-SHA-256 of nothing, keyed with `<seconds>\n<secret>`; it stands in the body. */
export const feishuSignature = (secret: string, seconds: string): string =>
  createHmac("sha256", `${seconds}\n${secret}`).digest("base64");

/** A custom robot of a Feishu (飞书, Lark) group. */
export const feishuChannel: NoticeChannel<"feishu"> = {
  kind: "feishu",
  secrets: ["address", "secret"],
  needed: ["address"],
  sentSecrets: [],
  spacingMs: 700,
  to: toRobot,
  reaches: ({ address }) => address,
  send: async ({ address, secret }, notice, { language, detail, now, allow }) => {
    if (address === undefined) return NOT_SET;
    const timestamp = String(Math.floor(now / 1000));
    const { text } = noticeText(notice, { language, detail }, octetsWithin(MOST_OCTETS));
    const body = {
      ...(secret === undefined ? {} : { timestamp, sign: feishuSignature(secret, timestamp) }),
      msg_type: "text",
      content: { text: withoutMentions(text) },
    };
    return post({
      url: address,
      body,
      allow,
      read: (answer) => robotAnswer(answer, { error: ["code", "StatusCode"], words: ["msg", "StatusMessage"] }, BUSY),
    });
  },
};
