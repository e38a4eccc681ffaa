import type { Suspect } from "@probewarden/contract";
import { useCameras, useSensors, useSuspects, useVenues } from "../../api/queries.ts";
import { NotListed } from "../../components/not-listed.tsx";
import { isSettled } from "../../components/settled.ts";
import { visibleText } from "../../components/network-name.ts";
import { useSentence } from "../../components/use-sentence.ts";
import type { PlanMark } from "../../print/picture.ts";
import { useText } from "../../text/text.ts";
import { isWell } from "../ladder/steps.ts";
import { planOf, sensorMarks } from "./plan-section.ts";
import { Paper } from "./paper.tsx";
import { usePaper } from "./use-paper.ts";

/** Rows of a list on paper: who needs more takes the file of all. */
const MOST_ROWS = 200;
/** A letter tells a suspect from a sensor's number: A to Z, then A1. */
const letterOf = (at: number): string => `${String.fromCharCode(65 + (at % 26))}${at < 26 ? "" : Math.floor(at / 26)}`;

const suspectMarks = (floorId: string, suspects: readonly Suspect[]): PlanMark[] =>
  suspects.flatMap(({ place }, at) =>
    place?.floorId === floorId && place.method !== "nearest-sensor"
      ? [{ at: place.position, label: letterOf(at), shape: "triangle" as const }]
      : [],
  );

/** A venue on paper: what is suspected there, what hears, and what nobody hears. */
export function VenuePaper({ venueId }: { venueId: string }) {
  const { t, code } = useText();
  const { time, made, stamp } = usePaper(venueId);
  const sentence = useSentence();
  const venues = useVenues().data;
  const all = useSensors().data;
  const allSuspects = useSuspects().data;
  const allCameras = useCameras().data;
  if (venues === undefined || all === undefined || allSuspects === undefined || allCameras === undefined)
    return <Paper sheet={undefined} />;
  const venue = venues.find((one) => one.venueId === venueId);
  if (venue === undefined) return <NotListed what="sensor" list="sensors" />;
  const here = <T extends { venueId: string }>(rows: readonly T[]): T[] =>
    rows.filter((one) => one.venueId === venueId);
  const sensors = here(all).toSorted((a, b) => a.name.localeCompare(b.name));
  const suspects = here(allSuspects);
  const cameras = here(allCameras);
  const shown = suspects.slice(0, MOST_ROWS);
  const cut = (n: number) =>
    n > MOST_ROWS ? [{ kind: "text" as const, text: t("print.cut", { n: MOST_ROWS, all: n }) }] : [];
  return (
    <Paper
      sheet={{
        title: t("print.venue"),
        lead: venue.name,
        made,
        file: `venue-${venueId}-${stamp}`,
        sections: [
          {
            title: t("print.state"),
            blocks: [
              {
                kind: "facts",
                rows: [
                  [t("print.openSuspects"), String(suspects.filter((one) => !isSettled(one)).length)],
                  [t("print.settledSuspects"), String(suspects.filter(isSettled).length)],
                  [t("nav.cameras"), String(cameras.length)],
                  [t("print.well"), t("print.ofAll", { n: sensors.filter(isWell).length, all: sensors.length })],
                ],
              },
            ],
          },
          {
            title: t("today.suspects"),
            blocks: [
              {
                kind: "table",
                widths: [6, 50, 18, 26],
                head: ["", t("print.what"), t("print.decision"), t("suspect.lastHeard")],
                none: t("today.noSuspects"),
                rows: shown.map((one, at) => [
                  letterOf(at),
                  sentence(one),
                  one.decision === undefined ? "–" : code("decision", one.decision.decision),
                  time(one.lastHeardAt),
                ]),
              },
              ...cut(suspects.length),
            ],
          },
          {
            title: t("print.places"),
            blocks:
              venue.floors.length === 0
                ? [{ kind: "text", text: t("print.noFloor") }]
                : [
                    {
                      kind: "pictures",
                      across: 1,
                      pictures: venue.floors.map((floor) =>
                        planOf(
                          floor,
                          sensors,
                          [...sensorMarks(floor.floorId, sensors), ...suspectMarks(floor.floorId, shown)],
                          t,
                        ),
                      ),
                    },
                  ],
          },
          {
            title: t("nav.cameras"),
            blocks: [
              {
                kind: "table",
                widths: [22, 18, 34, 26],
                head: [t("print.saysName"), t("print.address"), t("print.proven"), t("print.lastVisit")],
                none: t("print.noCameras"),
                rows: cameras
                  .slice(0, MOST_ROWS)
                  .map(({ finding, lastSeenAt }) => [
                    t("name.quoted", { name: visibleText(finding.name ?? finding.hardware ?? "") }),
                    finding.address,
                    finding.ladder
                      .map((one) => `${code("category", one.category)} · ${code("step", one.step)}`)
                      .join("; ") || code("analytics", finding.analytics),
                    time(lastSeenAt),
                  ]),
              },
              ...cut(cameras.length),
            ],
          },
          {
            title: t("nav.sensors"),
            blocks: [
              {
                kind: "table",
                widths: [6, 34, 20, 40],
                head: ["#", t("ladder.name"), t("print.sensorState"), t("print.why")],
                none: t("sensors.none"),
                rows: sensors.map((one, at) => [
                  String(at + 1),
                  one.name,
                  code("sensor", one.state),
                  one.reasons.map((reason) => code("reason", reason)).join(t("look.comma")) || "–",
                ]),
              },
            ],
          },
        ],
      }}
    />
  );
}
