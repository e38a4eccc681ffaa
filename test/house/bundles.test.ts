import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const OPENED = /openThread\(\s*import\.meta\.url,\s*"([\w-]+)"/g;

/** Sources of a workspace that are built. */
const sourcesOf = (workspace: string): string[] =>
  readdirSync(`${ROOT}${workspace}/src`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"))
    .map((path) => `${ROOT}${workspace}/src/${path}`);

test.each(["agent", "collector"])(
  "each thread that %s opens is a file of its bundle, beside the program",
  (workspace) => {
    const opened = sourcesOf(workspace).flatMap((path) =>
      [...readFileSync(path, "utf8").matchAll(OPENED)].map(([, name = ""]) => name),
    );
    expect(opened.length).toBeGreaterThan(0);
    const config = readFileSync(`${ROOT}${workspace}/vite.config.ts`, "utf8");
    for (const name of opened) {
      const [, source = ""] = new RegExp(`"${name}": "(.*)"`).exec(config) ?? [];
      expect([name, basename(source)]).toEqual([name, `${name}.ts`]);
      expect([source, existsSync(`${ROOT}${workspace}/${source}`)]).toEqual([source, true]);
    }
  },
);

test("what signs in by an identity provider is loaded by who asks one, and by nobody's start", () => {
  const importers = sourcesOf("collector").filter((path) => readFileSync(path, "utf8").includes('"openid-client"'));
  expect(importers.map((path) => basename(path))).toEqual(["identity-provider.ts"]);
  const text = readFileSync(importers[0] ?? "", "utf8");
  // Types are gone when it runs.
  expect([...text.matchAll(/^import .*"openid-client";$/gm)].map(([line]) => line.startsWith("import type "))).toEqual([
    true,
  ]);
  expect(text).toContain('await import("openid-client")');
});

test.each(["agent", "collector"])(
  "%s runs the bundle that the build makes, and a build that lacks it is no build",
  (workspace) => {
    const launcher = readFileSync(`${ROOT}${workspace}/bin/probewarden-${workspace}.js`, "utf8");
    expect(launcher).toContain('new URL("../dist/bundle/main.js", import.meta.url)');
    expect(readFileSync(`${ROOT}scripts/is-built.mjs`, "utf8")).toContain(`"${workspace}/dist/bundle/main.js"`);
  },
);

/** Sources of the files that a file of a bundle cannot do without, by their maps. */
function loadedWith(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  // What the bundler itself adds has no source, and so no map.
  const map = existsSync(`${file}.map`) ? readFileSync(`${file}.map`, "utf8") : '{"sources":[]}';
  const { sources } = JSON.parse(map) as { sources: string[] };
  const imported = [...readFileSync(file, "utf8").matchAll(/^import .*"(\.\/[^"]+)";$/gm)];
  return [...sources, ...imported.flatMap(([, path = ""]) => loadedWith(join(dirname(file), path), seen))];
}

test("a replay loads no schema and nothing that reads YAML: its lists were read when it was built", () => {
  const bundle = `${ROOT}agent/dist/bundle/`;
  const replay = readdirSync(bundle).find((name) => /^replay-file-.*\.js$/.test(name)) ?? "";
  const sources = [`${bundle}main.js`, bundle + replay].flatMap((file) => loadedWith(file));
  expect(sources.filter((source) => source.includes("detectors/")).length).toBeGreaterThan(10);
  expect(sources.filter((source) => /node_modules\/(typebox|yaml)\//.test(source))).toEqual([]);
});
