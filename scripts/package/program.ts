import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LEFT_OUTSIDE as AGENT_LEFT_OUTSIDE } from "../../agent/left-outside.ts";
import { LEFT_OUTSIDE as COLLECTOR_LEFT_OUTSIDE } from "../../collector/left-outside.ts";
import type { Architecture } from "./architecture.ts";
import { nativeModule } from "./native-module.ts";
import { writeNotices, type OtherWork } from "./notices.ts";
import { copyModule, runTimeModules } from "./run-time-modules.ts";

/** What is packed: the sensor, or the collector with the dashboard inside. */
export const PROGRAMS = ["agent", "collector"] as const;
export type Program = (typeof PROGRAMS)[number];

/** What lies beside the bundle and is read by it. */
const BESIDE: Record<Program, { left: readonly string[]; folders: readonly string[]; bundled: readonly string[] }> = {
  agent: { left: AGENT_LEFT_OUTSIDE, folders: [], bundled: ["agent"] },
  collector: { left: COLLECTOR_LEFT_OUTSIDE, folders: ["verifier"], bundled: ["collector", "dashboard"] },
};

/** One that npm would have to compile on the sensor; without it frames come through a pipe from tcpdump. */
const COMPILED = ["pcap"];

/** The native module is one for each processor, so it is chosen apart. */
const isNative = (name: string): boolean => name.startsWith("@libsql/");

/**
 * Lays a program into an empty folder as it lies in a clone that was built, so that it finds everything where it looks for it: bundle, what is read beside it,
 * the packages that stay outside of the bundle, `LICENSE` and the notices. No source map: it would name folders of who built it.
 */
export function layProgram(
  program: Program,
  target: string,
  { root, architecture, version }: { root: string; architecture: Architecture; version: string },
): void {
  const { left, folders, bundled } = BESIDE[program];
  const workspace = join(target, program);
  mkdirSync(join(workspace, "dist"), { recursive: true });
  cpSync(join(root, program, "bin"), join(workspace, "bin"), { recursive: true });
  for (const folder of folders) cpSync(join(root, program, folder), join(workspace, folder), { recursive: true });
  layBundle(join(root, program, "dist/bundle"), join(workspace, "dist/bundle"));
  const { description, license, type } = manifestOf(root, program);
  const manifest = { name: `@probewarden/${program}`, version, private: true, description, license, type };
  writeFileSync(join(workspace, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  if (program === "collector")
    cpSync(join(root, "dashboard/dist"), join(target, "dashboard/dist"), { recursive: true });

  const wanted = left.filter((name) => !COMPILED.includes(name));
  const outside = runTimeModules(wanted, join(root, program), isNative);
  for (const module of outside) copyModule(module, root, target);
  const native = nativeModule(root, architecture);
  cpSync(native.folder, join(target, "node_modules", native.name), { recursive: true });

  const inside = bundled.flatMap((one) => {
    // The dashboard is built of what it does not need to run: its pages that make and read PDFs are chunks of it.
    const { dependencies = {}, devDependencies = {} } = manifestOf(root, one);
    const isOther = (name: string): boolean =>
      COMPILED.includes(name) || isNative(name) || name.startsWith("@probewarden/");
    const own = ["contract", "cli", "place"].flatMap((name) => Object.keys(manifestOf(root, name).dependencies ?? {}));
    const names = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...own].filter(
      (name) => !isOther(name),
    );
    return runTimeModules(names, join(root, one), isOther);
  });
  const modules = new Map([...inside, ...outside, native].map((module) => [module.folder, module]));
  writeFileSync(join(target, "third-party-notices.txt"), writeNotices([...modules.values()], othersOf(root, program)));
  cpSync(join(root, "LICENSE"), join(target, "LICENSE"));
}

/** The bundle without its source maps, and without the line that names them. */
function layBundle(source: string, target: string): void {
  mkdirSync(target);
  for (const name of readdirSync(source).filter((one) => one.endsWith(".js"))) {
    const text = readFileSync(join(source, name), "utf8");
    writeFileSync(join(target, name), text.replace(/\n\/\/# sourceMappingURL=\S+\s*$/, "\n"));
  }
}

function othersOf(root: string, program: Program): OtherWork[] {
  if (program === "agent") return [];
  const text = readFileSync(join(root, "dashboard/src/print/font/OFL.txt"), "utf8");
  return [{ name: "Noto Sans SC, the font of printed pages", licence: "OFL-1.1", text }];
}

interface Manifest {
  version: string;
  description: string;
  license: string;
  type: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

const manifestOf = (root: string, workspace: string): Manifest =>
  JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as Manifest;
