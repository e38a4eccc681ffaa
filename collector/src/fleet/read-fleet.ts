import type { Answer, Command, CommandRow, FleetRow, Health, Ring, Scope } from "@probewarden/contract";
import { groupBy } from "../group-by.ts";
import { QUESTIONS } from "./give-command.ts";
import { withinScope } from "../people/scope.ts";
import type { StateReader } from "../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../store/state/page-cursor.ts";

/** Which sensors to read. Absent: all. */
export interface FleetFilter {
  venueId?: string;
  /** Only at venues within this scope. */
  within?: Scope;
  sensorId?: string;
  /** Only what comes after this `next` of an earlier page. */
  after?: string;
  limit: number;
}

const LIST = "fleet";
const ORDER = [["sensors.sensor_id", "text"]] as const satisfies Order;
/** Commands that a row of the fleet shows, without what is long. */
const LATEST = 4;

/** What is kept of a command. */
interface KeptCommand {
  command: string;
  given_by: string | null;
  answered_at: number | string | bigint | null;
  answer: string | null;
}

/**
 * The fleet: what runs, how it is set, what it was told last.
 * @throws CursorError
 */
export async function readFleetPage({ db }: StateReader, filter: FleetFilter, now: number): Promise<Page<FleetRow>> {
  let query = db
    .selectFrom("sensors")
    .leftJoin("sensor_settings as t", "t.sensor_id", "sensors.sensor_id")
    .select(["sensors.sensor_id", "sensors.venue_id", "sensors.health"])
    .select(["t.ring", "t.command", "t.given_by", "t.answered_at", "t.answer"])
    .where("sensors.retired_at", "is", null)
    .orderBy("sensors.sensor_id")
    .limit(filter.limit + 1);
  if (filter.venueId !== undefined) query = query.where("sensors.venue_id", "=", filter.venueId);
  if (filter.within !== undefined) query = query.where(withinScope(filter.within, "sensors.venue_id"));
  if (filter.sensorId !== undefined) query = query.where("sensors.sensor_id", "=", filter.sensorId);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "asc"));
  const page = pageOf(LIST, await query.execute(), filter.limit, (row) => [row.sensor_id]);
  const ids = page.items.map((row) => row.sensor_id);
  const latest = groupBy(ids.length === 0 ? [] : await latestOf(db, ids), ({ sensor_id: id }) => id);
  return {
    items: page.items.map(({ command, ...row }) => {
      const health = row.health === null ? undefined : (JSON.parse(row.health) as Health);
      return {
        sensorId: row.sensor_id,
        venueId: row.venue_id,
        ring: (row.ring ?? "rest") as Ring,
        ...(health === undefined ? {} : { version: health.version }),
        ...(health?.settings === undefined ? {} : { applied: health.settings }),
        ...(command === null ? {} : { wanted: shortRow({ ...row, command }, now) }),
        commands: (latest.get(row.sensor_id) ?? []).map((each) => shortRow(each, now)),
      };
    }),
    next: page.next,
  };
}

/** What one sensor was told, the latest first, with its answers in full. */
export async function readCommands({ db }: StateReader, sensorId: string, now: number): Promise<CommandRow[]> {
  const rows = await db
    .selectFrom("sensor_commands")
    .select(["command", "given_by", "answered_at", "answer"])
    .where("sensor_id", "=", sensorId)
    .where("command_id", "not like", QUESTIONS)
    .orderBy("issued_at", "desc")
    .orderBy("command_id")
    .limit(20)
    .execute();
  return rows.map((row) => rowOf(row, now));
}

async function latestOf(db: StateReader["db"], ids: readonly string[]) {
  return db
    .selectFrom((from) =>
      from
        .selectFrom("sensor_commands")
        .select(["sensor_id", "command", "given_by", "answered_at", "answer", "issued_at"])
        .select(({ fn }) =>
          fn
            .agg<number | string>("row_number")
            .over((over) => over.partitionBy("sensor_id").orderBy("issued_at", "desc").orderBy("command_id"))
            .as("place"),
        )
        .where("sensor_id", "in", ids)
        .where("command_id", "not like", QUESTIONS)
        .as("c"),
    )
    .selectAll()
    .where("c.place", "<=", LATEST)
    .orderBy("c.issued_at", "desc")
    .execute();
}

const shortRow = (kept: KeptCommand, now: number): CommandRow => {
  const { snapshot: _, ...row } = rowOf(kept, now);
  return row;
};

function rowOf({ command: text, given_by: by, answered_at: at, answer }: KeptCommand, now: number): CommandRow {
  const { id, name, arguments: words, issuedAt, expiresAt } = JSON.parse(text) as Command;
  const given = { commandId: id, name, arguments: words, by: by ?? "", issuedAt, expiresAt };
  if (answer === null || at === null) return { ...given, state: Date.parse(expiresAt) > now ? "sent" : "expired" };
  const { outcome, commandId: _, name: __, ...said } = JSON.parse(answer) as Answer;
  return { ...given, state: outcome, answeredAt: new Date(Number(at)).toISOString(), ...said };
}
