import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BASELINES } from "./baselines.ts";
import { evaluate } from "./evaluate.ts";
import { judge, withoutTruth, type Judged } from "./judge.ts";
import { makeScene } from "./make-scene.ts";
import { placeScene, type PlaceLine } from "./place-scene.ts";
import type { Scene } from "./scene.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "probewarden-place-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[]): { lines: PlaceLine[]; out: string; words: string; exitCode: number } {
  let out = "";
  let words = "";
  const exitCode = evaluate(
    args,
    (text) => (out += text),
    (text) => (words += text),
  );
  const lines = args.includes("--jsonl")
    ? out
        .trim()
        .split("\n")
        .filter(Boolean)
        .map((line) => JSON.parse(line) as PlaceLine)
    : [];
  return { lines, out, words, exitCode };
}

function folderOf(name: string, scenes: Record<string, unknown>): string {
  const path = mkdtempSync(join(folder, name));
  for (const [file, scene] of Object.entries(scenes)) writeFileSync(join(path, file), JSON.stringify(scene));
  return path;
}

/** Holds answers against truths that the estimator did not see. */
function judged(scenes: readonly Scene[]): Judged[] {
  return scenes.flatMap((scene) => {
    const truths = new Map(scene.transmitters.map(({ id, truth }) => [id, truth!]));
    return placeScene(withoutTruth(scene)).map(({ transmitter, x, y, posterior }) => ({
      x,
      y,
      posterior,
      truth: truths.get(transmitter)!,
    }));
  });
}

test("each transmitter has one line with a grid that covers the floor, also where nobody says where it is", () => {
  const scene = makeScene(7, { kind: "L", sensors: 3, transmitters: 3 });
  const unheard = { id: "nobody", levels: { "2437": {} }, frames: { "2437": {} } };
  const bare = withoutTruth({ ...scene, transmitters: [...scene.transmitters, unheard] });
  const dir = folderOf("lines-", { "a.json": bare, "b.json": { ...scene, scene: "b" } });
  const { lines, words, exitCode } = run([dir, "--jsonl"]);
  expect([exitCode, words]).toEqual([0, ""]);
  expect(lines.map(({ scene: name, transmitter }) => `${name} ${transmitter}`)).toEqual([
    "made-7 t1",
    "made-7 t2",
    "made-7 t3",
    "made-7 nobody",
    "b t1",
    "b t2",
    "b t3",
  ]);
  for (const { posterior, x, y, in50, errorMetres, scene: name } of lines) {
    expect(posterior).toMatchObject({ step: 1, columns: 120, rows: 60 });
    expect(posterior.weights).toHaveLength(7_200);
    expect(Math.max(...posterior.weights)).toBe(10_000);
    expect(x >= 0 && x <= 120 && y >= 0 && y <= 60).toBe(true);
    expect([in50 === undefined, errorMetres === undefined]).toEqual([name !== "b", name !== "b"]);
  }
});

test("what the truth is changes no answer, and the same scene has the same answer each time", () => {
  const scene = makeScene(11, { kind: "shops", sensors: 4, transmitters: 3 });
  const answers = (of: Scene): unknown[] => placeScene(of).map(({ x, y, posterior }) => ({ x, y, posterior }));
  const moved = structuredClone(scene);
  for (const transmitter of moved.transmitters) transmitter.truth = { x: 0, y: 0 };
  expect(answers(moved)).toEqual(answers(scene));
  expect(answers(withoutTruth(scene))).toEqual(answers(scene));
});

test("a scene that cannot be computed with is told in words, and the others are answered", () => {
  const scene = makeScene(7, { kind: "carpark", sensors: 3, transmitters: 1 });
  const dir = folderOf("hostile-", {
    "a.json": { ...scene, floor: { ...scene.floor, widthMetres: 60_000 } },
    "b.json": { hello: "world" },
    "c.json": scene,
  });
  const { lines, words, exitCode } = run([dir, "--jsonl"]);
  expect(exitCode).toBe(1);
  expect(lines).toHaveLength(1);
  expect(words).toContain("a.json: the floor's width is 60000 (0.5 to 2000 is meant)");
  expect(words).toContain("b.json: is no scene");
});

