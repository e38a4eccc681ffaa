import { printable } from "@probewarden/cli";
import type { Alert, AlertRaise, Band, Place, Suspicion } from "@probewarden/contract";
import { isTimeZone } from "../../venues/time-zone.ts";

/** What a message says of every alert, for a program. */
interface LineOfAny {
  alertId: string;
  venueId: string;
  venueName: string;
  openedAt: string;
  /** It was told before and is open again: why. */
  raised?: readonly AlertRaise[];
  /** The page of what it is about, where the collector knows its public name. */
  url?: string;
}

/** One alert of a suspect in a message, for a program. */
export interface AlertLine extends LineOfAny {
  suspectId: string;
  suspicion: Suspicion;
  band: Band;
}

/** One alert of a camera in a message, for a program. */
export interface CameraLine extends LineOfAny, NonNullable<Alert["camera"]> {}

/** What only the words for people need of an alert. */
export interface AlertWords {
  timeZone: string;
  /** Where the suspect is; absent: nobody can tell yet. */
  place?: { floorName: string; sensorName: string; known: Pick<Place, "method" | "radiusMetres"> };
  /** Sensors that hear it, by name. */
  heardBy: readonly string[];
}

// The words of the screens (dashboard/src/text): who reads an alert and opens its page must find the same ones there.
const SUSPICIONS: Readonly<Record<Suspicion, { zh: string; en: string }>> = {
  "probe-box": { zh: "疑似探针盒", en: "suspected probe box" },
  impostor: { zh: "疑似仿冒网络", en: "suspected impostor" },
  disruption: { zh: "疑似干扰", en: "suspected disruption" },
};
const BANDS: Readonly<Record<Band, { zh: string; en: string }>> = {
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

function whereText({ place, heardBy }: AlertWords): { zh: string; en: string } | undefined {
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
export function lineText(alert: AlertLine, words: AlertWords): string {
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

/**
 * Body of one message: the alerts for a program, and as many lines of text, of {@link lineText}, for a chat room. `heldBack`: suspects for which no alert opened,
 * because too many would have at once.
 */
export function webhookMessage(
  alerts: readonly { line: AlertLine | CameraLine; text: string }[],
  heldBack = 0,
): string {
  const lines = alerts.map(({ text }) => text);
  if (heldBack > 0)
    lines.push(
      `另有 ${heldBack} 个对象同时出现，未逐一告警，请查看列表 / ${heldBack} more at once, not told one by one: see the list`,
    );
  return JSON.stringify({
    type: "alerts-opened",
    version: 1,
    text: lines.join("\n"),
    alerts: alerts.map(({ line }) => line),
    ...(heldBack > 0 ? { heldBack } : {}),
  });
}

/** Body of the message that the *Test* button sends. */
export function testMessage(): string {
  return JSON.stringify({ type: "test", version: 1, text: "明察 Probewarden 测试消息 / test message", alerts: [] });
}
