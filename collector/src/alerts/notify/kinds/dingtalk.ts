import { createHmac } from "node:crypto";
import { noticeText, octetsWithin } from "../words/notice-text.ts";
import { post } from "./http-post.ts";
import { NOT_SET, type NoticeChannel } from "./notice-channel.ts";
import { robotAnswer, toRobot } from "./robot-answer.ts";

/** A text of a robot may have 20,000 octets; what is longer than this nobody reads on a phone. */
const MOST_OCTETS = 6_000;
/** Too many: more than 20 a minute, or the server is busy. */
const BUSY = [130101, 410100, -1];

/**
 * Signature of DingTalk's robots: base64 of HMAC-SHA-256, keyed with the secret, of `<milliseconds>\n<secret>`; it stands in the address.
 */
export const dingtalkSignature = (secret: string, timestamp: number): string =>
  createHmac("sha256", secret).update(`${timestamp}\n${secret}`).digest("base64");

/** A custom robot of a DingTalk (钉钉) group; 20 messages a minute, or it is silenced for ten. */
export const dingtalkChannel: NoticeChannel<"dingtalk"> = {
  kind: "dingtalk",
  secrets: ["address", "secret"],
  needed: ["address"],
  sentSecrets: [],
  spacingMs: 3_100,
  to: toRobot,
  reaches: ({ address }) => address,
  send: async ({ address, secret, mobiles = [] }, notice, { language, detail, now, allow }) => {
    if (address === undefined) return NOT_SET;
    const url = new URL(address);
    if (secret !== undefined) {
      url.searchParams.set("timestamp", String(now));
      url.searchParams.set("sign", dingtalkSignature(secret, now));
    }
    const { text } = noticeText(notice, { language, detail }, octetsWithin(MOST_OCTETS));
    // The room shows a mention where the number stands in the text.
    const mentions = mobiles.length === 0 ? "" : `\n${mobiles.map((mobile) => `@${mobile}`).join(" ")}`;
    const body = { msgtype: "text", text: { content: text + mentions }, at: { atMobiles: mobiles, isAtAll: false } };
    return post({
      url: url.href,
      body,
      allow,
      read: (answer) => robotAnswer(answer, { error: ["errcode"], words: ["errmsg"] }, BUSY),
    });
  },
};
