import type { Both, Notice, NoticeLine, NoticeStyle } from "../notice.ts";

/** A notice in words. */
export interface NoticeText {
  title: string;
  /** Title and lines. */
  text: string;
  /** Where to go from it. */
  url?: string;
}

const WORDS = {
  one: { zh: "明察告警", en: "Probewarden alert" },
  alerts: { zh: "条新告警", en: "new alerts" },
  oneOutage: { zh: "明察：设备失联", en: "Probewarden: outage" },
  outages: { zh: "条设备失联", en: "outages" },
  reminder: { zh: "条告警仍无人应答", en: "alerts that nobody has answered" },
  oneReminder: { zh: "仍无人应答", en: "Nobody has answered yet" },
  digest: { zh: "汇总", en: "digest" },
  again: { zh: "重新提醒", en: "open again" },
  what: { zh: "事由", en: "What" },
  where: { zh: "地点", en: "Where" },
  since: { zh: "时间", en: "Since" },
  sure: { zh: "把握", en: "How sure" },
  todo: { zh: "现在", en: "Now" },
  test: { zh: "明察测试消息：通知可以送达这里。", en: "Probewarden test message: notices reach this place." },
  brief: { zh: "详情请登录查看。", en: "Sign in to see more." },
  unknownVenue: { zh: "系统", en: "the system" },
} as const satisfies Record<string, Both>;

/**
 * A notice in the words of a channel: of one alert five lines (what, where, since when, how sure, what to do now) and its link, of several a
 * line each. What does not fit is counted, with the link to the list.
 * @param fits whether the receiver takes a text of this length
 */
export function noticeText(notice: Notice, style: NoticeStyle, fits: (text: string) => boolean): NoticeText {
  const say = sayIn(style.language);
  if (notice.kind === "test") return { title: "Probewarden", text: say(WORDS.test) };
  const isBrief = style.detail === "brief";
  const title = titleOf(notice, say, isBrief);
  const [first] = notice.lines;
  const url = notice.lines.length === 1 ? (first?.url ?? notice.url) : notice.url;
  const withUrl = (text: string): NoticeText => ({ title, text, ...(url === undefined ? {} : { url }) });
  if (isBrief) return withUrl(briefText(notice, title, say, url));
  if (first !== undefined && notice.lines.length === 1) {
    const text = [title, ...fiveLines(first, say), ...heldBackLines(notice, say), ...(url === undefined ? [] : [url])];
    return withUrl(cutTo(text.join("\n"), fits));
  }
  for (let shown = notice.lines.length; ; shown -= 1) {
    const text = severalText(notice, title, shown, say, url);
    if (fits(text) || shown === 0) return withUrl(cutTo(text, fits));
  }
}

type Say = (both: Both) => string;

const sayIn =
  (language: NoticeStyle["language"]): Say =>
  ({ zh, en }) =>
    language === "both" ? (zh === en ? zh : `${zh} / ${en}`) : language === "zh" ? zh : en;

function titleOf({ kind, lines, isDigest }: Notice, say: Say, isBrief: boolean): string {
  const n = lines.length;
  const isOne = n === 1;
  const counted = ({ zh, en }: Both): string => say({ zh: `明察：${n} ${zh}`, en: `Probewarden: ${n} ${en}` });
  const head =
    kind === "outages"
      ? isOne
        ? say(WORDS.oneOutage)
        : counted(WORDS.outages)
      : kind === "reminder"
        ? isOne
          ? say(WORDS.oneReminder)
          : counted(WORDS.reminder)
        : isOne
          ? say(WORDS.one)
          : counted(WORDS.alerts);
  const [first] = lines;
  const named = isOne && !isBrief && first !== undefined ? `${head}: ${say(first.what)}` : head;
  return isDigest === undefined ? named : `${named} (${say(WORDS.digest)})`;
}

const placeOf = ({ venueName, where }: NoticeLine): Both | undefined => {
  const parts = (language: "zh" | "en"): string =>
    [...(venueName === undefined ? [] : [venueName]), ...(where === undefined ? [] : [where[language]])].join(" · ");
  const place = { zh: parts("zh"), en: parts("en") };
  return place.zh === "" ? undefined : place;
};

/** What, where, since when, how sure, what to do now. */
function fiveLines(line: NoticeLine, say: Say): string[] {
  const row = (name: Both, value: string | undefined): string[] =>
    value === undefined ? [] : [`${say(name)}: ${value}`];
  const place = placeOf(line);
  return [
    ...row(WORDS.what, say(line.what) + (line.again ? ` (${say(WORDS.again)})` : "")),
    ...row(WORDS.where, place && say(place)),
    ...row(WORDS.since, line.since),
    ...row(WORDS.sure, line.sure && say(line.sure)),
    ...row(WORDS.todo, say(line.todo)),
  ];
}

function severalText(notice: Notice, title: string, shown: number, say: Say, url: string | undefined): string {
  const rows = notice.lines.slice(0, shown).map((line, at) => {
    const place = placeOf(line);
    const parts = [say(line.what), ...(line.sure ? [say(line.sure)] : []), ...(place ? [say(place)] : []), line.since];
    return `${at + 1}. ${parts.join(" | ")}${line.again ? ` (${say(WORDS.again)})` : ""}`;
  });
  const left = notice.lines.length - shown;
  const more = left === 0 ? [] : [say({ zh: `另有 ${left} 条未列出`, en: `and ${left} more` })];
  return [title, ...rows, ...more, ...heldBackLines(notice, say), ...(url === undefined ? [] : [url])].join("\n");
}

const heldBackLines = ({ heldBack = 0 }: Notice, say: Say): string[] =>
  heldBack === 0
    ? []
    : [
        say({
          zh: `另有 ${heldBack} 个对象同时出现，未逐一告警，请查看列表`,
          en: `${heldBack} more at once, not told one by one: see the list`,
        }),
      ];

/** That there is something, and in which venues: nothing of what and where. */
function briefText({ lines }: Notice, title: string, say: Say, url: string | undefined): string {
  const names = [...new Set(lines.map(({ venueName }) => venueName ?? say(WORDS.unknownVenue)))];
  const shown = names.slice(0, 5).join(", ") + (names.length > 5 ? " …" : "");
  return [title, shown, say(WORDS.brief), ...(url === undefined ? [] : [url])].join("\n");
}

/** A text that is too long all the same loses its end, between two characters. */
function cutTo(text: string, fits: (text: string) => boolean): string {
  if (fits(text)) return text;
  const characters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  let [least, most] = [0, characters.length];
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(`${characters.slice(0, middle).join("")}…`)) least = middle;
    else most = middle - 1;
  }
  return `${characters.slice(0, least).join("")}…`;
}

/** That a text has at most so many octets of UTF-8. */
export const octetsWithin =
  (most: number) =>
  (text: string): boolean =>
    Buffer.byteLength(text) <= most;
