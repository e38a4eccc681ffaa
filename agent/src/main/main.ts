import { runCommandLine } from "./command-line.ts";

// A reader that goes away (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const exitCode = await runCommandLine(process.argv.slice(2), (line) => process.stderr.write(`${line}\n`));
// A command that failed half-way may have left a timer or a socket; the failure has been told, so nothing is waited for.
if (exitCode !== 0) process.exit(exitCode);
