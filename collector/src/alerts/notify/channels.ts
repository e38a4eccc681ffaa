import { randomBytes } from "node:crypto";
import { spellOctets, type Channel, type ChannelRequest, type ChannelSettings } from "@probewarden/contract";
import type { Transaction } from "kysely";
import { isoInstant as iso } from "../../iso-instant.ts";
import { audit } from "../../people/audit.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { checkReach } from "./check-reach.ts";
import { channelOf } from "./kinds/all-kinds.ts";
import { knownChannel, MOST_CHANNELS, readEnabled, type ChannelRow, type KnownChannel } from "./queue/channel-rows.ts";
import { settleDelivery, tryOf, withFailure, type Try } from "./queue/notice-rows.ts";

/** Why a channel is not kept as it was given. */
export type ChannelFault =
  | { code: "bad-address" | "closed-address" | "secret-needed" | "other-kind" | "clear-password"; text: string }
  | { code: "too-many-channels"; text: string }
  | { code: "not-found" };

/** The ways by which people are told, as an administrator keeps them. */
export class Channels {
  readonly #state: StateStore;
  readonly #allow: readonly string[];

  /** @param allow hosts to which the configuration gives its word */
  constructor(state: StateStore, allow: readonly string[]) {
    this.#state = state;
    this.#allow = allow;
  }

  /** Whether anybody is told at all. */
  async areAny(): Promise<boolean> {
    return (await readEnabled(this.#state.db)).length > 0;
  }

  /** A channel with its secrets, to send through. */
  async known(channelId: string): Promise<KnownChannel | undefined> {
    const row = await this.#row(channelId);
    return row && knownChannel(row);
  }

  /** All of them, without their secrets, by name. */
  async list(): Promise<Channel[]> {
    const { db } = this.#state;
    const rows = await db.selectFrom("channels").selectAll().orderBy("name").orderBy("channel_id").execute();
    return Promise.all(rows.map((row) => this.#view(row)));
  }

  async view(channelId: string): Promise<Channel | undefined> {
    const row = await this.#row(channelId);
    return row && (await this.#view(row));
  }

  /** How many notices wait, and whether those of some channel do not get through. */
  async howItGoes(): Promise<{ waiting: number; failing: boolean }> {
    const { db } = this.#state;
    const waiting = await db
      .selectFrom("notices")
      .select((table) => table.fn.countAll<number>().as("count"))
      .where("state", "=", "waiting")
      .executeTakeFirstOrThrow();
    const failing = await db
      .selectFrom("channels")
      .select("channel_id")
      .where("enabled", "=", 1)
      .where("failing_since", "is not", null)
      .limit(1)
      .executeTakeFirst();
    return { waiting: Number(waiting.count), failing: failing !== undefined };
  }

  /**
   * Keeps a channel: a new one, or a change of one. A secret that is left out is kept as it is.
   * @param channelId of the one that is changed; absent: a new one
   * @param newId under which a new one is kept
   */
  async put(
    request: ChannelRequest,
    who: { by: string; at: number },
    { channelId, newId = `channel-${spellOctets(randomBytes(6))}` }: { channelId?: string; newId?: string } = {},
  ): Promise<Channel | ChannelFault> {
    const before = channelId === undefined ? undefined : await this.#row(channelId);
    if (channelId !== undefined && before === undefined) return { code: "not-found" };
    const settings = withKept(request.settings, before);
    const fault = this.#faultOf(settings, request.settings, before);
    if (fault !== undefined) return fault;
    const id = channelId ?? newId;
    const values = {
      kind: settings.kind,
      name: request.name,
      enabled: request.enabled ? 1 : 0,
      settings: JSON.stringify(settings),
      rules: JSON.stringify(request.rules),
      changed_at: who.at,
      changed_by: who.by,
    };
    const isKept = await this.#state.transaction(async (trx) => {
      if (before === undefined) {
        const { count } = await trx
          .selectFrom("channels")
          .select((table) => table.fn.countAll<number>().as("count"))
          .executeTakeFirstOrThrow();
        if (Number(count) >= MOST_CHANNELS) return false;
        await trx
          .insertInto("channels")
          .values({ channel_id: id, ...values })
          .execute();
      } else {
        // What was set anew may work: it is tried, and not called failing before.
        await trx
          .updateTable("channels")
          .set({ ...values, failing_since: null, free_at: 0 })
          .where("channel_id", "=", id)
          .execute();
        if (!request.enabled) await dropWaiting(trx, id, who.at);
      }
      const action = before === undefined ? "channel-made" : "channel-changed";
      await audit(trx, { ...who, action, subject: id });
      return true;
    });
    if (!isKept) return { code: "too-many-channels", text: `${MOST_CHANNELS} channels are there already` };
    return (await this.view(id)) ?? { code: "not-found" };
  }

  /** Takes a channel away; what it was to tell is dropped, and what it told stays in the record. Whether there was one. */
  async remove(channelId: string, who: { by: string; at: number }): Promise<boolean> {
    return this.#state.transaction(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom("channels")
        .where("channel_id", "=", channelId)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await trx.deleteFrom("reminders").where("channel_id", "=", channelId).execute();
      await dropWaiting(trx, channelId, who.at);
      await audit(trx, { ...who, action: "channel-removed", subject: channelId });
      return true;
    });
  }

  #faultOf(
    settings: ChannelSettings,
    given: ChannelSettings,
    before: ChannelRow | undefined,
  ): ChannelFault | undefined {
    if (before !== undefined && before.kind !== settings.kind)
      return { code: "other-kind", text: "a channel stays of its kind; make another one" };
    const channel = channelOf(settings);
    const missing = channel.needed.find((name) => !Object.hasOwn(settings, name));
    if (missing !== undefined)
      return { code: "secret-needed", text: `give ${missing}: nothing can be sent without it` };
    if (settings.kind === "email" && settings.security === "none" && settings.password !== undefined)
      return {
        code: "clear-password",
        text: "no password is sent in the clear: choose tls or starttls, or leave it out",
      };
    const reach = checkReach(channel.reaches(settings) ?? "", this.#allow);
    if (reach !== undefined || before === undefined) return reach;
    const isElsewhere = hostReached(settings) !== hostReached(JSON.parse(before.settings) as ChannelSettings);
    // Whoever may set a channel may not see its secrets: not by having them sent to a server of theirs either.
    const carried = channel.sentSecrets.find((name) => Object.hasOwn(settings, name) && !Object.hasOwn(given, name));
    return isElsewhere && carried !== undefined
      ? { code: "secret-needed", text: `give ${carried} again: it would go to another server` }
      : undefined;
  }

  #row(channelId: string): Promise<ChannelRow | undefined> {
    return this.#state.db.selectFrom("channels").selectAll().where("channel_id", "=", channelId).executeTakeFirst();
  }

