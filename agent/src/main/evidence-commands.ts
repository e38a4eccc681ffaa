import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CommandError } from "@probewarden/cli";
import { readBundle, type ReadBundle } from "../cameras/evidence/bundle.ts";
import { reportCsv, reportPage } from "../cameras/evidence/report.ts";
import type { ReportLanguage } from "../cameras/evidence/report-words.ts";
import { quoted } from "./printable.ts";

/** A bundle of 200 cameras with 1 MB each is shorter. */
const OCTETS = 512 * 1024 * 1024;

/** Verifies a bundle offline and prints what it holds. Throws {@link CommandError} that names what was changed. */
export async function verifyBundle(file: string, seal: string | undefined): Promise<void> {
  const bundle = await readWhole(file);
  if (seal !== undefined && seal.toLowerCase() !== bundle.seal)
    throw new CommandError(
      `${file}: its seal is ${bundle.seal}, and not the one that was given: it is another bundle, or was made anew`,
    );
  const count = (kind: string): number => bundle.entries.filter((entry) => entry.kind === kind).length;
  process.stdout.write(
    `whole: ${count("camera")} cameras, ${count("answer")} answers, ${count("sent")} requests, ${count("round")} entries of rounds\nseal ${bundle.seal}\n`,
  );
}

/** Writes the printable page and the table of a bundle. Throws {@link CommandError} when the bundle is not whole. */
export async function reportBundle(file: string, folder: string, languages: readonly ReportLanguage[]): Promise<void> {
  const { entries, seal } = await readWhole(file);
  await mkdir(folder, { recursive: true });
  const files = [
    ...languages.map((language) => [`cameras.${language}.html`, reportPage(entries, seal, language)] as const),
    ["cameras.csv", reportCsv(entries)] as const,
  ];
  for (const [name, text] of files) {
    await writeFile(join(folder, name), text, { mode: 0o600 });
    process.stdout.write(`${join(folder, name)}\n`);
  }
}

async function readWhole(file: string): Promise<ReadBundle> {
  const found = await stat(file).catch((cause: unknown) => {
    throw new CommandError(`${file} cannot be read`, { cause });
  });
  if (!found.isFile()) throw new CommandError(`${file} is no file, and so no bundle`);
  const { size } = found;
  if (size > OCTETS) throw new CommandError(`${file} is longer than a bundle`);
  const bundle = readBundle(await readFile(file));
  if (bundle.problems.length > 0)
    throw new CommandError(
      `${file} is not whole: ${bundle.problems.map((each) => quoted(each).slice(1, -1)).join("; ")}`,
    );
  return bundle;
}
