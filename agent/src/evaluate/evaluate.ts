import { addSummary, emptySummary, evaluateFolder, type CaptureResult, type EvaluationSummary } from "./evaluation.ts";

// npm run evaluate -- DIR… [--jsonl]
const args = process.argv.slice(2);
const isJsonl = args.includes("--jsonl");
const folders = args.filter((arg) => arg !== "--jsonl");
const unknown = folders.find((folder) => folder.startsWith("--"));
if (folders.length === 0 || unknown !== undefined) {
  if (unknown !== undefined) process.stderr.write(`unknown option ${unknown}\n`);
  process.stderr.write("usage: npm run evaluate -- DIR… [--jsonl]\n");
  process.exit(2);
}
try {
  const total = emptySummary();
  for (const folder of folders) {
    if (folders.length > 1 && !isJsonl) print(`${folder}:`);
    const summary = await evaluateFolder(folder, (result) =>
      print(isJsonl ? JSON.stringify(result) : describe(result)),
    );
    addSummary(total, summary);
    if (summary.captures === 0) {
      process.stderr.write(
        `${folder}: it holds no labelled capture: a .pcap or .pcapng with a .json of the same name beside it, or a captures.tsv above it\n`,
      );
      process.exitCode = 1;
    }
  }
  print(isJsonl ? JSON.stringify(total) : describeSummary(total));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function describe(result: CaptureResult): string {
  const after = result.afterSeconds === null ? "" : ` ${result.afterSeconds} s after the attack began`;
  const verdict =
    result.found === null ? "benign" : result.found ? `found by ${result.detectors.join(", ")}${after}` : "not found";
  const wrong = result.falseAlarms.map(
    (it) => `WRONG ALARM ${it.suspicion} ${it.scoreDb} dB by ${it.detectors.join(", ")}`,
  );
  if (result.watched > 0) wrong.push(`${result.watched} to watch without a label`);
  return [result.capture.padEnd(40), (result.labels.join(" ") || "-").padEnd(14), verdict, ...wrong].join("  ");
}

function describeSummary(summary: EvaluationSummary): string {
  const rows = Object.entries(summary.perDetector).map(
    ([id, row]) => `  ${id}: found ${row.found}, wrong alarms ${row.falseAlarms}`,
  );
  return [
    `${summary.captures} captures: ${summary.found} of ${summary.attacks} attacks found, ${summary.falseAlarms} wrong alarms, ${summary.watched} to watch`,
    ...rows,
  ].join("\n");
}
