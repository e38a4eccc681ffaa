import type { NoticeRow } from "@probewarden/contract";
import { isoInstant as iso } from "../../iso-instant.ts";
import type { StateReader } from "../../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../../store/state/page-cursor.ts";
import type { Try } from "./queue/notice-rows.ts";

/** Which notices to read. Absent: all. */
export interface NoticeFilter {
  channelId?: string;
  /** An alert or an outage of which they tell. */
  subjectId?: string;
  state?: NoticeRow["state"];
  after?: string;
  limit: number;
}

const LIST = "notices";
const ORDER = [["id", "row"]] as const satisfies Order;

/**
 * What was sent to whom, and how it went, latest first.
 * @throws CursorError
 */
export async function readNotices({ db }: StateReader, filter: NoticeFilter): Promise<Page<NoticeRow>> {
  const { channelId, subjectId, state, after, limit } = filter;
  let query = db
    .selectFrom("notices")
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (channelId !== undefined) query = query.where("channel_id", "=", channelId);
  if (state !== undefined) query = query.where("state", "=", state);
  if (subjectId !== undefined)
    query = query.where((where) =>
      where("id", "in", where.selectFrom("notice_subjects").select("notice_id").where("subject_id", "=", subjectId)),
    );
  if (after !== undefined) query = query.where(isBehind(LIST, ORDER, after, "desc"));
  const { items, next } = pageOf(LIST, await query.execute(), limit, (row) => [row.id]);
  if (items.length === 0) return { items: [], next };
  const subjects = await db
    .selectFrom("notice_subjects")
    .selectAll()
    .where(
      "notice_id",
      "in",
      items.map(({ id }) => id),
    )
    .orderBy("subject_id")
    .execute();
  return {
    items: items.map((row) => ({
      noticeId: row.id,
      channelId: row.channel_id,
      channelName: row.channel_name,
      to: row.sent_to,
      kind: row.kind as NoticeRow["kind"],
      subjects: subjects.filter(({ notice_id }) => notice_id === row.id).map(({ subject_id }) => subject_id),
      state: row.state as NoticeRow["state"],
      createdAt: iso(row.created_at),
      ...(row.next_at === null ? {} : { nextAt: iso(row.next_at) }),
      ...(row.done_at === null ? {} : { doneAt: iso(row.done_at) }),
      attempts: row.attempts,
      failures: JSON.parse(row.failures) as Try[],
    })),
    next,
  };
}
