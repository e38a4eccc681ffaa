import type { Webhook } from "@probewarden/contract";
import type { Kysely, Transaction } from "kysely";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { inSavepoint } from "../../store/state/transactions.ts";
import type { PostResult } from "./post.ts";

/** Failures that are kept for a person to read. */
const FAILURES_KEPT = 20;

/** One message that waits for the receiver. */
export interface QueuedMessage {
  id: number;
  /** The same at every attempt and of no other message, so that a receiver knows one that it has taken before. */
  key: string;
  body: string;
  alertIds: string[];
  attempts: number;
}

/** What came of an attempt: the receiver took it, or not; then when to try again, in epoch milliseconds, or never (undefined). */
export type Attempt = { taken: true } | { taken: false; why: PostResult; at: number; nextAt: number | undefined };

/** A message that was sent, or was to be. */
export interface Sent {
  message: QueuedMessage;
  attempt: Attempt;
}

/** The webhook's durable queue: what stands in it survives a restart, and leaves it when the receiver took it or time is up. */
export class WebhookQueue {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  /**
   * Puts one message in for these alerts. False, and nothing is put in, when another collector has told of one of them meanwhile: two that
   * write of the same alerts take turns by the alerts' rows.
   */
  async add(body: string, alertIds: readonly string[], now: number): Promise<boolean> {
    return this.#state.transaction(async (db) => {
      if ((await this.#holdUntold(db, alertIds)) < alertIds.length) return false;
      const queued = await queuedAlertIds(db);
      if (alertIds.some((id) => queued.has(id))) return false;
      await db
        .insertInto("webhook_queue")
        .values({ body, alert_ids: JSON.stringify(alertIds), attempts: 0, next_at: now, created_at: now })
        .execute();
      return true;
    });
  }

  /** How many of them wait to be told, whom nobody else tells of until the transaction ends. */
  async #holdUntold(db: Transaction<StateTables>, alertIds: readonly string[]): Promise<number> {
    let alerts = db
      .selectFrom("alerts")
      .select("alert_id as id")
      .where("alert_id", "in", alertIds)
      .where("delivery", "=", "waiting")
      .orderBy("alert_id");
    let outages = db
      .selectFrom("outages")
      .select("outage_id as id")
      .where("outage_id", "in", alertIds)
      .where("delivery", "=", "waiting")
      .orderBy("outage_id");
    // SQLite has one writer, and knows no FOR UPDATE.
    if (this.#state.dialect === "postgres") {
      alerts = alerts.forUpdate();
      outages = outages.forUpdate();
    }
    return (await alerts.execute()).length + (await outages.execute()).length;
  }

  /** Alerts that some message of the queue already tells of. */
  queuedAlertIds(): Promise<Set<string>> {
    return queuedAlertIds(this.#state.db);
  }

  /**
   * Takes one message that is due and that no other collector is sending, lets it be sent, and writes down what came of it. Undefined: there
   * was none. On PostgreSQL the row stays locked by a transaction meanwhile, so that a collector that dies, at whatever moment, gives it back
   * with its connection, and one that stands still gives it back when the server ends its transaction (`STANDSTILL_MS`, longer than any
   * receiver may take). The embedded store has one process, which sends one after the other.
   */
  async sendDue(now: number, send: (message: QueuedMessage) => Promise<Attempt>): Promise<Sent | undefined> {
    const { db, dialect } = this.#state;
    if (dialect === "sqlite") {
      const message = await dueIn(db, now, false);
      if (message === undefined) return undefined;
      const attempt = await send(message);
      await this.#state.transaction((trx) => writeDown(trx, message, attempt));
      return { message, attempt };
    }
    // Not one that is run again by itself: what was sent must not be sent again because the writing met somebody.
    return db.transaction().execute(async (trx) => {
      const message = await dueIn(trx, now, true);
      if (message === undefined) return undefined;
      const attempt = await send(message);
      await inSavepoint(trx, () => writeDown(trx, message, attempt));
      return { message, attempt };
    });
  }

  async waiting(): Promise<number> {
    const row = await this.#state.db
      .selectFrom("webhook_queue")
      .select((table) => table.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** No message could be made of this alert, so none of it ever stood in the queue. */
  async notWritten(alertId: string, now: number): Promise<void> {
    await this.#state.transaction(async (db) => {
      await setDelivery(db, [alertId], "failing");
      const details = JSON.stringify({ code: "not-written", facts: { alert: alertId }, givenUp: true });
      const message = `no notice could be made of ${alertId}; the log has the cause`;
      await noteFailure(db, { at: now, message, details, attempts: 1 });
    });
  }

  /** Latest failures, latest first. */
  async failures(): Promise<Webhook["failures"]> {
    const rows = await this.#state.db
      .selectFrom("webhook_failures")
      .selectAll()
      .orderBy("id", "desc")
      .limit(FAILURES_KEPT)
      .execute();
    return rows.map(({ at, message, details, attempts }) => ({
      at: new Date(at).toISOString(),
      message,
      ...(details === null ? {} : (JSON.parse(details) as Omit<Webhook["failures"][number], "at">)),
      attempts,
    }));
  }
}

