import { text } from "node:stream/consumers";
import { CommandError, ConfigError, printable } from "@probewarden/cli";
import { FirstAccount, OperatorName, ROLES, Scope } from "@probewarden/contract";
import { Check } from "typebox/value";
import { Accounts } from "../../people/accounts.ts";
import { COMMAND_LINE, type Rights } from "../../people/invitations.ts";
import { isNotApart, tidyRoles } from "../../people/roles.ts";
import { weaknessOf } from "../../people/weak-password.ts";
import { EVERYWHERE } from "../../people/scope.ts";
import { preparedConfigOf, tellNone, withState, type CommandContext } from "../command-context.ts";

const NewName = OperatorName("an account", 64);

interface UserOptions {
  config?: string;
}

/** What a new account may do and where; nothing said: everything, everywhere. */
export interface UserAddOptions extends UserOptions {
  role: string[];
  district: string[];
  venue: string[];
}

/** Makes an account, or gives it a new password; what is missing is asked at a terminal. */
export async function addUser(
  context: CommandContext,
  given: string | undefined,
  options: UserAddOptions,
): Promise<void> {
  const rights = askedRights(options);
  const config = preparedConfigOf(context, options.config);
  const name = await nameOf(context, given);
  // An account that an earlier version named otherwise is still reset and removed by that name.
  const isName: boolean = Check(NewName, name);
  if (!isName)
    throw new ConfigError(
      `${JSON.stringify(name.slice(0, 80))}: a name of an account is one line of 1 to 64 letters, without control characters or marks that turn the direction of writing (example: ana)`,
    );
  const password = await passwordOf(context, name, "add");
  await withState(config, (state) =>
    new Accounts(state, context.now).create(name, password, rights, { by: COMMAND_LINE }),
  );
  context.print(`account ${printable(name)} is kept; its earlier sessions have ended`);
  if (rights !== undefined && isNotApart(rights.roles))
    context.tell("who administers or audits is to do nothing else: it holds more than one of these roles");
}

/** Gives an account another password, takes its second step off and ends its sessions: for somebody who forgot it, or whose password others know. */
export async function resetUser(
  context: CommandContext,
  given: string | undefined,
  options: UserOptions,
): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const name = await nameOf(context, given);
  const known = await withState(config, (state) => new Accounts(state, context.now).list());
  if (!known.some((account) => account.name === name)) throw noSuchAccount(name);
  const password = await passwordOf(context, name, "reset");
  // It may have been removed while the password was typed.
  const isReset = await withState(config, (state) =>
    new Accounts(state, context.now).reset(name, password, COMMAND_LINE),
  );
  if (!isReset) throw noSuchAccount(name);
  context.print(`account ${printable(name)} has another password and no second step; its sessions have ended`);
}

/** Prints the accounts, one a line: sessions that hold, since when it is there, name, roles, where. */
export async function listUsers(context: CommandContext, options: UserOptions): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const accounts = await withState(config, (state) => new Accounts(state, context.now).list());
  if (accounts.length === 0) tellNone(context, config, options.config, "no account");
  for (const { name, createdAt, sessions, roles, scope } of accounts)
    context.print(
      [sessions, new Date(createdAt).toISOString(), printable(name), roles.join(","), scopeWords(scope)].join("\t"),
    );
}

/** Removes an account; whoever is signed in with it is out at once, at every collector of this state. */
export async function removeUser(context: CommandContext, name: string, options: UserOptions): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const isLast = await withState(config, async (state) => {
    const accounts = new Accounts(state, context.now);
    if (!(await accounts.remove(name, COMMAND_LINE))) throw noSuchAccount(name);
    return accounts.needsFirstAccount();
  });
  context.print(`account ${printable(name)} is removed, and its sessions have ended`);
  if (isLast)
    context.tell(
      "it was the last account: nobody can sign in until `user add NAME`, or `user link` for a first account",
    );
}

/** Prints a new one-time link; earlier ones are void. */
export async function makeLink(context: CommandContext, options: UserOptions): Promise<void> {
  const config = preparedConfigOf(context, options.config);
  const token = await withState(config, (state) => new Accounts(state, context.now).makeLinkToken());
  const { http } = config;
  const scheme = http.certFile === undefined ? "http" : "https";
  context.print(`${scheme}://${http.hostNames[0] ?? "127.0.0.1"}:${http.port}/first-account#${token}`);
}

/** What `--role`, `--district` and `--venue` say; undefined when they say nothing. @throws ConfigError */
function askedRights({ role, district, venue }: UserAddOptions): Rights | undefined {
  const unknown = role.find((name) => !(ROLES as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new ConfigError(
      `--role ${unknown.slice(0, 40)}: there is no such role (there are ${ROLES.join(", ")}; example: --role duty-officer)`,
    );
  const isHeld = district.length + venue.length > 0;
  if (role.length === 0 && !isHeld) return undefined;
  const scope: Scope = isHeld ? { districts: district, venues: venue } : EVERYWHERE;
  const fault = Check(Scope, scope) ? undefined : "a district is a name of one line, a venue an identifier";
  if (fault !== undefined) throw new ConfigError(`--district, --venue: ${fault} (example: --venue grand-mall)`);
  return { roles: role.length === 0 ? ROLES : tidyRoles(role), scope };
}

const scopeWords = (scope: Scope): string =>
  "all" in scope
    ? "everywhere"
    : [...scope.districts.map((name) => `district ${printable(name)}`), ...scope.venues].join(", ");

const noSuchAccount = (name: string): CommandError =>
  new CommandError(`${name.slice(0, 80)}: nobody has this name (\`user list\` shows them)`);

async function nameOf({ ask }: CommandContext, given: string | undefined): Promise<string> {
  const name = given ?? (await ask?.text("Whose account? (name)"));
  if (name !== undefined && name !== "") return name;
  throw new ConfigError("NAME is missing: say whose account (example: probewarden-collector user add ana)");
}

function whyNoPassword(password: string, name: string): string | undefined {
  if (!Check(FirstAccount.properties.password, password))
    return "the password must have at least 12 characters, and at most 1024";
  return weaknessOf(password, name) === undefined
    ? undefined
    : "the password is among the first that anybody tries: take some words that have nothing to do with each other";
}

/** Asked twice at a terminal, else read from standard input: in an argument every process list would show it. */
async function passwordOf({ ask }: CommandContext, name: string, command: "add" | "reset"): Promise<string> {
  if (ask !== undefined) {
    const password = await ask.secret(`Password for ${name}`, (given) => whyNoPassword(given, name));
    await ask.secret("Once more", (again) => (again === password ? undefined : "it is not the same"));
    return password;
  }
  const password = (await text(process.stdin)).replace(/\r?\n$/, "");
  const why = whyNoPassword(password, name);
  if (why !== undefined)
    throw new ConfigError(
      `standard input: ${why} (example: printf %s PASSWORD | probewarden-collector user ${command} NAME)`,
    );
  return password;
}
