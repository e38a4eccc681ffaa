import { noticeText, octetsWithin } from "../words/notice-text.ts";
import { byStatus, post } from "./http-post.ts";
import type { NoticeChannel } from "./notice-channel.ts";
import { jsonObject, said } from "./receiver-words.ts";

/** A longer message becomes an attachment. */
const MOST_OCTETS = 4_096;

/** A topic of an ntfy server, published as JSON; a server refills one request in five seconds. */
export const ntfyChannel: NoticeChannel<"ntfy"> = {
  kind: "ntfy",
  secrets: ["token"],
  needed: [],
  sentSecrets: ["token"],
  spacingMs: 1_000,
  to: ({ server, topic }) => `${URL.canParse(server) ? new URL(server).host : server}/${topic}`,
  reaches: ({ server }) => server,
  send: async ({ server, topic, token }, notice, { language, detail, allow }) => {
    const { title, text, url } = noticeText(notice, { language, detail }, octetsWithin(MOST_OCTETS));
    const body = {
      topic,
      title,
      message: text,
      // 4 of 5: it buzzes.
      priority: notice.kind === "test" ? 3 : 4,
      tags: [notice.kind === "outages" ? "electric_plug" : "rotating_light"],
      ...(url === undefined ? {} : { click: url }),
    };
    return post({
      url: server,
      body,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      allow,
      read: ({ status, text: answer }) => {
        if (status >= 200 && status < 300) return byStatus(status);
        const { code, error } = jsonObject(answer) ?? {};
        return {
          ok: false,
          message: `refused it (${status})`,
          code: "refused",
          facts: { status, ...(typeof code === "number" ? { error: code } : {}) },
          ...said(error),
        };
      },
    });
  },
};
