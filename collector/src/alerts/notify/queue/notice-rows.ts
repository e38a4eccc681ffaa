import type { NoticeRow } from "@probewarden/contract";
import type { Insertable, Kysely, Transaction } from "kysely";
import { isoInstant } from "../../../iso-instant.ts";
import type { StateTables } from "../../../store/state/tables.ts";
import type { Sending } from "../kinds/notice-channel.ts";
import type { Notice } from "../notice.ts";
import type { KnownChannel } from "./channel-rows.ts";

/** Alerts of one notice; a receiver, or the chat room behind it, takes no message of any length. */
export const MOST_LINES = 100;
/** Notices of one channel that wait; what is beyond is written down as dropped. */
export const MOST_WAITING = 1_000;
/** Attempts of one notice whose failure is kept. */
const MOST_FAILURES = 10;

/** A failed attempt as it is kept. */
export type Try = NoticeRow["failures"][number];

export const tryOf = (at: number, { message, code, facts, said }: Sending): Try => ({
  at: isoInstant(at),
  message,
  code,
  ...(facts === undefined ? {} : { facts }),
  ...(said === undefined ? {} : { said }),
});

/** The failures of a notice with one more, latest first. */
export const withFailure = (failures: string, failure: Try): string =>
  JSON.stringify([failure, ...(JSON.parse(failures) as Try[])].slice(0, MOST_FAILURES));

/** Puts a notice into a channel's queue: to be sent now, or held until then. One that the queue has no room for is kept as dropped. */
export async function addNotice(
  trx: Transaction<StateTables>,
  channel: KnownChannel,
  notice: Notice,
  { now, until, mostWaiting = MOST_WAITING }: { now: number; until?: number | undefined; mostWaiting?: number },
): Promise<void> {
  const waiting = await countIn(trx, channel.channelId, ["waiting", "held"]);
  const isFull = waiting >= mostWaiting;
  const full = { ok: false, message: "the queue is full", code: "queue-full", facts: { waiting } };
  const subjects = notice.lines.map(({ subjectId }) => subjectId);
  const row = isFull
    ? { state: "dropped", next_at: null, done_at: now, failures: JSON.stringify([tryOf(now, full)]) }
    : { state: until === undefined ? "waiting" : "held", next_at: until ?? now, done_at: null };
  await writeNotice(trx, channel, notice, subjects, { ...row, created_at: now });
}

/** Writes down that no notice could be made of an alert; a person who looks at the channel sees that. */
export async function noteUnwritten(
  trx: Transaction<StateTables>,
  channel: KnownChannel,
  subjectId: string,
  now: number,
): Promise<void> {
  const message = `no notice could be made of ${subjectId}; the log has the cause`;
  const why = tryOf(now, { ok: false, message, code: "not-written", facts: { alert: subjectId } });
  await writeNotice(trx, channel, { kind: "alerts", lines: [] }, [subjectId], {
    state: "given-up",
    attempts: 1,
    next_at: null,
    created_at: now,
    done_at: now,
    failures: JSON.stringify([why]),
  });
}

/** The row of a notice, and what it tells of. */
async function writeNotice(
  trx: Transaction<StateTables>,
  { channelId, name, to }: KnownChannel,
  notice: Notice,
  subjects: readonly string[],
  how: Pick<
    Insertable<StateTables["notices"]>,
    "state" | "attempts" | "next_at" | "created_at" | "done_at" | "failures"
  >,
): Promise<void> {
  const { id } = await trx
    .insertInto("notices")
    .values({
      channel_id: channelId,
      channel_name: name,
      sent_to: to,
      kind: notice.kind,
      body: JSON.stringify(notice),
      ...how,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  await trx
    .insertInto("notice_subjects")
    .values(subjects.map((subject_id) => ({ subject_id, notice_id: id })))
    .execute();
}

async function countIn(db: Kysely<StateTables>, channelId: string, states: readonly string[]): Promise<number> {
  const row = await db
    .selectFrom("notices")
    .select((table) => table.fn.countAll<number>().as("count"))
    .where("channel_id", "=", channelId)
    .where("state", "in", states)
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/**
 * Says on the alerts and outages how telling goes: failing while the latest notice of any channel has not got through, sent when one was taken
 * and none fails, waiting otherwise.
 */
export async function settleDelivery(trx: Transaction<StateTables>, subjectIds: readonly string[]): Promise<void> {
  if (subjectIds.length === 0) return;
  const rows = await trx
    .selectFrom("notice_subjects")
    .innerJoin("notices", "notices.id", "notice_subjects.notice_id")
    .select(["subject_id", "channel_id", "state", "attempts", "notices.id"])
    .where("subject_id", "in", subjectIds)
    .orderBy("notices.id")
    .execute();
  const bySubject = new Map<string, Map<string, string>>();
  for (const { subject_id, channel_id, state, attempts } of rows) {
    const latest = bySubject.get(subject_id) ?? new Map<string, string>();
    const isFailing = state === "given-up" || state === "dropped" || (state === "waiting" && attempts > 0);
    bySubject.set(subject_id, latest.set(channel_id, isFailing ? "failing" : state === "sent" ? "sent" : "waiting"));
  }
  const byDelivery = new Map<string, string[]>();
  for (const id of subjectIds) {
    const states = [...(bySubject.get(id)?.values() ?? [])];
    const delivery = ["failing", "sent", "waiting"].find((one) => states.includes(one)) ?? "none";
    byDelivery.set(delivery, [...(byDelivery.get(delivery) ?? []), id]);
  }
  for (const [delivery, ids] of byDelivery) {
    await trx.updateTable("alerts").set({ delivery }).where("alert_id", "in", ids).execute();
    await trx.updateTable("outages").set({ delivery }).where("outage_id", "in", ids).execute();
  }
}