test("wrong usage is exit code 2, with the usage", () => {
  expect(run(["/nowhere/at/all"])).toMatchObject({
    exitCode: 2,
    words: expect.stringContaining("npm run evaluate:place"),
  });
  expect(run(["--csv"]).exitCode).toBe(2);
});

test("without --jsonl it prints the table against the baselines", () => {
  const dir = folderOf("table-", {
    "a.json": makeScene(3, { kind: "carpark", sensors: 6, transmitters: 4, walkPoints: 12 }),
  });
  const { out, exitCode } = run([dir]);
  expect(exitCode).toBe(0);
  for (const words of ["posterior", "until 2026-11", "weighted centroid", "fixed −25 dBm", "the same, without"])
    expect(out).toContain(words);
});

test("on made floors it is far better than what was before, and its regions hold what they say", () => {
  // Twelve floors of three kinds: enough to see each usual fault (silence or walls ignored, minutes multiplied), too few for the table.
  const scenes = Array.from({ length: 12 }, (_, index) =>
    makeScene(500 + index, {
      kind: (["shops", "L", "carpark"] as const)[index % 3]!,
      sensors: [3, 5, 6, 9][Math.floor(index / 3)]!,
      transmitters: 6,
    }),
  );
  const now = judge(judged(scenes));
  const before = judge(
    scenes.flatMap((scene) =>
      scene.transmitters.flatMap((transmitter) => {
        const place = BASELINES[0]!.place(scene, transmitter);
        return place === undefined ? [] : [{ ...place, truth: transmitter.truth! }];
      }),
    ),
  );
  expect(now.medianMetres).toBeLessThan(0.75 * before.medianMetres);
  expect(now.p90Metres).toBeLessThan(0.75 * before.p90Metres);
  expect(now.in50).toBeGreaterThan(0.4);
  expect(now.in50).toBeLessThan(0.7);
  expect(now.in95).toBeGreaterThan(0.93);
  expect(now.bits).toBeGreaterThan(2.7);
});

const ODD = [
  ["sensors that stopped in the middle", { stopped: 3 }],
  ["a sensor 20 dB too deaf", { deafDb: -20 }],
  ["no walls drawn", { isBare: true }],
  ["radios with two bands", { bands: 2 }],
  ["more air than the model believes in", { exponent: 4.5, spreadDb: 8 }],
] as const;

test.each(ODD)("with $0 the 95 % region still holds", (_, wanted) => {
  const scenes = Array.from({ length: 4 }, (_, index) =>
    makeScene(900 + index, { kind: index % 2 === 0 ? "shops" : "carpark", sensors: 6, transmitters: 8, ...wanted }),
  );
  expect(judge(judged(scenes)).in95).toBeGreaterThan(0.85);
});

test("calibration brings bits on the same floors", () => {
  const scenes = Array.from({ length: 8 }, (_, index) =>
    makeScene(700 + index, {
      kind: index % 2 === 0 ? "shops" : "carpark",
      sensors: 6,
      transmitters: 6,
      walkPoints: 12,
      accessPoints: 2,
    }),
  );
  const without = judge(judged(scenes.map((scene) => ({ ...scene, calibration: [] }))));
  expect(judge(judged(scenes)).bits).toBeGreaterThan(without.bits + 0.05);
});

test("a file of something else is no scene, and a scene may leave its calibration out", () => {
  const { calibration: _, ...scene } = makeScene(7, { kind: "L", sensors: 3, transmitters: 2 });
  const dir = folderOf("others-", { "a.json": scene, "package.json": { name: "x" }, "null.json": null });
  for (const args of [[dir], [dir, "--jsonl"]]) {
    const { out, words, exitCode } = run(args);
    expect(exitCode).toBe(1);
    expect(words.match(/is no scene/g)).toHaveLength(2);
    expect(out).not.toBe("");
  }
});
