import type { Transaction } from "kysely";
import type { Life } from "../../alert-life.ts";
import type { StateStore } from "../../../store/state/open-state.ts";
import type { StateTables } from "../../../store/state/tables.ts";
import type { Notice, NoticeLine } from "../notice.ts";
import { readEnabled, type KnownChannel } from "./channel-rows.ts";
import { addNotice, MOST_LINES, settleDelivery } from "./notice-rows.ts";
import { readAlertLines, readOutageLines } from "./read-lines.ts";
import { byRelease } from "./by-release.ts";
import type { SpreadParts } from "./spread-parts.ts";

const MINUTE_MS = 60_000;
/** How often a channel tells again of one thing that nobody answers. */
const MOST_TOLD = 10;

/** Has a channel told of these, where nobody has answered by then. What came back anew counts from its beginning. */
export async function remindLater(
  trx: Transaction<StateTables>,
  channelId: string,
  subjectIds: readonly string[],
  at: number,
): Promise<void> {
  if (subjectIds.length === 0) return;
  await trx
    .insertInto("reminders")
    .values(subjectIds.map((subject_id) => ({ channel_id: channelId, subject_id, at, told: 0 })))
    .onConflict((conflict) => conflict.columns(["channel_id", "subject_id"]).doUpdateSet({ at, told: 0 }))
    .execute();
}

/**
 * Tells again, or those who are told only then, of what nobody has answered in time. Acknowledging, taking, putting off and settling are answers,
 * and so is that an outage is over.
 */
export async function remind(parts: SpreadParts): Promise<void> {
  const { state, now, publicUrl } = parts;
  const due = await state.db
    .selectFrom("reminders")
    .select("subject_id")
    .distinct()
    .where("at", "<=", now())
    .limit(MOST_LINES)
    .execute();
  if (due.length === 0) return;
  const ids = due.map(({ subject_id }) => subject_id);
  const { lines } = await readAlertLines(state, ids, publicUrl);
  const outages = await readOutageLines(state, ids, publicUrl);
  const changed = await state.transaction((trx) => remindIn(trx, parts, ids, [...lines, ...outages]));
  parts.changed(changed);
}

async function remindIn(
  trx: Transaction<StateTables>,
  { state, now, publicUrl, mostWaiting }: SpreadParts,
  ids: readonly string[],
  lines: readonly NoticeLine[],
): Promise<string[]> {
  const at = now();
  const query = trx
    .selectFrom("reminders")
    .selectAll()
    .where("subject_id", "in", ids)
    .where("at", "<=", at)
    .orderBy("channel_id")
    .orderBy("subject_id");
  const due = await (state.dialect === "postgres" ? query.forUpdate() : query).execute();
  const unanswered = await unansweredOf(trx, ids);
  const channels = new Map((await readEnabled(trx)).map((channel) => [channel.channelId, channel]));
  const told = new Map<KnownChannel, NoticeLine[]>();
  for (const { channel_id, subject_id, told: before } of due) {
    const channel = channels.get(channel_id);
    const line = lines.find(({ subjectId }) => subjectId === subject_id);
    const isDue = channel !== undefined && line !== undefined && unanswered.has(subject_id);
    if (isDue) told.set(channel, [...(told.get(channel) ?? []), line]);
    const { repeatMinutes } = channel?.rules ?? {};
    const isLast = !isDue || repeatMinutes === undefined || before + 1 >= MOST_TOLD;
    const which = { channel_id, subject_id };
    if (isLast)
      await trx
        .deleteFrom("reminders")
        .where((where) => where.and(which))
        .execute();
    else
      await trx
        .updateTable("reminders")
        .set({ at: at + repeatMinutes * MINUTE_MS, told: before + 1 })
        .where((where) => where.and(which))
        .execute();
  }
  for (const [channel, its] of told)
    for (const [until, some] of byRelease(channel, its, at)) {
      const notice: Notice = {
        kind: "reminder",
        lines: some,
        ...(publicUrl === undefined ? {} : { url: `${publicUrl}/inbox` }),
      };
      await addNotice(trx, channel, notice, { now: at, until, ...(mostWaiting === undefined ? {} : { mostWaiting }) });
    }
  const subjects = [...new Set([...told.values()].flat().map(({ subjectId }) => subjectId))];
  await settleDelivery(trx, subjects);
  return subjects;
}

/** Those of them that wait for a person. */
async function unansweredOf(trx: Transaction<StateTables>, ids: readonly string[]): Promise<Set<string>> {
  const alerts = await trx
    .selectFrom("alerts")
    .select(["alert_id", "life"])
    .where("alert_id", "in", ids)
    .where("stage", "=", "new")
    .execute();
  const outages = await trx
    .selectFrom("outages")
    .select("outage_id")
    .where("outage_id", "in", ids)
    .where("state", "=", "open")
    .execute();
  return new Set([
    ...alerts.flatMap(({ alert_id, life }) =>
      (JSON.parse(life) as Life).snoozedUntil === undefined ? [alert_id] : [],
    ),
    ...outages.map(({ outage_id }) => outage_id),
  ]);
}

/** Reminders of what is not there any more, or of a channel that is gone, are forgotten. */
export async function forgetReminders({ db }: StateStore): Promise<void> {
  await db
    .deleteFrom("reminders")
    .where((where) =>
      where.or([
        where("channel_id", "not in", where.selectFrom("channels").select("channel_id")),
        where.and([
          where("subject_id", "not in", where.selectFrom("alerts").select("alert_id")),
          where("subject_id", "not in", where.selectFrom("outages").select("outage_id")),
        ]),
      ]),
    )
    .execute();
}
