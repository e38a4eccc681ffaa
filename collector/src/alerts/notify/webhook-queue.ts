import type { Webhook } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import type { PostResult } from "./post.ts";

/** Failures that are kept for a person to read. */
const FAILURES_KEPT = 20;

/** One message that waits for the receiver. */
export interface QueuedMessage {
  id: number;
  body: string;
  alertIds: string[];
  attempts: number;
}

/** The webhook's durable queue: what stands in it survives a restart, and leaves it when the receiver took it or time is up. */
export class WebhookQueue {
  readonly #state: StateStore;

  constructor(state: StateStore) {
    this.#state = state;
  }

  /** Puts one message in for these alerts. */
  async add(body: string, alertIds: readonly string[], now: number): Promise<void> {
    await this.#state.db
      .insertInto("webhook_queue")
      .values({ body, alert_ids: JSON.stringify(alertIds), attempts: 0, next_at: now, created_at: now })
      .execute();
  }

  /** Alerts that some message of the queue already tells of. */
  async queuedAlertIds(): Promise<Set<string>> {
    const rows = await this.#state.db.selectFrom("webhook_queue").select("alert_ids").execute();
    return new Set(rows.flatMap((row) => JSON.parse(row.alert_ids) as string[]));
  }

  async due(now: number): Promise<QueuedMessage[]> {
    const rows = await this.#state.db
      .selectFrom("webhook_queue")
      .selectAll()
      .where("next_at", "<=", now)
      .orderBy("id")
      .limit(50)
      .execute();
    return rows.map(({ id, body, alert_ids, attempts }) => ({
      id,
      body,
      alertIds: JSON.parse(alert_ids) as string[],
      attempts,
    }));
  }

  async waiting(): Promise<number> {
    const row = await this.#state.db
      .selectFrom("webhook_queue")
      .select((table) => table.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    return Number(row.count);
  }

  /** The receiver took it. */
  async delivered(message: QueuedMessage): Promise<void> {
    await this.#state.transaction(async (db) => {
      await db.deleteFrom("webhook_queue").where("id", "=", message.id).execute();
      await setDelivery(db, message.alertIds, "sent");
    });
  }

  /** It failed; `nextAt` undefined means that it is given up. */
  async failed(
    message: QueuedMessage,
    { message: words, code, facts }: PostResult,
    now: number,
    nextAt: number | undefined,
  ): Promise<void> {
    await this.#state.transaction(async (db) => {
      const attempts = message.attempts + 1;
      if (nextAt === undefined) await db.deleteFrom("webhook_queue").where("id", "=", message.id).execute();
      else
        await db.updateTable("webhook_queue").set({ attempts, next_at: nextAt }).where("id", "=", message.id).execute();
      await setDelivery(db, message.alertIds, "failing");
      const details = JSON.stringify({ code, facts, ...(nextAt === undefined ? { givenUp: true } : {}) });
      const text = nextAt === undefined ? `${words}; given up` : words;
      await noteFailure(db, { at: now, message: text, details, attempts });
    });
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