  async #view(row: ChannelRow): Promise<Channel> {
    const { db } = this.#state;
    const { channelId, name, to, settings, rules } = knownChannel(row);
    const counts = await db
      .selectFrom("notices")
      .select(["state", (table) => table.fn.countAll<number>().as("count")])
      .where("channel_id", "=", channelId)
      .where("state", "in", ["waiting", "held"])
      .groupBy("state")
      .execute();
    const countOf = (state: string): number => Number(counts.find((one) => one.state === state)?.count ?? 0);
    const [latest] = await latestFailures(db, channelId, 1);
    const { secrets } = channelOf(settings);
    return {
      channelId,
      name,
      enabled: row.enabled === 1,
      settings: Object.fromEntries(
        Object.entries(settings).filter(([key]) => !secrets.includes(key)),
      ) as ChannelSettings,
      secrets: secrets.filter((key) => Object.hasOwn(settings, key)),
      to,
      rules,
      waiting: countOf("waiting"),
      held: countOf("held"),
      ...(row.failing_since === null ? {} : { failingSince: iso(row.failing_since) }),
      ...(row.last_sent_at === null ? {} : { lastSentAt: iso(row.last_sent_at) }),
      ...(latest === undefined ? {} : { lastFailure: latest.failure }),
      changedAt: iso(row.changed_at),
      changedBy: row.changed_by,
    };
  }
}

function hostReached(settings: ChannelSettings): string | undefined {
  const address = channelOf(settings).reaches(settings);
  return address !== undefined && URL.canParse(address) ? new URL(address).host : undefined;
}

/** Settings with the secrets that stood there before and were not given anew. */
function withKept(settings: ChannelSettings, before: ChannelRow | undefined): ChannelSettings {
  if (before === undefined || before.kind !== settings.kind) return settings;
  const kept = JSON.parse(before.settings) as Record<string, unknown>;
  const { secrets } = channelOf(settings);
  const added = secrets.filter((name) => !Object.hasOwn(settings, name) && Object.hasOwn(kept, name));
  return Object.assign({}, settings, Object.fromEntries(added.map((name) => [name, kept[name]])));
}

/** What a channel was to tell, and will not. */
async function dropWaiting(trx: Transaction<StateTables>, channelId: string, at: number): Promise<void> {
  const why = tryOf(at, { ok: false, message: "the channel was switched off", code: "switched-off" });
  const waiting = await trx
    .selectFrom("notices")
    .select(["id", "failures"])
    .where("channel_id", "=", channelId)
    .where("state", "in", ["waiting", "held"])
    .execute();
  if (waiting.length === 0) return;
  for (const { id, failures } of waiting)
    await trx
      .updateTable("notices")
      .set({ state: "dropped", done_at: at, next_at: null, failures: withFailure(failures, why) })
      .where("id", "=", id)
      .execute();
  const subjects = await trx
    .selectFrom("notice_subjects")
    .select("subject_id")
    .distinct()
    .where(
      "notice_id",
      "in",
      waiting.map(({ id }) => id),
    )
    .execute();
  await settleDelivery(
    trx,
    subjects.map(({ subject_id }) => subject_id),
  );
}

/** Notices of a channel whose failures are looked through for the latest. */
const LOOKED_THROUGH = 40;

/** Attempts of a channel that failed, latest first. */
export async function latestFailures(
  db: StateStore["db"],
  channelId: string,
  most: number,
): Promise<{ failure: Try; attempts: number; givenUp?: true }[]> {
  const rows = await db
    .selectFrom("notices")
    .select(["failures", "attempts", "state"])
    .where("channel_id", "=", channelId)
    .where("failures", "<>", "[]")
    .orderBy("id", "desc")
    .limit(LOOKED_THROUGH)
    .execute();
  return rows
    .flatMap(({ failures, attempts, state }) => {
      const tries = JSON.parse(failures) as Try[];
      const failed = state === "sent" ? attempts - 1 : attempts;
      return tries.map((failure, at) => ({
        failure,
        attempts: Math.max(1, failed - at),
        ...(at === 0 && state === "given-up" ? { givenUp: true as const } : {}),
      }));
    })
    .toSorted((a, b) => b.failure.at.localeCompare(a.failure.at))
    .slice(0, most);
}
