import { parseArgs } from "node:util";

/** The demo was started with something that it does not know. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** What a person may say to `npm start`: `-- --reset`, and PW_HTTP_PORT. @throws UsageError */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): { reset: boolean; httpPort: number } {
  return { reset: readReset(args), httpPort: readPort(environment["PW_HTTP_PORT"] ?? "8080") };
}

function readReset(args: readonly string[]): boolean {
  try {
    return parseArgs({ args: [...args], options: { reset: { type: "boolean" } } }).values.reset ?? false;
  } catch (cause) {
    throw new UsageError(`the demo knows --reset and nothing else, and was given ${args.join(" ")}`, { cause });
  }
}

function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UsageError(`PW_HTTP_PORT must be a number from 1 to 65535, and is ${text} (example: 9000)`);
  return port;
}
