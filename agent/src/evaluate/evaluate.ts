import { detectorsInForce } from "../radio/detectors/detectors.ts";
import { emptySummary, evaluateFolder } from "./evaluation.ts";
import { describeCapture, describeSummary } from "./evaluation-text.ts";

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
    const captures = await evaluateFolder(
      folder,
      (result) => print(isJsonl ? JSON.stringify(result) : describeCapture(result)),
      total,
    );
    if (captures === 0) {
      process.stderr.write(
        `${folder}: it holds no labelled capture: a .pcap or .pcapng with a .json of the same name beside it, or a captures.tsv above it\n`,
      );
      process.exitCode = 1;
    }
  }
  print(isJsonl ? JSON.stringify(total) : describeSummary(total, detectorsInForce()));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
