import type { Role, Scope } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit } from "./audit.ts";
import { columnsOf, rightsWords, type Rights } from "./invitations.ts";
import { scopeOfBoth } from "./scope.ts";
import type { Owner } from "./second-steps.ts";
import { hashToken, idOfToken, makeToken, rightsOf, type Identity } from "./sessions.ts";

/** Tokens of one account that hold at once. */
export const MOST_TOKENS = 20;
/** So that it is known for what it is where somebody finds one. */
const PREFIX = "pw_";
const DAY_MS = 24 * 3_600_000;
/** How exactly it is kept when a token was last used: each use would else be a write. */
const USED_MS = 60_000;

/** What a token is to do. */
export interface TokenRights extends Rights {
  name: string;
  /** False: it reads only. */
  mayChange: boolean;
}

/** A token, as a list of them shows it. */
export interface ListedToken {
  tokenId: string;
  name: string;
  roles: Role[];
  scope: Scope;
  mayChange: boolean;
  createdAt: number;
  expiresAt: number;
  lastUsedAt: number | null;
}

/**
 * Tokens with which programs ask in the name of an account. One does what both it and its account may do at that moment: an account that loses a
 * role, a venue or its right to sign in takes that from its tokens too. Only hashes are stored.
 */
export class ApiTokens {
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /** Makes a token and gives it, once; undefined when the account has too many. */
  async make({ userId, name: by }: Owner, wanted: TokenRights, days: number): Promise<string | undefined> {
    const token = `${PREFIX}${makeToken()}`;
    const at = this.#now();
    const isMade = await this.#state.transaction(async (trx) => {
      await trx.deleteFrom("api_tokens").where("expires_at", "<=", at).execute();
      const { held } = await trx
        .selectFrom("api_tokens")
        .select(({ fn }) => fn.countAll<number>().as("held"))
        .where("user_id", "=", userId)
        .executeTakeFirstOrThrow();
      if (Number(held) >= MOST_TOKENS) return false;
      const expires_at = at + days * DAY_MS;
      await trx
        .insertInto("api_tokens")
        .values({
          token_hash: hashToken(token),
          user_id: userId,
          name: wanted.name,
          ...columnsOf(wanted),
          may_change: wanted.mayChange ? 1 : 0,
          created_at: at,
          expires_at,
          last_used_at: null,
        })
        .execute();
      const what = `${rightsWords(wanted.name, wanted)}, ${wanted.mayChange ? "changes" : "reads"}`;
      await audit(trx, { at, by, action: "token-made", subject: `${what}, ${days} days` });
      return true;
    });
    return isMade ? token : undefined;
  }

  /** Who asks with a token; undefined when it is none, is over, or its account lets nobody in. */
  async identify(token: string): Promise<Identity | undefined> {
    const token_hash = hashToken(token);
    const now = this.#now();
    const { db } = this.#state.reading;
    const row = await db
      .selectFrom("api_tokens")
      .innerJoin("users", "users.user_id", "api_tokens.user_id")
      .leftJoin("second_steps", "second_steps.user_id", "users.user_id")
      .select(["api_tokens.name", "api_tokens.roles", "api_tokens.scope", "may_change", "last_used_at"])
      .select(["users.name as owner", "users.roles as own_roles", "users.scope as own_scope", "confirmed_at"])
      .where("token_hash", "=", token_hash)
      .where("api_tokens.expires_at", ">", now)
      .where("users.deactivated_at", "is", null)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.last_used_at === null || Number(row.last_used_at) < now - USED_MS)
      await this.#state.db
        .updateTable("api_tokens")
        .set({ last_used_at: now })
        .where("token_hash", "=", token_hash)
        .execute();
    const [wanted, own] = [rightsOf(row), rightsOf({ roles: row.own_roles, scope: row.own_scope })];
    return {
      name: row.owner,
      roles: wanted.roles.filter((role) => own.roles.includes(role)),
      scope: await scopeOfBoth(db, wanted.scope, own.scope),
      hasSecondStep: row.confirmed_at != null,
      token: { tokenId: idOfToken("token", token_hash), name: row.name, mayChange: row.may_change === 1 },
    };
  }

  /** Tokens of an account that hold, the latest first. */
  async list(userId: string): Promise<ListedToken[]> {
    const rows = await this.#state.db
      .selectFrom("api_tokens")
      .selectAll()
      .where("user_id", "=", userId)
      .where("expires_at", ">", this.#now())
      .orderBy("created_at", "desc")
      .orderBy("token_hash")
      .execute();
    return rows.map((row) => ({
      tokenId: idOfToken("token", row.token_hash),
      name: row.name,
      ...rightsOf(row),
      mayChange: row.may_change === 1,
      createdAt: Number(row.created_at),
      expiresAt: Number(row.expires_at),
      lastUsedAt: row.last_used_at === null ? null : Number(row.last_used_at),
    }));
  }

  /** Makes a token of an account void, from this moment; false when it has none of that id. `by` stands in the record. */
  revoke(userId: string, tokenId: string, by: string): Promise<boolean> {
    return this.#state.transaction(async (trx) => {
      const rows = await trx
        .selectFrom("api_tokens")
        .select(["token_hash", "name"])
        .where("user_id", "=", userId)
        .execute();
      const row = rows.find(({ token_hash }) => idOfToken("token", token_hash) === tokenId);
      if (row === undefined) return false;
      await trx.deleteFrom("api_tokens").where("token_hash", "=", row.token_hash).execute();
      await audit(trx, { at: this.#now(), by, action: "token-revoked", subject: row.name });
      return true;
    });
  }
}

/** Makes every token of an account void, within a change of the account: somebody else may have known its password. */
export async function revokeTokensOf(
  trx: Transaction<StateTables>,
  { userId, name }: Owner,
  { by, at }: { by: string; at: number },
): Promise<void> {
  const { numDeletedRows } = await trx.deleteFrom("api_tokens").where("user_id", "=", userId).executeTakeFirst();
  if (numDeletedRows > 0n)
    await audit(trx, {
      at,
      by,
      action: "token-revoked",
      subject: `${name} (${numDeletedRows})`,
    });
}
