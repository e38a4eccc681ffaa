import type { Outage, OutageKind } from "@probewarden/contract";
import { timeAt } from "./webhook-message.ts";

/** Names of the venue and of the sensors that an outage is about. */
export interface OutageNames {
  venueName?: string;
  timeZone: string;
  sensorNames: readonly string[];
}

// The words of the screens (dashboard/src/text).
const KINDS: Readonly<Record<OutageKind, { zh: string; en: string }>> = {
  "sensor-silent": { zh: "传感器失联", en: "sensor silent" },
  "venue-dark": { zh: "场所全部传感器失联", en: "venue dark: no sensor reports" },
  "notices-fail": { zh: "通知发不出去", en: "notices fail" },
};
/** Names of sensors in a line, at most. */
const MOST_NAMES = 4;

/** One line for people, in both languages: what, of which venue, which sensors, when at the venue. */
function lineText({ kind, sensors, openedAt }: Outage, { venueName, timeZone, sensorNames }: OutageNames): string {
  const shown = sensorNames.slice(0, MOST_NAMES);
  const more = sensors.length > MOST_NAMES;
  const which = (comma: string, rest: string): string =>
    shown.length === 0 ? "" : ` · ${shown.join(comma)}${more ? rest : ""}`;
  const zh = KINDS[kind].zh + which("、", `等 ${sensors.length} 台`);
  const en = KINDS[kind].en + which(", ", ` and others, ${sensors.length} in all`);
  return [
    ...(venueName === undefined ? [] : [venueName]),
    `${zh} / ${en}`,
    `${timeAt(timeZone, openedAt)} (${timeZone})`,
  ].join(" | ");
}

/** Body of one message of outages: for a program, and as many lines of text for a chat room. */
export function outageMessage(outages: readonly { outage: Outage; names: OutageNames }[]): string {
  return JSON.stringify({
    type: "outages-opened",
    version: 1,
    text: outages.map(({ outage, names }) => lineText(outage, names)).join("\n"),
    outages: outages.map(({ outage: { outageId, kind, venueId, sensors, openedAt } }) => ({
      outageId,
      kind,
      ...(venueId === undefined ? {} : { venueId }),
      sensors,
      openedAt,
    })),
  });
}
