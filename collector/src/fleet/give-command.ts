import { randomBytes } from "node:crypto";
import {
  COMMAND_ARGUMENTS,
  CONTRACT_MAJOR,
  inKeyOrder,
  spellOctets,
  type Command,
  type CommandArguments,
  type CommandName,
} from "@probewarden/contract";
import type { Transaction } from "kysely";
import { Check } from "typebox/value";
import type { PackageKey } from "../packages/package-key.ts";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** Milliseconds for which a command holds: who stands before a sensor waits no longer, and an old wish surprises nobody. */
const HOLDS_MS: Readonly<Record<Exclude<CommandName, "configure">, number>> = {
  identify: 120_000,
  test: 600_000,
  snapshot: 600_000,
  restart: 600_000,
  hear: 20_000,
  update: 3_600_000,
};
/** Settings stand until there are others. */
const STANDS_MS = 10 * 365 * 86_400_000;
/** Commands of one sensor that may wait for an answer, and those that are kept in all. */
export const MOST_WAITING = 8;
export const MOST_KEPT = 100;

/** Why a command is not given. */
export type NotGiven = "no-sensor" | "unknown-command" | "wrong-arguments" | "too-many-commands" | "canary-first";

export interface GivenCommand {
  sensorId: string;
  name: string;
  arguments: CommandArguments;
  by: string;
  /** Epoch milliseconds. */
  at: number;
}

const isName = (name: string): name is CommandName => Object.hasOwn(COMMAND_ARGUMENTS, name);

/** How the identities of questions for a level begin: they come every few seconds, and stand in no list. */
export const QUESTION = "h-";
export const QUESTIONS = `${QUESTION}%`;

/**
 * Signs a command and keeps it, with who gave it. What a sensor is known to refuse is not given at all. Of settings, a venue's canaries get
 * them first: any other sensor when each of them has said that they are in force.
 */
export async function giveCommand(
  state: StateStore,
  key: PackageKey,
  given: GivenCommand,
): Promise<{ commandId: string } | NotGiven> {
  const { sensorId, name } = given;
  if (!isName(name)) return "unknown-command";
  if (!Check(COMMAND_ARGUMENTS[name], given.arguments)) return "wrong-arguments";
  const sensor = await state.db
    .selectFrom("sensors")
    .select("venue_id")
    .where("sensor_id", "=", sensorId)
    .where("retired_at", "is", null)
    .executeTakeFirst();
  if (sensor === undefined) return "no-sensor";
  const venueId = sensor.venue_id;
  return state.inVenue(venueId, (trx) => giveInVenue(trx, key, { ...given, name, venueId }));
}

/** The same inside a transaction in its venue, of a sensor that is there, with arguments that fit. */
export async function giveInVenue(
  trx: Transaction<StateTables>,
  key: PackageKey,
  { venueId, ...given }: GivenCommand & { name: CommandName; venueId: string },
): Promise<{ commandId: string } | NotGiven> {
  const { sensorId, name, by, at } = given;
  const waiting = await trx
    .selectFrom("sensor_commands")
    .select((select) => select.fn.countAll<number | string | bigint>().as("n"))
    .where("sensor_id", "=", sensorId)
    .where("answered_at", "is", null)
    .where("expires_at", ">", at)
    .executeTakeFirstOrThrow();
  if (name === "hear") await forgetQuestions(trx, sensorId, at);
  if (Number(waiting.n) >= MOST_WAITING) return "too-many-commands";
  if (name === "configure" && !(await mayBeSet(trx, venueId, sensorId, given.arguments))) return "canary-first";
  const command = await sign(trx, key, given);
  const row = {
    venue_id: venueId,
    sensor_id: sensorId,
    command_id: command.id,
    command: JSON.stringify(command),
    given_by: by,
  };
  if (name === "configure") {
    const settings = { ...row, answered_at: null, answer: null };
    await trx
      .insertInto("sensor_settings")
      .values({ ...settings, ring: "rest" })
      .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet(settings))
      .execute();
  } else {
    const expires = Date.parse(command.expiresAt);
    await trx
      .insertInto("sensor_commands")
      .values({ ...row, issued_at: at, expires_at: expires, answered_at: null, answer: null })
      .execute();
    await forgetOldest(trx, sensorId);
  }
  // Who listens at a sensor asks every few seconds, and stands in the audit once for it (`noted` of the route).
  if (name !== "hear") await audit(trx, { at, by, action: `command-${name}`, subject: sensorId });
  return { commandId: command.id };
}

