import { askerAt, EXIT, explainError } from "@probewarden/cli";
import { CommanderError } from "commander";
import { makeProgram } from "./program.ts";

/** What a collector's person can do about a code of the system. */
const MEANINGS = {
  EADDRINUSE: "another program uses it; stop that, or choose another port (PW_HTTP_PORT, PW_MQTT_PORT)",
  EADDRNOTAVAIL: "it is no address of this machine; mend /http/host or /mqtt/host",
};

/** Runs one command and answers its exit code: data to stdout, one line about a failure to stderr. */
async function main(args: readonly string[]): Promise<number> {
  // Whatever a command makes belongs to its owner only.
  process.umask(0o077);
  const print = (text: string): void => void process.stdout.write(text.endsWith("\n") ? text : `${text}\n`);
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  try {
    const ask = askerAt(process.stdin, process.stderr);
    const context = { print, tell, environment: process.env, now: Date.now, ...(ask === undefined ? {} : { ask }) };
    await makeProgram(context).parseAsync([...args]);
    return EXIT.done;
  } catch (error) {
    // Commander has printed its own line, or the help that was asked for.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const { line, exitCode } = explainError(error, MEANINGS);
    tell(line);
    return exitCode;
  }
}

const exitCode = await main(process.argv);
process.exitCode = exitCode;
// A start that failed half-way may have left a timer or a socket; the failure has been told, so nothing is waited for.
if (exitCode !== EXIT.done) process.exit();
