import { printable } from "@probewarden/cli";
import type { Band, Place, Suspicion } from "@probewarden/contract";
import { isTimeZone } from "../../../venues/time-zone.ts";
import type { AlertLine, CameraLine, LineOfAny } from "../line-data.ts";
import type { Both, NoticeLine } from "../notice.ts";

/** What only the words for people need of an alert. */
export interface AlertWords {
  timeZone: string;
  /** Where the suspect is; absent: nobody can tell yet. */
  place?: { floorName: string; sensorName: string; known: Pick<Place, "method" | "radiusMetres"> };
  /** Sensors that hear it, by name. */
  heardBy: readonly string[];
}

// The words of the screens (dashboard/src/text): who reads an alert and opens its page must find the same ones there.
const SUSPICIONS: Readonly<Record<Suspicion, Both>> = {
  "probe-box": { zh: "疑似探针盒", en: "suspected probe box" },
  impostor: { zh: "疑似仿冒网络", en: "suspected impostor" },
  disruption: { zh: "疑似干扰", en: "suspected disruption" },
};
const BANDS: Readonly<Record<Band, Both>> = {
  watch: { zh: "留意", en: "watch" },
  suspected: { zh: "证据较多", en: "moderate evidence" },
  strong: { zh: "高度可疑", en: "strong evidence" },
};
/** A half of the likelihood that is spread wider than this is near no one sensor, as on the screens. */
const NEAR_METRES = 15;
/** Names of sensors in a line, at most. */
const MOST_NAMES = 4;

/** Clock time at the venue, `2026-11-24 16:00`. */
export function timeAt(timeZone: string, iso: string): string {
  const parts = new Intl.DateTimeFormat("en", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(iso));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")} ${part("hour")}:${part("minute")}`;
}

/** A moment at the venue, with its zone. A zone that nobody knows was kept by an earlier version; the notice goes all the same, and says in which zone it tells. */
export function momentText(timeZone: string, iso: string): string {
  const zone = isTimeZone(timeZone) ? timeZone : "UTC";
  return `${timeAt(zone, iso)} (${zone})`;
}

function whereText({ place, heardBy }: AlertWords): Both | undefined {
  if (place === undefined) {
    if (heardBy.length === 0) return undefined;
    const more = heardBy.length > MOST_NAMES;
    const shown = heardBy.slice(0, MOST_NAMES);
    return {
      zh: `${shown.join("、")}${more ? "等" : ""}听到`,
      en: `heard by ${shown.join(", ")}${more ? " and others" : ""}`,
    };
  }
  const { floorName, sensorName, known } = place;
  const sensor = sensorName.startsWith(floorName) ? sensorName : `${floorName} ${sensorName}`;
  if (known.method === "nearest-sensor") return { zh: `${sensor}听得到的范围内`, en: `within what ${sensor} hears` };
  return known.radiusMetres > NEAR_METRES
    ? { zh: `${floorName}，具体位置不明`, en: `somewhere on ${floorName}` }
    : { zh: `${sensor}附近`, en: `near ${sensor}` };
}

/** One line for people, in both languages: what, how sure, where, when at the venue, and its page. */
function lineText(alert: AlertLine, words: AlertWords): string {
  const where = whereText(words);
  const say = (language: "zh" | "en"): string =>
    [SUSPICIONS[alert.suspicion][language], BANDS[alert.band][language], ...(where ? [where[language]] : [])].join(
      " · ",
    );
  const when = momentText(words.timeZone, alert.openedAt);
  return oneLine(alert, `${say("zh")} / ${say("en")}`, when);
}

/** The parts of a line. Names are people's and a chat room shows what it gets: no line's end, control or direction mark of theirs may make another message of it. */
export const oneLine = ({ venueName, url, raised }: LineOfAny, what: string, when: string): string =>
  printable(
    [venueName, what, ...(raised === undefined ? [] : [AGAIN]), when, ...(url === undefined ? [] : [url])].join(" | "),
  );

/** People were told of it before, and it is open again. */
const AGAIN = "重新提醒 / open again";

/** What to do when a suspect is told. */
const TODO = {
  zh: "打开链接认领，核对证据后到现场查看",
  en: "open the link and take it; look at the evidence, then on site",
};

/** An alert of a suspect, to be told. */
export function alertLine(line: AlertLine, words: AlertWords, take: string | undefined): NoticeLine {
  const where = whereText(words);
  return {
    ...partsOfAny(line, words.timeZone, take),
    what: SUSPICIONS[line.suspicion],
    sure: BANDS[line.band],
    ...(where === undefined ? {} : { where: printableBoth(where) }),
    todo: TODO,
    text: lineText(line, words),
  };
}

/** What a line has whatever it is about. */
export const partsOfAny = (
  line: AlertLine | CameraLine,
  timeZone: string,
  take: string | undefined,
): Pick<NoticeLine, "subjectId" | "venueName" | "timeZone" | "since" | "again" | "url" | "data"> => ({
  subjectId: line.alertId,
  venueName: printable(line.venueName),
  timeZone,
  since: momentText(timeZone, line.openedAt),
  ...(line.raised === undefined ? {} : { again: true }),
  ...(take === undefined ? {} : { url: take }),
  data: line,
});

export const printableBoth = ({ zh, en }: Both): Both => ({ zh: printable(zh), en: printable(en) });
