// Builds what is installed elsewhere: `npm run package -- --help` (usages.mjs).
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { ARCHITECTURES, ownArchitecture, type Architecture } from "./package/architecture.ts";
import { buildDebian, layDebian, put } from "./package/debian.ts";
import { layNode } from "./package/node-runtime.ts";
import { layProgram, PROGRAMS } from "./package/program.ts";
import { publicPem, publisherKey, RELEASE_KEY, signRelease } from "./package/release.ts";
import { buildTarball } from "./package/tarball.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const KINDS = [...PROGRAMS, "node"] as const;

/** When the state that is packed was committed; what builds a release elsewhere may say it (reproducible-builds.org). */
function epochOf(): number {
  const said = process.env["SOURCE_DATE_EPOCH"];
  return Number(said ?? execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: ROOT, encoding: "utf8" }));
}

function choose<T extends string>(known: readonly T[], said: string | undefined, option: string): T | undefined {
  if (said === undefined) return undefined;
  const chosen = known.find((one) => one === said);
  if (chosen === undefined) throw new Error(`${option} ${said}: it is one of ${known.join(", ")}`);
  return chosen;
}

function main(): void {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      architecture: { type: "string" },
      out: { type: "string", default: join(ROOT, "dist/packages") },
      version: { type: "string" },
      node: { type: "string" },
      "release-key": { type: "string" },
      "no-tarball": { type: "boolean", default: false },
    },
  });
  const architecture: Architecture | undefined =
    choose(ARCHITECTURES, values.architecture, "--architecture") ?? ownArchitecture();
  if (architecture === undefined) throw new Error(`--architecture: say which (${ARCHITECTURES.join(", ")})`);
  const only = choose(KINDS, values.only, "--only");
  const version =
    values.version ?? (JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string }).version;
  // What a sensor says of itself and the collector believes (`Version` of the contract), without a suffix, which would be a revision to Debian, and
  // without leading zeros, with which it would be newer than nothing.
  if (!/^(0|[1-9]\d{0,4})(\.(0|[1-9]\d{0,4})){2}$/.test(version))
    throw new Error(`--version ${version}: three numbers (0.2.0)`);
  const epoch = epochOf();
  const { out, "release-key": keyFile } = values;
  mkdirSync(out, { recursive: true });
  const key = keyFile === undefined ? undefined : publisherKey(keyFile);

  const scratch = mkdtempSync(join(tmpdir(), "probewarden-package-"));
  const made: string[] = [];
  try {
    for (const program of PROGRAMS.filter((one) => only === undefined || only === one)) {
      const lay = (folder: string): void => layProgram(program, folder, { root: ROOT, architecture, version });
      const files = join(scratch, program);
      layDebian(program, files, ROOT, lay);
      const isSigned = key !== undefined && program === "agent";
      if (isSigned) put(join(files, RELEASE_KEY), publicPem(key));
      const deb = buildDebian(files, out, ROOT, { name: `probewarden-${program}`, version, architecture, epoch });
      made.push(deb);
      if (isSigned) made.push(signRelease(deb, { version, architecture }, key));
      if (values["no-tarball"]) continue;
      const folder = join(scratch, `${program}-tarball`);
      mkdirSync(folder);
      made.push(buildTarball(program, { folder, out, root: ROOT, version, architecture, epoch }, lay));
    }
    const isNodeWanted =
      only === "node" || (only === undefined && (values.node !== undefined || architecture === ownArchitecture()));
    if (isNodeWanted) {
      const files = join(scratch, "node");
      layNode(files, architecture, values.node);
      made.push(buildDebian(files, out, ROOT, { name: "probewarden-node", version, architecture, epoch }));
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
  for (const file of made) console.log(`${file}\t${(statSync(file).size / 1e6).toFixed(1)} MB`);
}

try {
  main();
} catch (error) {
  console.error(`package: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
