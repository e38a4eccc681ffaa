import type { SuspectDetail } from "@probewarden/contract";
import { useSuspect } from "../../api/queries.ts";
import { levelText, plainFigure, signedDb } from "../../components/figures.ts";
import { Loaded } from "../../components/looks.tsx";
import { placeText } from "../../components/suspect-sentence.ts";
import { useNames, useSentence } from "../../components/use-sentence.ts";
import { useText } from "../../text/text.ts";
import { columnOf } from "../suspect/column.ts";
import { toldFacts } from "../suspect/told-facts.ts";
import { Paper } from "./paper.tsx";
import { usePaper } from "./use-paper.ts";

/** A suspect on paper: what it is suspected of, why, line by line with weights that add up, and what people decided. */
export function SuspectPaper({ suspectId }: { suspectId: string }) {
  const query = useSuspect(suspectId);
  return (
    <Loaded query={query} what="suspect" rows={8}>
      {(detail) => <OneSuspect detail={detail} />}
    </Loaded>
  );
}

function OneSuspect({ detail }: { detail: SuspectDetail }) {
  const { t, code } = useText();
  const { suspect } = detail;
  const { time, made, stamp } = usePaper(suspect.venueId);
  const names = useNames(suspect.venueId);
  const sentence = useSentence();
  const { lines, aside, totalDb } = columnOf(detail);
  const told = toldFacts([...lines, ...aside].flatMap((line) => (line.kind === "evidence" ? [line.evidence] : [])));
  const innocent = new Set(detail.evidence.map(({ detector }) => code("innocent", detector)));
  const { place } = suspect;
  const column = lines.map((line) => {
    if (line.kind !== "evidence")
      return [
        line.kind === "mitigation" ? code("mitigation", line.code) : t("why.prior"),
        signedDb(line.weightDb),
        "",
        "",
      ];
    const { evidence } = line;
    const facts = (told.get(evidence)?.deciding ?? []).map(
      ({ name, value }) => `${code("fact", name)}: ${plainFigure(value)}`,
    );
    return [
      [code("evidence", evidence.code), ...facts].join(" · "),
      signedDb(line.weightDb),
      t(`why.basis.${evidence.basis}`),
      `${names.sensor(evidence.sensorId)} · ${time(evidence.lastAt)}`,
    ];
  });
  return (
    <Paper
      sheet={{
        title: t("print.suspect"),
        lead: sentence(suspect),
        made,
        file: `suspect-${suspect.suspectId}-${stamp}`,
        sections: [
          {
            title: t("print.what"),
            blocks: [
              { kind: "text", text: code("suspicionMeans", suspect.suspicion) },
              {
                kind: "facts",
                rows: [
                  [t("print.id"), suspect.suspectId],
                  [
                    t("suspect.addresses"),
                    suspect.transmitters.length === 0 ? t("suspect.noAddress") : suspect.transmitters.join(", "),
                  ],
                  [t("print.addressCount"), String(suspect.transmitterCount)],
                  [t("suspect.targets"), suspect.targets.join(", ") || t("suspect.noTarget")],
                  [t("suspect.firstHeard"), time(suspect.firstHeardAt)],
                  [t("suspect.lastHeard"), time(suspect.lastHeardAt)],
                  [t("suspect.highest"), `${signedDb(suspect.highestDb)} dB`],
                  [
                    t("suspect.place"),
                    place === undefined
                      ? t("print.placeUnknown")
                      : `${placeText(place, { t, floorName: names.floor, sensorName: names.sensor })} · ${t("suspect.within", { radius: Math.round(place.radiusMetres) })}`,
                  ],
                ],
              },
            ],
          },
          {
            title: t("why.title"),
            blocks: [
              {
                kind: "table",
                widths: [50, 10, 14, 26],
                head: [t("print.seen"), "dB", t("print.basis"), t("print.byWhom")],
                none: "–",
                rows: [...column, [`${t("why.score")} · ${code("band", suspect.band)}`, signedDb(totalDb), "", ""]],
              },
              { kind: "text", text: t("why.scoreMore") },
              ...(aside.length === 0 ? [] : [{ kind: "text" as const, text: t("why.aside", { n: aside.length }) }]),
            ],
          },
          {
            title: t("print.innocent"),
            blocks: [...innocent].map((causes) => ({ kind: "text" as const, text: t("why.innocent", { causes }) })),
          },
          {
            title: t("print.heardBy"),
            blocks: [
              {
                kind: "table",
                widths: [40, 20, 40],
                head: [t("ladder.name"), t("why.frameLevel"), t("suspect.lastHeard")],
                none: "–",
                rows: suspect.sensors.map((one) => [
                  names.sensor(one.sensorId),
                  one.levelDbm === undefined ? "–" : levelText(one.levelDbm),
                  one.lastHeardAt === undefined ? "–" : time(one.lastHeardAt),
                ]),
              },
            ],
          },
          {
            title: t("print.decisions"),
            blocks: [
              {
                kind: "table",
                widths: [16, 40, 18, 26],
                head: [t("print.decision"), t("print.why"), t("print.who"), t("print.when")],
                none: t("decide.never"),
                rows: detail.history.map(({ decision, reason, by, at, document, until }) => [
                  code("decision", decision),
                  [reason, ...(document === undefined ? [] : [document])].join(" · "),
                  by,
                  [time(at), ...(until === undefined ? [] : [`→ ${time(until)}`])].join(" "),
                ]),
              },
            ],
          },
        ],
      }}
    />
  );
}
