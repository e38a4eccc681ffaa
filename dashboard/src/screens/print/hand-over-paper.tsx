import { useSensors, useVenues } from "../../api/queries.ts";
import { useSetups } from "../../api/setup.ts";
import { levelText } from "../../components/figures.ts";
import { NotListed } from "../../components/not-listed.tsx";
import { photoPicture } from "../../print/picture.ts";
import { useText } from "../../text/text.ts";
import { doneOf, isWell, PROVEN_MS, STEPS, stepsOf, wellMinutes } from "../ladder/steps.ts";
import { unheardArea } from "../venue/coverage.ts";
import { planOf, sensorMarks } from "./plan-section.ts";
import { Paper } from "./paper.tsx";
import { usePaper } from "./use-paper.ts";
import { inSentences } from "./in-sentences.ts";

/** The sheet with which a venue's sensors are handed over: how many are well, where they hang, what is not heard, and two signatures. */
export function HandOverPaper({ venueId }: { venueId: string }) {
  const { t, code, problem, mend } = useText();
  const { time, made, stamp } = usePaper(venueId);
  const venues = useVenues().data;
  const all = useSensors().data;
  const setups = useSetups().data;
  if (venues === undefined || all === undefined || setups === undefined) return <Paper sheet={undefined} />;
  const venue = venues.find((one) => one.venueId === venueId);
  if (venue === undefined) return <NotListed what="sensor" list="sensors" />;
  const sensors = all.filter((one) => one.venueId === venueId).toSorted((a, b) => a.name.localeCompare(b.name));
  const setupOf = (id: string) => setups.find((one) => one.sensorId === id);
  const floorName = (id: string | undefined): string => venue.floors.find((one) => one.floorId === id)?.name ?? "–";
  const well = sensors.filter(isWell).length;
  const proven = sensors.filter((one) => wellMinutes(one) * 60_000 >= PROVEN_MS).length;
  const finished = sensors.filter((one) => doneOf(stepsOf(one, setupOf(one.sensorId), [])) === STEPS.length).length;
  const photos = sensors.flatMap(({ sensorId, name }, at) => {
    const photo = setupOf(sensorId)?.photo;
    return photo === undefined
      ? []
      : [{ caption: `${at + 1} · ${name} · ${photo.by} · ${time(photo.at)}`, load: () => photoPicture(photo.url) }];
  });
  const troubles = sensors
    .filter((one) => !isWell(one))
    .map((one) => {
      const problems = one.health?.problems ?? [];
      const said = problems.flatMap((it) => [problem("reason", it), mend(it.code) ?? ""]);
      const others = one.reasons
        .filter((reason) => problems.every((it) => it.code !== reason))
        .map((reason) => code("reason", reason));
      return [one.name, code("sensor", one.state), inSentences([...said, ...others], t("print.stop")) || "–"];
    });
  const silent = [
    ...venue.floors.map((floor) => t("print.unheardOn", { floor: floor.name, n: unheardArea(floor, sensors) })),
    ...sensors.filter((one) => one.position === undefined).map((one) => t("print.noPlace", { name: one.name })),
  ];
  const unlistened = sensors.flatMap((one) => {
    const channels = (one.health?.listening ?? []).filter(({ seconds }) => seconds === 0).length;
    return channels === 0 ? [] : [t("print.quietChannels", { name: one.name, n: channels })];
  });
  return (
    <Paper
      sheet={{
        title: t("print.handOver"),
        lead: venue.name,
        made,
        file: `hand-over-${venueId}-${stamp}`,
        sections: [
          {
            title: t("print.state"),
            blocks: [
              {
                kind: "facts",
                rows: [
                  [t("print.well"), t("print.ofAll", { n: well, all: sensors.length })],
                  [
                    t("print.wellForTen", { minutes: PROVEN_MS / 60_000 }),
                    t("print.ofAll", { n: proven, all: sensors.length }),
                  ],
                  [t("print.allSteps"), t("print.ofAll", { n: finished, all: sensors.length })],
                ],
              },
              {
                kind: "table",
                widths: [5, 22, 18, 14, 17, 24],
                head: [
                  "#",
                  t("ladder.name"),
                  t("ladder.floor"),
                  t("print.sensorState"),
                  t("ladder.step.claim"),
                  t("ladder.step.heard"),
                ],
                none: t("sensors.none"),
                rows: sensors.map((one, at) => {
                  const setup = setupOf(one.sensorId);
                  return [
                    String(at + 1),
                    one.name,
                    one.position === undefined
                      ? "–"
                      : `${floorName(one.floorId)} ${one.position.x.toFixed(1)}, ${one.position.y.toFixed(1)} m`,
                    code("sensor", one.state),
                    setup?.claimed?.by ?? "–",
                    setup?.heard === undefined
                      ? "–"
                      : `${levelText(setup.heard.levelDbm)} · ${setup.heard.by} · ${time(setup.heard.minute)}`,
                  ];
                }),
              },
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
                        planOf(floor, sensors, sensorMarks(floor.floorId, sensors), t),
                      ),
                    },
                  ],
          },
          {
            title: t("print.notHeard"),
            blocks:
              sensors.length === 0
                ? [{ kind: "text", text: t("print.noSensor") }]
                : [
                    ...[...silent, ...unlistened].map((text) => ({ kind: "text" as const, text })),
                    {
                      kind: "table",
                      widths: [25, 15, 60],
                      head: [t("ladder.name"), t("print.sensorState"), t("print.why")],
                      none: t("print.noTrouble"),
                      rows: troubles,
                    },
                  ],
          },
          {
            title: t("print.photos"),
            blocks:
              photos.length === 0
                ? [{ kind: "text", text: t("print.noPhotos") }]
                : [{ kind: "pictures", across: 2, pictures: photos }],
          },
          {
            title: t("print.signatures"),
            blocks: [{ kind: "signatures", names: [t("print.handsOver"), t("print.takesOver")] }],
          },
        ],
      }}
    />
  );
}
