import { noticeText, octetsWithin } from "../words/notice-text.ts";
import { post } from "./http-post.ts";
import { NOT_SET, type NoticeChannel } from "./notice-channel.ts";
import { robotAnswer, toRobot, withoutMentions } from "./robot-answer.ts";

/** A text of a robot has 2,048 octets at most. */
const MOST_OCTETS = 2_048;
/** Too many: more than 20 a minute, or the server is busy. */
const BUSY = [45009, -1];

/** A robot of a WeCom (企业微信) group; its key stands in its address, and there is no signature. */
export const wecomChannel: NoticeChannel<"wecom"> = {
  kind: "wecom",
  secrets: ["address"],
  needed: ["address"],
  sentSecrets: [],
  spacingMs: 3_100,
  to: toRobot,
  reaches: ({ address }) => address,
  send: async ({ address, mobiles = [] }, notice, { language, detail, allow }) => {
    if (address === undefined) return NOT_SET;
    const fits = octetsWithin(MOST_OCTETS);
    const { text } = noticeText(notice, { language, detail }, (tried) => fits(withoutMentions(tried)));
    const body = {
      msgtype: "text",
      text: {
        content: withoutMentions(text),
        ...(mobiles.length === 0 ? {} : { mentioned_mobile_list: mobiles }),
      },
    };
    return post({
      url: address,
      body,
      allow,
      read: (answer) => robotAnswer(answer, { error: ["errcode"], words: ["errmsg"] }, BUSY),
    });
  },
};
