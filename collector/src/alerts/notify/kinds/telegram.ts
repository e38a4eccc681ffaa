import { noticeText } from "../words/notice-text.ts";
import { byStatus, post, tooMany } from "./http-post.ts";
import { NOT_SET, type NoticeChannel } from "./notice-channel.ts";
import { jsonObject, said } from "./receiver-words.ts";

const SERVER = "https://api.telegram.org";
/** A text has 4,096 characters (UTF-16 units) at most. */
const MOST_CHARACTERS = 4_096;

/** A bot of Telegram; 20 messages a minute in a group. The text is sent without a parse mode: no name of somebody's makes it another. */
export const telegramChannel: NoticeChannel<"telegram"> = {
  kind: "telegram",
  secrets: ["token"],
  needed: ["token"],
  sentSecrets: ["token"],
  spacingMs: 3_100,
  to: ({ server = SERVER, chatId }) => `${URL.canParse(server) ? new URL(server).host : server} ${chatId}`,
  reaches: ({ server = SERVER }) => server,
  send: async ({ server = SERVER, token, chatId }, notice, { language, detail, allow }) => {
    if (token === undefined) return NOT_SET;
    const { text } = noticeText(notice, { language, detail }, (tried) => tried.length <= MOST_CHARACTERS);
    return post({
      url: `${server.replace(/\/$/, "")}/bot${encodeURIComponent(token).replaceAll("%3A", ":")}/sendMessage`,
      body: { chat_id: chatId, text, link_preview_options: { is_disabled: true } },
      allow,
      read: (answered) => {
        const answer = jsonObject(answered.text);
        if (answer?.["ok"] === true) return byStatus(answered.status);
        const { error_code: error, description, parameters } = answer ?? {};
        if (error === 429) {
          const wait = (parameters as { retry_after?: unknown } | undefined)?.retry_after;
          return tooMany({ status: 429, ...(typeof wait === "number" ? { retryAfter: wait } : {}) });
        }
        return {
          ok: false,
          message: `refused it (${answered.status})`,
          code: "refused",
          facts: { status: answered.status, ...(typeof error === "number" ? { error } : {}) },
          ...said(description),
        };
      },
    });
  },
};