async function sign(
  trx: Transaction<StateTables>,
  key: PackageKey,
  { sensorId, name, arguments: words, at }: GivenCommand & { name: CommandName },
): Promise<Command> {
  const before = name === "configure" ? await settingsOf(trx, sensorId) : undefined;
  // Later than those before, also where a clock was set back: a sensor takes no older ones.
  const issued = before === undefined ? at : Math.max(at, Date.parse(before.issuedAt) + 1);
  const command: Omit<Command, "signature"> = {
    v: CONTRACT_MAJOR,
    id: `${name === "hear" ? QUESTION : "c-"}${spellOctets(randomBytes(10))}`,
    sensorId,
    name,
    arguments: words,
    issuedAt: new Date(issued).toISOString(),
    expiresAt: new Date(issued + (name === "configure" ? STANDS_MS : HOLDS_MS[name])).toISOString(),
  };
  return { ...command, signature: key.signCommand(command) };
}

async function settingsOf(trx: Transaction<StateTables>, sensorId: string): Promise<Command | undefined> {
  const row = await trx
    .selectFrom("sensor_settings")
    .select("command")
    .where("sensor_id", "=", sensorId)
    .executeTakeFirst();
  return row?.command == null ? undefined : (JSON.parse(row.command) as Command);
}

/** Whether every canary of the venue holds these settings, or this is one, or there is none. */
async function mayBeSet(
  trx: Transaction<StateTables>,
  venueId: string,
  sensorId: string,
  wanted: CommandArguments,
): Promise<boolean> {
  const canaries = await trx
    .selectFrom("sensor_settings as t")
    .innerJoin("sensors as s", "s.sensor_id", "t.sensor_id")
    .select(["t.sensor_id", "t.command", "t.answer"])
    .where("t.venue_id", "=", venueId)
    .where("t.ring", "=", "canary")
    .where("s.retired_at", "is", null)
    .execute();
  if (canaries.some((row) => row.sensor_id === sensorId)) return true;
  const words = inKeyOrder(wanted);
  return canaries.every(
    ({ command, answer }) =>
      command !== null &&
      answer !== null &&
      inKeyOrder((JSON.parse(command) as Command).arguments) === words &&
      (JSON.parse(answer) as { outcome: string }).outcome === "done",
  );
}

/**
 * Answers to questions that are kept. Who listens is asked again within a second of an answer, and proves by that answer that the sensor hears: with the
 * next question alone in the record, the proof would be there for that second only.
 */
const MOST_ANSWERS = 8;

/** Questions go with the next one, but for the latest that were answered, which name no address any more. */
async function forgetQuestions(trx: Transaction<StateTables>, sensorId: string, at: number): Promise<void> {
  const kept = await trx
    .selectFrom("sensor_commands")
    .select("command_id")
    .where("sensor_id", "=", sensorId)
    .where("command_id", "like", QUESTIONS)
    .where("answered_at", "is not", null)
    .orderBy("issued_at", "desc")
    .orderBy("command_id")
    .limit(MOST_ANSWERS)
    .execute();
  const ids = kept.map((row) => row.command_id);
  await trx
    .deleteFrom("sensor_commands")
    .where("sensor_id", "=", sensorId)
    .where("command_id", "like", QUESTIONS)
    .$if(ids.length > 0, (query) => query.where("command_id", "not in", ids))
    .where((where) => where.or([where("answered_at", "is not", null), where("expires_at", "<=", at)]))
    .execute();
}

async function forgetOldest(trx: Transaction<StateTables>, sensorId: string): Promise<void> {
  const oldest = await trx
    .selectFrom("sensor_commands")
    .select("issued_at")
    .where("sensor_id", "=", sensorId)
    .orderBy("issued_at", "desc")
    .offset(MOST_KEPT)
    .limit(1)
    .executeTakeFirst();
  if (oldest === undefined) return;
  await trx
    .deleteFrom("sensor_commands")
    .where("sensor_id", "=", sensorId)
    .where("issued_at", "<=", Number(oldest.issued_at))
    .execute();
}
