import type { Transaction } from "kysely";
import type { StateStore } from "../../../store/state/open-state.ts";
import type { StateTables } from "../../../store/state/tables.ts";
import type { Notice, NoticeLine } from "../notice.ts";
import { isOfNotices, wants } from "../rules.ts";
import { byRelease } from "./by-release.ts";
import { readEnabled, type KnownChannel } from "./channel-rows.ts";
import { addNotice, MOST_LINES, noteUnwritten, settleDelivery } from "./notice-rows.ts";
import { readAlertLines, readOutageLines } from "./read-lines.ts";
import { remindLater } from "./reminders.ts";
import type { SpreadParts } from "./spread-parts.ts";

const MINUTE_MS = 60_000;
/** Times that this many are looked at in one round; what is left is looked at in the next. */
const MOST_ROUNDS = 50;

/**
 * Makes notices of all alerts and outages of which none were made since they opened or came back, for every channel that tells of them. Two
 * collectors that look at the same time take turns by the rows, so each is spread once.
 */
export async function spread(parts: SpreadParts): Promise<void> {
  for (const kind of ["alerts", "outages"] as const) {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const ids = await unspread(parts.state, kind);
      if (ids.length === 0) break;
      const taken = await spreadSome(parts, kind, ids);
      parts.changed(taken);
      // Another collector has them.
      if (taken.length === 0) break;
    }
  }
}

async function unspread({ db }: StateStore, kind: "alerts" | "outages"): Promise<string[]> {
  const rows =
    kind === "alerts"
      ? await db
          .selectFrom("alerts")
          .select("alert_id as id")
          .where("spread_at", "is", null)
          .orderBy("raised_at")
          .limit(MOST_LINES)
          .execute()
      : await db
          .selectFrom("outages")
          .select("outage_id as id")
          .where("spread_at", "is", null)
          .orderBy("opened_at")
          .limit(MOST_LINES)
          .execute();
  return rows.map(({ id }) => id);
}

async function spreadSome(parts: SpreadParts, kind: "alerts" | "outages", ids: readonly string[]): Promise<string[]> {
  const { state, publicUrl, now, heldBack, mostWaiting, failed } = parts;
  // Before the transaction: SQLite has one connection, and the transaction holds it.
  const { lines, unwritable } =
    kind === "alerts"
      ? await readAlertLines(state, ids, publicUrl)
      : { lines: await readOutageLines(state, ids, publicUrl), unwritable: [] };
  for (const { error } of unwritable) failed(error);
  const notWritten = new Set(unwritable.map(({ subjectId }) => subjectId));
  return state.transaction(async (trx) => {
    const at = now();
    const { taken, told } = await take(trx, state.dialect, kind, ids, at);
    const channels = told.length === 0 ? [] : await readEnabled(trx);
    const toTell = new Set(told);
    for (const channel of channels) {
      // What fails cannot tell that it fails.
      const its = lines.filter(
        (line) => toTell.has(line.subjectId) && wants(channel.rules, line) && !(channel.isFailing && isOfNotices(line)),
      );
      await tell(trx, channel, its, { kind, at, heldBack: heldBack?.() ?? 0, publicUrl, mostWaiting });
      for (const subjectId of told) if (notWritten.has(subjectId)) await noteUnwritten(trx, channel, subjectId, at);
    }
    await settleDelivery(trx, told);
    return taken;
  });
}

/** Marks them as spread; those among them that somebody wanted to be told of when they opened are told. */
async function take(
  trx: Transaction<StateTables>,
  dialect: StateStore["dialect"],
  kind: "alerts" | "outages",
  ids: readonly string[],
  at: number,
): Promise<{ taken: string[]; told: string[] }> {
  if (kind === "alerts") {
    const query = trx
      .selectFrom("alerts")
      .select(["alert_id as id", "delivery"])
      .where("alert_id", "in", ids)
      .where("spread_at", "is", null)
      .orderBy("alert_id");
    // SQLite has one writer, and knows no FOR UPDATE.
    const rows = await (dialect === "postgres" ? query.forUpdate() : query).execute();
    return mark(rows, (taken) =>
      trx.updateTable("alerts").set({ spread_at: at }).where("alert_id", "in", taken).execute(),
    );
  }
  const query = trx
    .selectFrom("outages")
    .select(["outage_id as id", "delivery"])
    .where("outage_id", "in", ids)
    .where("spread_at", "is", null)
    .orderBy("outage_id");
  const rows = await (dialect === "postgres" ? query.forUpdate() : query).execute();
  return mark(rows, (taken) =>
    trx.updateTable("outages").set({ spread_at: at }).where("outage_id", "in", taken).execute(),
  );
}

async function mark(
  rows: readonly { id: string; delivery: string }[],
  write: (ids: string[]) => Promise<unknown>,
): Promise<{ taken: string[]; told: string[] }> {
  const taken = rows.map(({ id }) => id);
  if (taken.length > 0) await write(taken);
  return { taken, told: rows.filter(({ delivery }) => delivery !== "none").map(({ id }) => id) };
}

interface Telling {
  mostWaiting: number | undefined;
  kind: "alerts" | "outages";
  at: number;
  heldBack: number;
  publicUrl: string | undefined;
}

/** Puts what a channel is to tell into its queue: what goes now, and what is held, together by when it goes. */
async function tell(
  trx: Transaction<StateTables>,
  channel: KnownChannel,
  lines: readonly NoticeLine[],
  { kind, at, heldBack, publicUrl, mostWaiting }: Telling,
): Promise<void> {
  const { afterMinutes, repeatMinutes } = channel.rules;
  const later = afterMinutes ?? repeatMinutes;
  if (later !== undefined)
    await remindLater(
      trx,
      channel.channelId,
      lines.map(({ subjectId }) => subjectId),
      at + later * MINUTE_MS,
    );
  if (afterMinutes !== undefined) return;
  for (const [until, some] of byRelease(channel, lines, at)) {
    const notice: Notice = {
      kind,
      lines: some,
      ...(heldBack > 0 && kind === "alerts" ? { heldBack } : {}),
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}/${kind === "alerts" ? "inbox" : "sensors"}` }),
    };
    await addNotice(trx, channel, notice, { now: at, until, ...(mostWaiting === undefined ? {} : { mostWaiting }) });
  }
}
