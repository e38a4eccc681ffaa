import { BASELINES } from "./baselines.ts";
import { judge, withoutTruth, type Judged } from "./judge.ts";
import { placeScene } from "./place-scene.ts";
import type { Scene } from "./scene.ts";

/** One method's answers, with how many sensors heard each transmitter. */
interface Answer extends Judged {
  heardBy: number;
  hasWalls: boolean;
}

const GROUPS: readonly { name: string; holds: (answer: Answer) => boolean }[] = [
  { name: "1", holds: ({ heardBy }) => heardBy === 1 },
  { name: "2", holds: ({ heardBy }) => heardBy === 2 },
  { name: "3", holds: ({ heardBy }) => heardBy === 3 },
  { name: "4–5", holds: ({ heardBy }) => heardBy === 4 || heardBy === 5 },
  { name: "6 and more", holds: ({ heardBy }) => heardBy >= 6 },
];

/** The product against simpler methods: all transmitters, then by how many sensors heard them; calibrated floors with and without. */
export function tableOf(scenes: readonly Scene[]): string {
  const known = scenes.filter(({ transmitters }) => transmitters.some(({ truth }) => truth !== undefined));
  if (known.length === 0)
    return "no scene says where its transmitters are: nothing to hold the answers against (--jsonl prints them)\n";
  const calibratedScenes = known.filter(({ calibration }) => calibration.length > 0);
  const without = (all: readonly Scene[]): Scene[] => all.map((scene) => ({ ...scene, calibration: [] }));
  const posterior = known.flatMap(answersOf);
  const transmitters = posterior.length;
  const rows: string[][] = [["method", "heard by", "number", "median m", "p90 m", "holds 50 / 95 %", "m²", "bits"]];
  const add = (name: string, group: string, answers: readonly Answer[]): void => {
    if (answers.length > 0) rows.push([name, group, ...figuresOf(answers)]);
  };
  add("posterior", "any", posterior);
  for (const baseline of BASELINES) add(baseline.name, "any", baselineAnswers(known, baseline));
  for (const group of GROUPS) {
    add("posterior", group.name, posterior.filter(group.holds));
    for (const baseline of BASELINES.slice(0, 2))
      add(baseline.name, group.name, baselineAnswers(known, baseline).filter(group.holds));
  }
  add("posterior, calibrated", "any", calibratedScenes.flatMap(answersOf));
  add("the same, without", "any", without(calibratedScenes).flatMap(answersOf));
  add(
    "posterior, no walls",
    "any",
    posterior.filter(({ hasWalls }) => !hasWalls),
  );
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return `${transmitters} transmitters on ${known.length} floors. Few floors are few draws: p90 moves by 30 %, coverage by 7 points.\n${lines.join("\n")}\n`;
}

function answersOf(scene: Scene): Answer[] {
  const truths = new Map(scene.transmitters.map((transmitter) => [transmitter.id, transmitter]));
  return placeScene(withoutTruth(scene)).flatMap(({ transmitter, x, y, posterior }) => {
    const asked = truths.get(transmitter);
    return asked?.truth === undefined
      ? []
      : [{ x, y, posterior, truth: asked.truth, heardBy: heardBy(asked), hasWalls: scene.floor.walls.length > 0 }];
  });
}

const baselineAnswers = (scenes: readonly Scene[], baseline: (typeof BASELINES)[number]): Answer[] =>
  scenes.flatMap((scene) =>
    scene.transmitters.flatMap((transmitter) => {
      const place = baseline.place(scene, transmitter);
      return place === undefined || transmitter.truth === undefined
        ? []
        : [
            {
              ...place,
              truth: transmitter.truth,
              heardBy: heardBy(transmitter),
              hasWalls: scene.floor.walls.length > 0,
            },
          ];
    }),
  );

const heardBy = ({ levels }: Scene["transmitters"][number]): number =>
  new Set(
    Object.values(levels).flatMap((sensors) =>
      Object.entries(sensors).flatMap(([id, minutes]) => (minutes.some((level) => level !== null) ? [id] : [])),
    ),
  ).size;

function figuresOf(answers: readonly Answer[]): string[] {
  const { count, medianMetres, p90Metres, in50, in95, area50Metres2, area95Metres2, bits } = judge(answers);
  const hasRegions = Number.isFinite(bits);
  const percent = (share: number): string => (share * 100).toFixed(0);
  return [
    String(count),
    medianMetres.toFixed(1),
    p90Metres.toFixed(1),
    hasRegions ? `${percent(in50)} / ${percent(in95)}` : "–",
    hasRegions ? `${area50Metres2.toFixed(0)}, ${area95Metres2.toFixed(0)}` : "–",
    hasRegions ? bits.toFixed(2) : "–",
  ];
}
