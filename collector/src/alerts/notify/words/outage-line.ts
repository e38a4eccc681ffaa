import type { Outage, OutageKind } from "@probewarden/contract";
import { printable } from "@probewarden/cli";
import type { Both, NoticeLine } from "../notice.ts";
import { momentText, printableBoth } from "./alert-line.ts";

/** Names of the venue and of the sensors that an outage is about. */
export interface OutageNames {
  venueName?: string;
  timeZone: string;
  sensorNames: readonly string[];
}

// The words of the screens (dashboard/src/text).
const KINDS: Readonly<Record<OutageKind, Both>> = {
  "sensor-silent": { zh: "传感器失联", en: "sensor silent" },
  "sensor-deaf": { zh: "传感器听不到", en: "sensor hears nothing" },
  "venue-dark": { zh: "场所全部传感器失联", en: "venue dark: no sensor reports" },
  "notices-fail": { zh: "通知发不出去", en: "notices fail" },
};
/** Names of sensors in a line, at most. */
const MOST_NAMES = 4;

/** Which sensors, by name; undefined where it is about none. */
function whichText(sensors: readonly string[], { sensorNames }: OutageNames): Both | undefined {
  const shown = sensorNames.slice(0, MOST_NAMES);
  if (shown.length === 0) return undefined;
  const more = sensors.length > MOST_NAMES;
  return {
    zh: shown.join("、") + (more ? `等 ${sensors.length} 台` : ""),
    en: shown.join(", ") + (more ? ` and others, ${sensors.length} in all` : ""),
  };
}

/** One line for people, in both languages: what, of which venue, which sensors, when at the venue. */
function lineText({ kind, sensors, openedAt }: Outage, names: OutageNames): string {
  const which = whichText(sensors, names);
  const say = (language: keyof Both): string =>
    KINDS[kind][language] + (which === undefined ? "" : ` · ${which[language]}`);
  return [
    ...(names.venueName === undefined ? [] : [names.venueName]),
    `${say("zh")} / ${say("en")}`,
    momentText(names.timeZone, openedAt),
  ].join(" | ");
}

/** What to do, by kind. */
const TODO: Readonly<Record<OutageKind, Both>> = {
  "sensor-silent": { zh: "检查传感器的供电和网络", en: "check the sensor's power and network" },
  "sensor-deaf": {
    zh: "打开传感器页面看原因：多半是网卡或天线",
    en: "see why on its page: most often the adapter or the antenna",
  },
  "venue-dark": { zh: "联系场所，检查供电和网络", en: "call the venue; check power and network" },
  "notices-fail": { zh: "打开“通知渠道”查看原因", en: "open the channels and see why" },
};

/** An outage, to be told. `take`: the page where it is seen to. */
export function outageLine(outage: Outage, names: OutageNames, take: string | undefined): NoticeLine {
  const { outageId, kind, venueId, sensors, openedAt } = outage;
  const where = whichText(sensors, names);
  return {
    subjectId: outageId,
    ...(names.venueName === undefined ? {} : { venueName: printable(names.venueName) }),
    timeZone: names.timeZone,
    what: KINDS[kind],
    ...(where === undefined ? {} : { where: printableBoth(where) }),
    since: momentText(names.timeZone, openedAt),
    todo: TODO[kind],
    ...(take === undefined ? {} : { url: take }),
    text: printable(lineText(outage, names)),
    data: { outageId, kind, ...(venueId === undefined ? {} : { venueId }), sensors, openedAt },
  };
}
