import { cpSync, existsSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";

/** A package of npm as it lies on the disk. */
export interface Module {
  name: string;
  version: string;
  /** What its package.json says of its licence. */
  licence: string;
  folder: string;
}

interface Manifest {
  name: string;
  version: string;
  license?: string | { type: string };
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** Descriptions for a compiler: nothing of them runs. */
const isTypesOnly = (name: string): boolean => name.startsWith("@types/") || name === "undici-types";

/** Where Node would find a package from a folder; undefined where it is not installed. */
function findFolder(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", name);
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * These packages and all that they need at run time, as they are installed; what is optional and not there is left out.
 * @param without names that are not wanted, with what only they need
 * @throws Error where one that is needed is not installed
 */
export function runTimeModules(
  names: readonly string[],
  from: string,
  without: (name: string) => boolean = () => false,
): Module[] {
  const found = new Map<string, Module>();
  const take = (name: string, importer: string, isOptional: boolean): void => {
    if (isTypesOnly(name) || without(name)) return;
    const folder = findFolder(name, importer);
    if (folder === undefined) {
      if (isOptional) return;
      throw new Error(`${name}: it is not installed, and ${importer} needs it (run npm ci)`);
    }
    if (found.has(folder)) return;
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const { license = "not said" } = manifest;
    found.set(folder, {
      name: manifest.name,
      version: manifest.version,
      licence: typeof license === "string" ? license : license.type,
      folder,
    });
    const optional = manifest.optionalDependencies ?? {};
    for (const needed of Object.keys(manifest.dependencies ?? {})) take(needed, folder, needed in optional);
    for (const needed of Object.keys(optional)) take(needed, folder, true);
  };
  for (const name of names) take(name, from, false);
  return [...found.values()].toSorted((one, other) => (one.folder < other.folder ? -1 : 1));
}

/** What a package brings for who works on it, and nobody runs. */
const FOR_DEVELOPERS = /^(tests?|__tests__|fixtures|examples?|bench(marks?)?|docs?|coverage|typings)$/;
/** Nor any name that begins with a dot, nor tests wherever they lie. */
const NEVER = /^(\..*|tests?|__tests__)$/;
const NOT_RUN = /\.(map|[cm]?ts|tsx|md|markdown|flow|tsbuildinfo)$/;
const LICENCE_FILE = /^(licen[cs]e|copying|notice|copyright)/i;

export const isLicenceFile = (name: string): boolean => LICENCE_FILE.test(name);

/** Copies what runs of a package, and its licence, to the same place below another root. */
export function copyModule(module: Module, root: string, target: string): void {
  cpSync(module.folder, join(target, relative(root, module.folder)), {
    recursive: true,
    dereference: true,
    filter: (source) => {
      if (source === module.folder) return true;
      const name = basename(source);
      // Packages inside of it are copied by themselves, where they are needed.
      if (name === "node_modules") return false;
      if (isLicenceFile(name)) return true;
      if (NOT_RUN.test(name) || NEVER.test(name)) return false;
      return !(FOR_DEVELOPERS.test(name) && dirname(source) === module.folder);
    },
  });
}

/** The words of a package's licence, from its own files; undefined where it brings none. */
export function licenceText({ folder }: Module): string | undefined {
  const files = readdirSync(folder, { withFileTypes: true }).filter(
    (file) => file.isFile() && isLicenceFile(file.name),
  );
  const texts = files.map(({ name }) => readFileSync(join(folder, name), "utf8").trim());
  return texts.length === 0 ? undefined : texts.join("\n\n");
}
