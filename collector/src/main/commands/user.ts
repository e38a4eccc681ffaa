import { text } from "node:stream/consumers";
import { Accounts } from "../../people/accounts.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";
import { ConfigError } from "@probewarden/cli";

const SHORTEST_PASSWORD = 12;

/** Makes an account, or gives it a new password, which is read from stdin so that no process list shows it. */
export async function addUser(context: CommandContext, name: string, options: { config?: string }): Promise<void> {
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  if (password.length < SHORTEST_PASSWORD)
    throw new ConfigError(
      `standard input: the password must have at least ${SHORTEST_PASSWORD} characters (example: printf %s PASSWORD | probewarden-collector user add NAME)`,
    );
  await withState(preparedConfigOf(context, options.config), (state) =>
    new Accounts(state, context.now).create(name, password),
  );
  context.print(`account ${name} is kept; its earlier sessions have ended`);
}

/** Prints a new one-time link; earlier ones are void. */
export async function makeLink(context: CommandContext, options: { config?: string }): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const token = await withState(config, (state) => new Accounts(state, context.now).makeLinkToken());
  const { http } = config;
  const scheme = http.certFile === undefined ? "http" : "https";
  context.print(`${scheme}://${http.hostNames[0] ?? "127.0.0.1"}:${http.port}/first-account#${token}`);
}
