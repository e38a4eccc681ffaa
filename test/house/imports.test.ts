import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../road/sandbox.ts";

/** What each workspace may import of the others: the parts meet on MQTT and HTTP only. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  cli: [],
  place: [],
  agent: ["contract", "cli"],
  collector: ["contract", "cli", "place"],
  dashboard: ["contract", "place"],
  demo: ["contract", "cli", "agent", "collector"],
};

/** Rooms of the radio process: each knows those before it only. `report/timestamp.ts` knows nobody, and anybody may spell a time. */
const ROOMS = ["dot11", "venue", "air", "detectors", "judge", "report"];

function sourcesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesIn(path);
    return /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$|-for-tests\.ts$/.test(name) ? [path] : [];
  });
}

const importsOf = (path: string): string[] =>
  [...readFileSync(path, "utf8").matchAll(/(?:from|import\() ?"([^"]+)"/g)].map((match) => match[1] ?? "");

/** Circles among the files of a workspace, each as the files that it goes through. */
function circlesIn(workspace: string): string[][] {
  const files = sourcesIn(`${ROOT}${workspace}/src`);
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file).flatMap((it) => (it.startsWith(".") ? [normalize(join(dirname(file), it))] : [])),
    ]),
  );
  const circles: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at >= 0) circles.push(path.slice(at).map((it) => relative(ROOT, it)));
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  return circles;
}

test.each(Object.keys(MAY_IMPORT))("no file of %s imports itself by a detour", (workspace) => {
  expect(circlesIn(workspace)).toEqual([]);
});

test.each(Object.entries(MAY_IMPORT))("%s imports of the other parts only %j", (workspace, allowed) => {
  for (const file of sourcesIn(`${ROOT}${workspace}/src`))
    for (const name of importsOf(file)) {
      const part = /^@probewarden\/([a-z]+)/.exec(name)?.[1];
      if (part !== undefined) expect(allowed, `${relative(ROOT, file)} imports ${name}`).toContain(part);
      if (name.startsWith("."))
        expect(normalize(join(dirname(file), name)), relative(ROOT, file)).toContain(`${ROOT}${workspace}/src/`);
    }
});

test("a room of the radio process knows only the rooms before it", () => {
  const radio = `${ROOT}agent/src/radio/`;
  for (const [rank, room] of ROOMS.entries())
    for (const file of sourcesIn(radio + room))
      for (const name of importsOf(file).filter((it) => it.startsWith("."))) {
        const target = relative(radio, normalize(join(dirname(file), name)));
        if (target === "report/timestamp.ts") continue;
        const known = ROOMS.indexOf(target.split("/")[0] ?? "");
        expect(known, `${relative(ROOT, file)} imports ${target}`).toBeLessThanOrEqual(rank);
        expect(known, `${relative(ROOT, file)} imports ${target}`).toBeGreaterThanOrEqual(0);
      }
});
