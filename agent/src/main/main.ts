import { explainError } from "@probewarden/cli";
import { runCommandLine } from "./command-line.ts";
import { keepHeapSmall } from "./heap.ts";

keepHeapSmall();

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that goes away (`| head`) is no failure; a full disk is.
  if (error.code === "EPIPE") process.exit(0);
  tell(explainError(Object.assign(error, { path: "standard output" })).line);
  process.exit(1);
});
// Nobody reads what went wrong: the exit code still says it, and a sensor listens on.
process.stderr.on("error", () => undefined);

const exitCode = await runCommandLine(process.argv.slice(2), tell);
// A command that failed half-way may have left a timer or a socket; the failure has been told, so nothing is waited for.
if (exitCode !== 0) process.exit(exitCode);
