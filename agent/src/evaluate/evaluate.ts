import { detectorsInForce } from "../radio/detectors/detectors.ts";
import { foldersAnd, textOfError } from "./arguments.ts";
import { emptySummary, evaluateFolder } from "./evaluation.ts";
import { describeCapture, describeSummary } from "./evaluation-text.ts";

// npm run evaluate -- DIR… [--jsonl]
const { folders, flag: isJsonl } = foldersAnd("--jsonl", "npm run evaluate -- DIR… [--jsonl]");
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
  process.stderr.write(textOfError(error));
  process.exitCode = 1;
}
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
