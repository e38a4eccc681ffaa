import { fillAll, placeTransmitter, surveyFloor } from "@probewarden/place";
import { makeScene } from "../place/make-scene.ts";
import { looksAt } from "../place/place-scene.ts";
import type { Row } from "./bench.ts";

const ROUNDS = 20;

/** What one posterior costs on a floor of 100 × 60 m with 12 sensors and 60 walls, over suspects with one and two bands. */
export function benchPlace(): Row {
  const scene = makeScene(5, { kind: "L", sensors: 12, transmitters: 20 });
  const survey = surveyFloor(
    { widthMetres: 100, heightMetres: 60, walls: scene.floor.walls.slice(0, 60) },
    scene.sensors,
  );
  fillAll(survey);
  const looks = scene.transmitters.map((transmitter) => looksAt(scene, transmitter));
  const bands = looks.reduce((sum, channels) => sum + channels.length, 0);
  const costs = Array.from({ length: ROUNDS }, () => {
    const begin = process.cpuUsage();
    for (const channels of looks) placeTransmitter(survey, channels);
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1_000 / bands;
  }).sort((a, b) => a - b);
  return {
    what: "place of a suspect on 100 × 60 m, 12 sensors: CPU ms for each band",
    ours: (costs[ROUNDS / 2] ?? 0).toFixed(1),
    limit: "≤ 5",
  };
}
