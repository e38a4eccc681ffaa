import type { Transaction } from "kysely";
import type { StateStore } from "../../../store/state/open-state.ts";
import type { StateTables } from "../../../store/state/tables.ts";
import { channelOf } from "../kinds/all-kinds.ts";
import type { Sending } from "../kinds/notice-channel.ts";
import type { Notice } from "../notice.ts";
import { knownChannel, type KnownChannel } from "./channel-rows.ts";
import { MOST_LINES, settleDelivery, tryOf, withFailure } from "./notice-rows.ts";

/** How long one collector may send before another takes over from it: longer than any attempt may take. */
export const LEASE_MS = 60_000;

/** One notice that one collector is sending. */
export interface Claimed {
  channel: KnownChannel;
  noticeId: number;
  key: string;
  notice: Notice;
  attempts: number;
  failures: string;
}

/** Channels that have something to send now. */
export async function dueChannels({ db }: StateStore, now: number): Promise<string[]> {
  const rows = await db
    .selectFrom("channels")
    .select("channel_id")
    .where("enabled", "=", 1)
    .where("free_at", "<=", now)
    .where((where) =>
      where.exists(
        where
          .selectFrom("notices")
          .select("notices.id")
          .whereRef("notices.channel_id", "=", "channels.channel_id")
          .where("notices.state", "in", ["waiting", "held"])
          .where("next_at", "<=", now),
      ),
    )
    .execute();
  return rows.map(({ channel_id }) => channel_id);
}

/**
 * Takes the first notice of a channel that is due. The channel is this collector's until {@link settle}, or until {@link LEASE_MS} have passed
 * because it died: one channel sends one notice at a time, so that none goes twice and its receiver's rate is kept.
 */
export async function claim(state: StateStore, channelId: string, now: number): Promise<Claimed | undefined> {
  return state.transaction(async (trx) => {
    const query = trx
      .selectFrom("channels")
      .selectAll()
      .where("channel_id", "=", channelId)
      .where("enabled", "=", 1)
      .where("free_at", "<=", now);
    const row = await (state.dialect === "postgres" ? query.forUpdate().skipLocked() : query).executeTakeFirst();
    if (row === undefined) return undefined;
    await gatherHeld(trx, channelId, now);
    const due = await trx
      .selectFrom("notices")
      .selectAll()
      .where("channel_id", "=", channelId)
      .where("state", "=", "waiting")
      .where("next_at", "<=", now)
      .orderBy("id")
      .limit(1)
      .executeTakeFirst();
    if (due === undefined) return undefined;
    await trx
      .updateTable("channels")
      .set({ free_at: now + LEASE_MS })
      .where("channel_id", "=", channelId)
      .execute();
    const { id, created_at, body, attempts, failures } = due;
    return {
      channel: knownChannel(row),
      noticeId: id,
      key: `${created_at}-${id}`,
      notice: JSON.parse(body) as Notice,
      attempts,
      failures,
    };
  });
}

/** Makes one notice of those of a kind that were held until now; while the channel is this transaction's. */
async function gatherHeld(trx: Transaction<StateTables>, channelId: string, now: number): Promise<void> {
  const held = await trx
    .selectFrom("notices")
    .select(["id", "kind", "body"])
    .where("channel_id", "=", channelId)
    .where("state", "=", "held")
    .where("next_at", "<=", now)
    .orderBy("id")
    .limit(MOST_LINES)
    .execute();
  for (const kind of new Set(held.map((row) => row.kind))) {
    const [first, ...others] = held.filter((row) => row.kind === kind);
    if (first === undefined) continue;
    const notice: Notice = { ...(JSON.parse(first.body) as Notice), isDigest: true };
    const lines = new Map(notice.lines.map((line) => [line.subjectId, line]));
    for (const { id, body } of others) {
      const more = (JSON.parse(body) as Notice).lines;
      if (new Set([...lines.keys(), ...more.map(({ subjectId }) => subjectId)]).size > MOST_LINES) continue;
      for (const line of more) lines.set(line.subjectId, line);
      await trx
        .insertInto("notice_subjects")
        .values(more.map(({ subjectId }) => ({ subject_id: subjectId, notice_id: first.id })))
        .onConflict((conflict) => conflict.columns(["subject_id", "notice_id"]).doNothing())
        .execute();
      await trx.deleteFrom("notices").where("id", "=", id).execute();
    }
    const body = JSON.stringify({ ...notice, lines: [...lines.values()] } satisfies Notice);
    await trx.updateTable("notices").set({ state: "waiting", body }).where("id", "=", first.id).execute();
  }
}

/**
 * Writes down what came of an attempt, and lets the channel go.
 * @param nextAt when to try again where it was not taken; undefined: never
 */
export async function settle(
  state: StateStore,
  { channel, noticeId, notice, attempts, failures }: Claimed,
  sending: Sending,
  { now, nextAt }: { now: number; nextAt: number | undefined },
): Promise<void> {
  const { channelId, settings } = channel;
  const waitMs = Math.max(channelOf(settings).spacingMs, (sending.waitSeconds ?? 0) * 1000);
  await state.transaction(async (trx) => {
    const done = sending.ok
      ? { state: "sent", done_at: now, next_at: null }
      : nextAt === undefined
        ? { state: "given-up", done_at: now, next_at: null }
        : { next_at: Math.max(nextAt, now + waitMs) };
    await trx
      .updateTable("notices")
      .set({
        ...done,
        attempts: attempts + 1,
        ...(sending.ok ? {} : { failures: withFailure(failures, tryOf(now, sending)) }),
      })
      .where("id", "=", noticeId)
      // Somebody may have switched the channel off meanwhile, and it was dropped: it was sent all the same.
      .where("state", "in", sending.ok ? ["waiting", "dropped"] : ["waiting"])
      .execute();
    await trx
      .updateTable("channels")
      .set((set) => ({
        free_at: now + waitMs,
        ...(sending.ok
          ? { last_sent_at: now, failing_since: null }
          : { failing_since: set.fn.coalesce("failing_since", set.val(now)) }),
      }))
      .where("channel_id", "=", channelId)
      .execute();
    await settleDelivery(
      trx,
      notice.lines.map(({ subjectId }) => subjectId),
    );
  });
}

/** What an embedded store's one process was sending when it died is sent again at once. */
export async function freeAll({ db }: StateStore, now: number): Promise<void> {
  await db.updateTable("channels").set({ free_at: now }).where("free_at", ">", now).execute();
}