async function queuedAlertIds(db: Kysely<StateTables>): Promise<Set<string>> {
  const rows = await db.selectFrom("webhook_queue").select("alert_ids").execute();
  return new Set(rows.flatMap((row) => JSON.parse(row.alert_ids) as string[]));
}

async function dueIn(db: Kysely<StateTables>, now: number, claim: boolean): Promise<QueuedMessage | undefined> {
  const due = db.selectFrom("webhook_queue").selectAll().where("next_at", "<=", now).orderBy("id").limit(1);
  const row = await (claim ? due.forUpdate().skipLocked() : due).executeTakeFirst();
  if (row === undefined) return undefined;
  const { id, body, alert_ids, attempts, created_at } = row;
  return { id, key: `${created_at}-${id}`, body, alertIds: JSON.parse(alert_ids) as string[], attempts };
}

async function writeDown(db: Transaction<StateTables>, message: QueuedMessage, attempt: Attempt): Promise<void> {
  if (attempt.taken) {
    await db.deleteFrom("webhook_queue").where("id", "=", message.id).execute();
    await setDelivery(db, message.alertIds, "sent");
    return;
  }
  const {
    why: { message: words, code, facts },
    at,
    nextAt,
  } = attempt;
  const attempts = message.attempts + 1;
  if (nextAt === undefined) await db.deleteFrom("webhook_queue").where("id", "=", message.id).execute();
  else await db.updateTable("webhook_queue").set({ attempts, next_at: nextAt }).where("id", "=", message.id).execute();
  await setDelivery(db, message.alertIds, "failing");
  const details = JSON.stringify({ code, facts, ...(nextAt === undefined ? { givenUp: true } : {}) });
  const text = nextAt === undefined ? `${words}; given up` : words;
  await noteFailure(db, { at, message: text, details, attempts });
}

async function setDelivery(db: Transaction<StateTables>, alertIds: readonly string[], delivery: string): Promise<void> {
  if (alertIds.length === 0) return;
  await db.updateTable("alerts").set({ delivery }).where("alert_id", "in", alertIds).execute();
  await db.updateTable("outages").set({ delivery }).where("outage_id", "in", alertIds).execute();
}

/** Keeps one failure for a person to read, and forgets the oldest. */
async function noteFailure(
  db: Transaction<StateTables>,
  failure: { at: number; message: string; details: string; attempts: number },
): Promise<void> {
  await db.insertInto("webhook_failures").values(failure).execute();
  const kept = await db
    .selectFrom("webhook_failures")
    .select("id")
    .orderBy("id", "desc")
    .limit(FAILURES_KEPT)
    .execute();
  const oldest = kept.at(-1);
  if (oldest) await db.deleteFrom("webhook_failures").where("id", "<", oldest.id).execute();
}
