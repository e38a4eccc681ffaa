import type { SuspectTimeline } from "@probewarden/contract";
import { useSensors, useVenues } from "../../api/queries.ts";
import { useVenueDays } from "../../api/venue-days.ts";
import { useVenuePast } from "../../api/venue-time.ts";
import { NotListed } from "../../components/not-listed.tsx";
import { placeText } from "../../components/suspect-sentence.ts";
import { useNames } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { Paper } from "./paper.tsx";
import { usePaper } from "./use-paper.ts";

const BANDS = ["watch", "suspected", "strong"] as const;

/** A day of a venue on paper, as it was known then: who was active when, how sure one was, and when nobody listened. */
export function DayPaper({ venueId, date }: { venueId: string; date: string }) {
  const { t, code } = useText();
  const { clock, made, stamp } = usePaper(venueId);
  const names = useNames(venueId);
  const venues = useVenues().data;
  const sensors = useSensors().data;
  const day = useVenueDays(venueId, date, date).data?.find((one) => one.date === date);
  const window = { fromMs: day?.fromMs ?? 0, toMs: Math.min(day?.untilMs ?? 0, Date.now()), step: "15m" as const };
  // Whole quarters of an hour: the same question as long as one lasts.
  const asked = { ...window, toMs: Math.floor(window.toMs / 900_000) * 900_000 };
  const past = useVenuePast(venueId, asked, day !== undefined && asked.toMs > asked.fromMs).data;
  if (venues === undefined || sensors === undefined || day === undefined || past === undefined)
    return <Paper sheet={undefined} />;
  const venue = venues.find((one) => one.venueId === venueId);
  if (venue === undefined) return <NotListed what="sensor" list="sensors" />;
  const row = ({ suspicion, spans, places }: SuspectTimeline): string[] => {
    const heard = spans.filter(({ state }) => state === "active");
    const highest = BANDS.findLast((band) => spans.some((span) => span.band === band)) ?? "watch";
    const last = spans.at(-1);
    const place = places[last?.place ?? -1] ?? places.at(-1);
    return [
      `${code("suspicion", suspicion)} · ${code("band", highest)}`,
      heard
        .map(({ fromMs, untilMs }) => `${clock(fromMs)} – ${clock(untilMs)}`)
        .slice(0, 6)
        .join("; ") || t("print.notActive"),
      place === undefined ? "–" : placeText(place, { t, floorName: names.floor, sensorName: names.sensor }),
      last?.decision === undefined ? "–" : code("decision", last.decision),
    ];
  };
  return (
    <Paper
      sheet={{
        title: t("print.day"),
        lead: `${venue.name} · ${date}`,
        made,
        file: `day-${venueId}-${date}-${stamp}`,
        sections: [
          {
            title: t("print.state"),
            blocks: [
              {
                kind: "facts",
                rows: [
                  [t("print.activeSuspects"), String(day.active)],
                  [t("print.newSuspects"), String(day.appeared)],
                  [t("print.highestBand"), day.band === undefined ? "–" : code("band", day.band)],
                  [
                    t("print.deaf"),
                    t("print.deafText", { n: day.deafSensors, all: day.sensors, hours: day.deafHours }),
                  ],
                  [t("print.outages"), String(day.outages)],
                ],
              },
              { kind: "text", text: t("print.dayMore") },
            ],
          },
          {
            title: t("today.suspects"),
            blocks: [
              {
                kind: "table",
                widths: [26, 38, 22, 14],
                head: [t("print.what"), t("print.activeWhen"), t("suspect.place"), t("print.decision")],
                none: t("print.nobodyThatDay"),
                rows: past.suspects.map(row),
              },
            ],
          },
          {
            title: t("print.listened"),
            blocks: [
              {
                kind: "table",
                widths: [50, 50],
                head: [t("ladder.name"), t("print.listenedShare")],
                none: t("sensors.none"),
                rows: past.sensors.map(({ sensorId, listenedShare }) => [
                  names.sensor(sensorId),
                  listenedShare.length === 0
                    ? "–"
                    : `${Math.round((100 * listenedShare.reduce((sum, share) => sum + share, 0)) / listenedShare.length)} %`,
                ]),
              },
            ],
          },
        ],
      }}
    />
  );
}
