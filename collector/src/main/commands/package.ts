import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { pathToFileURL } from "node:url";
import { CommandError, ConfigError, printable } from "@probewarden/cli";
import { askForPackage, takePackage } from "../../packages/evidence-packages.ts";
import { packageKeyFile, packageKeyOf } from "../../packages/package-key.ts";
import type { About } from "../../packages/subjects/package-subject.ts";
import { VERIFIER } from "../../packages/write-package.ts";
import { asOwnerOf } from "../../store/as-owner.ts";
import { openSeries } from "../../store/series/open-series.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

const DAY_MS = 24 * 3_600_000;
/** The schema of the API takes as many. */
const LONGEST = 400;

export interface PackageMakeOptions {
  config?: string;
  out: string;
  by: string;
  purpose: string;
  legalBasis: string;
  /** In the place of a suspect. */
  camera?: string;
  /** The number of a decision about it. */
  decision?: string;
}

/** What a package is to be of. @throws ConfigError where that is nothing, or two things */
function aboutOf(suspectId: string | undefined, { camera, decision }: PackageMakeOptions): About {
  if ((suspectId === undefined) === (camera === undefined))
    throw new ConfigError("a package is of one thing: name a suspect, or a camera with --camera (its page has its id)");
  if (decision !== undefined && !/^[1-9]\d{0,14}$/.test(decision))
    throw new ConfigError(
      `--decision ${printable(decision.slice(0, 40))}: it is a number (as the history of the suspect or the camera has it: decisionId)`,
    );
  const decisionId = decision === undefined ? undefined : Number(decision);
  return camera === undefined
    ? { kind: "suspect", id: suspectId ?? "", decisionId }
    : { kind: "camera", id: camera, decisionId };
}

/** Writes a package of evidence into a new file, and into the record that somebody did. @throws ConfigError, CommandError */
export async function makePackage(
  context: CommandContext,
  suspectId: string | undefined,
  options: PackageMakeOptions,
): Promise<void> {
  const about = aboutOf(suspectId, options);
  const name = printable(about.id.slice(0, 80));
  for (const [option, text, most] of [
    ["--by", options.by, 64],
    ["--purpose", options.purpose, LONGEST],
    ["--legal-basis", options.legalBasis, LONGEST],
  ] as const)
    if (text.trim() === "" || text.length > most)
      throw new ConfigError(`${option}: it has 1 to ${most} characters (it stands in the package and in the record)`);
  const config = preparedConfigOf(context, options.config);
  const file = await withState(config, async (state) => {
    const now = context.now();
    const who = { by: options.by.trim(), at: now };
    const asked = await askForPackage(state, about, options, who);
    if (asked === "no-subject") throw new CommandError(`${name}: there is no such ${about.kind} (its page has its id)`);
    if (asked === "no-decision") throw new CommandError(`${name}: there is no decision ${about.decisionId} about it`);
    if (asked === "too-many-waiting") throw new CommandError(`${name}: 200 requests wait for a second person already`);
    if (asked !== "too-many" && asked.state !== "ready")
      throw new CommandError(`${name}: ${asked.packageId} waits for a second person, who answers in the browser`);
    if (asked === "too-many") throw new CommandError(`${name}: 200 packages were asked for about it already`);
    const series = await openSeries(config.series.url, config.dataDir);
    try {
      const parts = {
        state,
        series,
        key: packageKeyOf(packageKeyFile(config)),
        keptMs: config.retention.hourDays * DAY_MS,
      };
      const made = await takePackage(parts, asked.packageId, { by: who.by, now });
      if (typeof made === "string") throw new CommandError(`${name}: it is gone`);
      return made.file;
    } finally {
      await series.stop();
    }
  });
  await writeFile(options.out, file, { flag: "wx", mode: 0o600 }).catch((cause: unknown) => {
    throw new CommandError(
      `${options.out}: cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`,
      {
        cause,
      },
    );
  });
  const { fingerprint } = packageKeyOf(packageKeyFile(config)).described;
  context.print(`${options.out}: ${file.length} octets, signed with the key ${fingerprint}`);
}

/** Says which key packages are signed with: whoever verifies one is told. */
export async function showPackageKey(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  await asOwnerOf(config.dataDir, async () =>
    context.print(packageKeyOf(packageKeyFile(config)).described.fingerprint),
  );
}

/** Verifies a package as the verifier in one file does. @throws ConfigError, CommandError for one that is not whole */
export async function verifyPackageFile(
  context: CommandContext,
  file: string,
  options: { key: string },
): Promise<void> {
  const key = options.key.replaceAll(/[\s:]/g, "").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(key))
    throw new ConfigError(
      `--key ${printable(options.key.slice(0, 80))}: a fingerprint is 64 hexadecimal digits (as \`package key\` prints it)`,
    );
  const { verifyPackage } = (await import(pathToFileURL(VERIFIER).href)) as {
    verifyPackage: (content: Buffer, fingerprint: string) => { where: string; what: string; otherKey?: string }[];
  };
  const faults = verifyPackage(readPackage(file), key);
  const [fault] = faults;
  if (faults.length === 1 && fault?.otherKey !== undefined)
    throw new CommandError(
      `${file}: its signature is whole, but made with another key than the one given: ${fault.otherKey}; compare them (mistyped, another collector's, or signed anew)`,
    );
  if (faults.length > 0)
    throw new CommandError(
      `${file}: not as it was made: ${faults.map(({ where, what }) => `${where}: ${what}`).join("; ")}`,
    );
  context.print(`${file}: whole, and signed with the key ${key}`);
}

function readPackage(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CommandError(`${file}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
}
