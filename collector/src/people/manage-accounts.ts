import type { Transaction } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit } from "./audit.ts";
import { columnsOf, rightsWords, type Rights } from "./invitations.ts";
import { unlinkProvider } from "./provider/provider-links.ts";
import { takeOffSecondStep } from "./second-steps.ts";
import { endSessionsOf, idOfToken } from "./sessions.ts";

/** A change that somebody makes to another one's account. */
interface Change {
  accountId: string;
  by: string;
  at: number;
}
/** `own-account`: nobody changes what they may do themselves, or shuts themselves out. */
export type Managed = "done" | "no-account" | "own-account";

/** One session of an account, as a list of them shows it. The id opens nothing. */
export interface ListedSession {
  sessionId: string;
  /** What the browser called itself. */
  client: string;
  /** Roughly from where it was begun; empty for one from before that was kept. */
  network: string;
  /** Whether it is the one that asks. */
  isThis: boolean;
  createdAt: number;
  expiresAt: number;
}

/** Gives an account other rights. Its sessions end, so that no open page goes on with the old ones. */
export const changeRights = (state: StateStore, change: Change, rights: Rights): Promise<Managed> =>
  manage(state, change, async (trx, name) => {
    await trx.updateTable("users").set(columnsOf(rights)).where("user_id", "=", change.accountId).execute();
    await endSessionsOf(trx, change.accountId);
    await audit(trx, { at: change.at, by: change.by, action: "rights-changed", subject: rightsWords(name, rights) });
  });

/** Lets nobody in with an account any more, from this moment, or lets them in again. It keeps its name in the record. */
export const setActive = (state: StateStore, change: Change, isActive: boolean): Promise<Managed> =>
  manage(state, change, async (trx, name) => {
    const deactivated_at = isActive ? null : change.at;
    await trx.updateTable("users").set({ deactivated_at }).where("user_id", "=", change.accountId).execute();
    await endSessionsOf(trx, change.accountId);
    await trx.deleteFrom("invitations").where("user_id", "=", change.accountId).execute();
    const action = isActive ? "account-activated" : "account-deactivated";
    await audit(trx, { at: change.at, by: change.by, action, subject: name });
  });

/** Takes an account's second step off, and ends its sessions. */
export const takeSecondStepOff = (state: StateStore, change: Change): Promise<Managed> =>
  manage(state, change, async (trx, name) => {
    await takeOffSecondStep(trx, { userId: change.accountId, name }, change);
    await endSessionsOf(trx, change.accountId);
  });

/** Takes the identity of the provider off an account: nobody gets in by it any more. */
export const takeProviderOff = (state: StateStore, change: Change): Promise<Managed> =>
  manage(state, change, async (trx, name) => {
    await unlinkProvider(trx, { userId: change.accountId, name }, change);
  });

/**
 * Sessions of an account that hold, the latest first.
 * @param asking the hash of the token that asks, where it may be one of them
 */
export async function listSessions(
  { db }: StateStore,
  accountId: string,
  now: number,
  asking?: string,
): Promise<ListedSession[]> {
  const rows = await db
    .selectFrom("sessions")
    .selectAll()
    .where("user_id", "=", accountId)
    .where("expires_at", ">", now)
    .orderBy("created_at", "desc")
    .orderBy("token_hash")
    .execute();
  return rows.map((row) => ({
    sessionId: idOfToken("session", row.token_hash),
    client: row.client,
    network: row.network,
    isThis: row.token_hash === asking,
    createdAt: Number(row.created_at),
    expiresAt: Number(row.expires_at),
  }));
}

/**
 * Ends one session of an account, or all of them where none is named; one's own may be ended too. False when there is no such account.
 * @param but the hash of a token whose session stays where all are ended
 */
export async function endSessions(
  state: StateStore,
  change: Change,
  { sessionId, but }: { sessionId?: string | undefined; but?: string | undefined },
): Promise<boolean> {
  return state.transaction(async (trx) => {
    const name = await nameOf(trx, change.accountId);
    if (name === undefined) return false;
    const rows = await trx
      .selectFrom("sessions")
      .select("token_hash")
      .where("user_id", "=", change.accountId)
      .execute();
    const ended = rows.filter(({ token_hash }) =>
      sessionId === undefined ? token_hash !== but : idOfToken("session", token_hash) === sessionId,
    );
    for (const { token_hash } of ended) await trx.deleteFrom("sessions").where("token_hash", "=", token_hash).execute();
    await audit(trx, {
      at: change.at,
      by: change.by,
      action: "sessions-ended",
      subject: `${name} (${ended.length})`,
    });
    return true;
  });
}

async function manage(
  state: StateStore,
  { accountId, by }: Change,
  work: (trx: Transaction<StateTables>, name: string) => Promise<void>,
): Promise<Managed> {
  return state.transaction(async (trx): Promise<Managed> => {
    const name = await nameOf(trx, accountId);
    if (name === undefined) return "no-account";
    if (name === by) return "own-account";
    await work(trx, name);
    return "done";
  });
}

const nameOf = async (trx: Transaction<StateTables>, accountId: string): Promise<string | undefined> =>
  (await trx.selectFrom("users").select("name").where("user_id", "=", accountId).executeTakeFirst())?.name;
