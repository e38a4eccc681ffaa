// `npm run evaluate:place -- DIR [--jsonl]`: places every transmitter of the scenes in DIR (their form: scene.ts) and prints a line for each, or
// a table against simpler methods. Without DIR on floors that are made here. Exit code 1: a scene cannot be read, in words on stderr; 2: wrong usage.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makeScene } from "./make-scene.ts";
import { placeScene } from "./place-scene.ts";
import type { Scene } from "./scene.ts";
import { tableOf } from "./table.ts";

/** Floors that are made when no folder is named. */
const MADE_FLOORS = 24;
const FIRST_SEED = 1_000;

function scenesIn(folder: string): { name: string; read: () => Scene }[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => ({ name, read: () => sceneOf(readFileSync(join(folder, name), "utf8")) }));
}

/** Whoever names a folder of something else is told so; a scene without calibration may leave it out. */
function sceneOf(json: string): Scene {
  const { calibration = [], ...scene } = (JSON.parse(json) ?? {}) as Partial<Scene>;
  const isFloor = typeof scene.floor === "object" && scene.floor !== null;
  if (!isFloor || ![scene.sensors, scene.transmitters, calibration].every(Array.isArray))
    throw new TypeError("is no scene: it has no floor, sensors and transmitters");
  return { ...scene, calibration } as Scene;
}

const madeScenes = (): { name: string; read: () => Scene }[] =>
  Array.from({ length: MADE_FLOORS }, (_, index) => ({
    name: `made-${FIRST_SEED + index}`,
    read: () => makeScene(FIRST_SEED + index),
  }));

/** Runs the command. Returns the exit code; writes to what it is given only. */
export function evaluate(
  args: readonly string[],
  out: (text: string) => void,
  complain: (text: string) => void,
): number {
  let folder: string | undefined;
  let isJsonl: boolean;
  let scenes: { name: string; read: () => Scene }[];
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { jsonl: { type: "boolean", default: false } },
      allowPositionals: true,
    });
    isJsonl = values.jsonl;
    [folder] = positionals;
    scenes = folder === undefined ? madeScenes() : scenesIn(folder);
  } catch (error) {
    complain(`UsageError: ${messageOf(error)} (npm run evaluate:place -- DIR [--jsonl])\n`);
    return 2;
  }
  let exitCode = 0;
  const read: Scene[] = [];
  for (const { name, read: readScene } of scenes)
    try {
      const scene = readScene();
      if (isJsonl) for (const line of placeScene(scene)) out(`${JSON.stringify(line)}\n`);
      else read.push(scene);
    } catch (error) {
      complain(`SceneError: ${name}: ${messageOf(error)}\n`);
      exitCode = 1;
    }
  if (!isJsonl) out(tableOf(read));
  return exitCode;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

if (process.argv[1] !== undefined && import.meta.filename === process.argv[1])
  process.exitCode = evaluate(
    process.argv.slice(2),
    (text) => process.stdout.write(text),
    (text) => process.stderr.write(text),
  );
