import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { CommandError, ConfigError, printable, safeCell } from "@probewarden/cli";
import type { AuditFault, AuditLine } from "@probewarden/contract";
import { stringify } from "csv-stringify/sync";
import { auditLines } from "../../people/read-audit.ts";
import { verifyAudit } from "../../people/verify-audit.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

const FAULTS: Readonly<Record<AuditFault, string>> = {
  changed: "it, or the line before it, is not what was written",
  missing: "it was taken away",
  "begins-late": "the lines before it were taken away, and no rule did that",
  "cut-off": "it and what came after were taken away",
  outside: "a line stands beside the chain: it was put in by hand",
  "not-the-known-link": "every link holds, but the link that you gave is none of them: the chain was written anew",
};

/** Looks through the record of who did what, and names the first link that does not hold. @throws CommandError when one does not */
export async function verifyRecord(context: CommandContext, options: { config?: string; end?: string }): Promise<void> {
  if (options.end !== undefined && !/^[0-9a-f]{64}$/.test(options.end))
    throw new ConfigError(
      `--end ${options.end.slice(0, 80)}: a link is 64 hexadecimal digits (as \`audit verify\` prints it)`,
    );
  const config = preparedConfigOf(context, options.config);
  const { broken, ...report } = await withState(config, (state) => verifyAudit(state.db, options.end));
  if (broken !== undefined) throw new CommandError(`audit: line ${broken.seq}: ${FAULTS[broken.fault]}`);
  context.print(`audit: whole: ${report.lines} lines, ${report.from} to ${report.to}, end ${report.end}`);
}

const COLUMNS = ["seq", "at", "by", "action", "subject", "before", "hash"] as const satisfies (keyof AuditLine)[];

/** Writes the whole record into a new file, in the order of the chain. @throws ConfigError, CommandError */
export async function exportRecord(
  context: CommandContext,
  file: string,
  options: { config?: string; format: string },
): Promise<void> {
  if (options.format !== "jsonl" && options.format !== "csv")
    throw new ConfigError(
      `--format ${printable(options.format.slice(0, 40))}: it is jsonl or csv (example: --format csv)`,
    );
  const write = options.format === "jsonl" ? asJsonLines : asCsv;
  const config = preparedConfigOf(context, options.config);
  const stream = createWriteStream(file, { flags: "wx", mode: 0o600 });
  try {
    await once(stream, "open");
  } catch (cause) {
    throw new CommandError(`${file}: cannot be made: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    });
  }
  let count = 0;
  await withState(config, async (state) => {
    if (options.format === "csv") stream.write(stringify([[...COLUMNS]], { record_delimiter: "windows", bom: true }));
    for await (const lines of auditLines(state.db)) {
      count += lines.length;
      if (!stream.write(write(lines))) await once(stream, "drain");
    }
  });
  stream.end();
  await once(stream, "close");
  context.print(`${count} lines are in ${file}`);
}

const asJsonLines = (lines: readonly AuditLine[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join("");

const asCsv = (lines: readonly AuditLine[]): string =>
  stringify(
    lines.map((line) => COLUMNS.map((column) => safeCell(line[column]))),
    { record_delimiter: "windows" },
  );
