import { execFileSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Architecture } from "./architecture.ts";
import type { Program } from "./program.ts";

/** Where the package puts a program, and the bundled Node, if that package is there. */
const libraryOf = (program: Program): string => `/usr/lib/probewarden-${program}`;
export const NODE_LIBRARY = "/usr/lib/probewarden-node";

/** Units of `configs/systemd` that each package brings. */
export const UNITS: Record<Program, readonly string[]> = {
  agent: [
    "probewarden-supervisor.service",
    "probewarden-radio.service",
    "probewarden-cameras.service",
    "probewarden-page.service",
    "probewarden-page-answer.service",
    "probewarden-page-answer.path",
    "probewarden-update.service",
    "probewarden-update.path",
  ],
  collector: ["probewarden-collector.service", "probewarden-mosquitto.service", "probewarden-mosquitto.path"],
};

/** Settings of the machine that whoever looks after it may change; dpkg asks before it overwrites a changed one. */
const CONFFILES: Record<Program, Record<string, string>> = {
  agent: { "/etc/sysctl.d/60-probewarden.conf": "configs/sysctl/60-probewarden.conf" },
  collector: {},
};

/** Read by people, and by nobody else. */
const PAGES: Record<Program, readonly string[]> = {
  agent: ["configs/agent.yaml", "docs/deploy-a-sensor.md"],
  collector: [
    "configs/collector.yaml",
    "configs/systemd/mosquitto.service.d/probewarden.conf",
    "docs/deploy-a-sensor.md",
    "docs/operate.md",
  ],
};

/** The unit files are those of a clone in /opt; a package's program is in the path, and its guide with the other documents. */
export const unitText = (text: string, name: string): string =>
  text
    .replaceAll("/opt/probewarden/node_modules/.bin/", "/usr/bin/")
    .replaceAll("file:/opt/probewarden/docs/", `file:/usr/share/doc/${name}/`);

/** Lays the files of a program's package into an empty folder, around the program itself (`lay`). */
export function layDebian(program: Program, target: string, root: string, lay: (folder: string) => void): void {
  const name = `probewarden-${program}`;
  const library = libraryOf(program);
  const documents = join(target, "usr/share/doc", name);
  mkdirSync(join(target, library), { recursive: true });
  lay(join(target, library));
  put(join(target, "usr/bin", name), launcher(readFileSync(join(root, program, `bin/${name}.js`), "utf8"), program));
  chmodSync(join(target, "usr/bin", name), 0o755);
  for (const unit of UNITS[program]) {
    const text = readFileSync(join(root, "configs/systemd", unit), "utf8");
    put(join(target, "usr/lib/systemd/system", unit), unitText(text, name));
  }
  for (const [path, source] of Object.entries(CONFFILES[program]))
    put(join(target, path), readFileSync(join(root, source), "utf8"));
  for (const page of PAGES[program]) put(join(documents, basename(page)), readFileSync(join(root, page), "utf8"));
  put(join(documents, "copyright"), readFileSync(join(root, "LICENSE"), "utf8"));
  symlinkSync(join("../../../..", library, "third-party-notices.txt"), join(documents, "third-party-notices.txt"));
}

/** Starts the program with the environment and the flags of its committed launcher, by the bundled Node where that package is installed. */
function launcher(committed: string, program: Program): string {
  const [, environment = "", flags] = /^#!\/usr\/bin\/env -S ((?:\w+=\S+ )*)node(.*)$/m.exec(committed) ?? [];
  if (flags === undefined) throw new Error(`the launcher of ${program} does not begin with \`env -S … node\``);
  return `#!/bin/sh
node=${NODE_LIBRARY}/bin/node
[ -x "$node" ] || node=node
exec env ${environment}"$node"${flags} ${libraryOf(program)}/${program}/bin/probewarden-${program}.js "$@"
`;
}

/** Writes a file, and the folders that it stands in. */
export function put(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

export interface DebianPackage {
  /** `probewarden-agent`; its control file and scripts are in `configs/debian/NAME`. */
  name: string;
  version: string;
  architecture: Architecture;
  /** Seconds since 1970 that each file is dated with, so that two builds of one state are the same octets. */
  epoch: number;
  /** How hard it is packed, 0 to 9; 6 unless said. */
  level?: number;
}

/** Makes a .deb of a folder of files with Debian's own tool; returns its path. */
export function buildDebian(files: string, out: string, root: string, made: DebianPackage): string {
  const { name, version, architecture, epoch, level = 6 } = made;
  const source = join(root, "configs/debian", name);
  const control = join(files, "DEBIAN");
  plainModes(files, epoch);
  const kibibytes = Math.ceil(octetsBelow(files) / 1024);
  mkdirSync(control);
  const fields = readFileSync(join(source, "control"), "utf8")
    .replace("@VERSION@", version)
    .replace("@ARCHITECTURE@", architecture)
    .replace("@INSTALLED_SIZE@", String(kibibytes));
  writeFileSync(join(control, "control"), fields);
  for (const script of ["postinst", "prerm", "postrm"].filter((one) => existsSync(join(source, one)))) {
    cpSync(join(source, script), join(control, script));
    chmodSync(join(control, script), 0o755);
  }
  const settings = existsSync(join(files, "etc")) ? filesBelow(join(files, "etc")) : [];
  const conffiles = settings.map((file) => `${file.slice(files.length)}\n`).join("");
  if (conffiles !== "") writeFileSync(join(control, "conffiles"), conffiles);
  const file = join(out, `${name}_${version}_${architecture}.deb`);
  execFileSync("dpkg-deb", ["--root-owner-group", "-Zxz", `-z${level}`, "--build", files, file], {
    env: { ...process.env, SOURCE_DATE_EPOCH: String(epoch) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  return file;
}

/** Readable by all, written by root alone, run where it is a program; dated alike. Whoever builds it may have another umask. */
export function plainModes(folder: string, epoch: number): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) plainModes(path, epoch);
    else if (entry.isFile()) chmodSync(path, (lstatSync(path).mode & 0o100) === 0 || !isProgram(path) ? 0o644 : 0o755);
    lutimesSync(path, epoch, epoch);
  }
  chmodSync(folder, 0o755);
  lutimesSync(folder, epoch, epoch);
}

/** npm's packages mark much as a program that is none; what is started here stands in a `bin`. */
const isProgram = (path: string): boolean => basename(dirname(path)) === "bin" && !path.includes("/node_modules/");

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();

const octetsBelow = (folder: string): number =>
  // Each file takes whole blocks of the disk; a folder and a link one of them.
  readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
    (sum, entry) =>
      sum + (entry.isFile() ? Math.ceil(lstatSync(join(entry.parentPath, entry.name)).size / 1024) * 1024 : 1024),
    0,
  );
