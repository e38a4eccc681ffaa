import { createHash, randomBytes } from "node:crypto";
import { spellOctets, type Role, type Scope } from "@probewarden/contract";
import type { Kysely } from "kysely";
import { tidyRoles } from "./roles.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";

/** How long a session lives without a new sign-in. */
const SESSION_MS = 12 * 3_600_000;
/** Sessions of one account at a time; with one more the oldest ends. */
export const MOST_SESSIONS = 50;

/** Characters that are kept of what a browser calls itself. */
const LONGEST_CLIENT = 160;

/** From where a session was begun, as the account's own page tells it. */
export interface Whence {
  /** What the browser called itself. */
  client: string;
  /** Roughly from where; see `roughNetworkOf`. */
  network: string;
  /** Whether the identity provider vouched for who begins it. */
  byProvider?: boolean;
}
const NOWHERE: Whence = { client: "", network: "" };

/** Who asks. */
export interface Identity {
  name: string;
  /** What the account may do, and where; as it is at this request. */
  roles: readonly Role[];
  scope: Scope;
  /** Whether signing in took a code as well as the password. */
  hasSecondStep?: boolean;
  /** The session by which; absent in the demo, which signs in by itself. A hash: it opens nothing. */
  sessionId?: string;
  /** When the session began, where the identity provider vouched: who has no password proves by it that it is them. */
  vouchedAt?: number;
  /** Where a program asks by a token of the account, that token. */
  token?: { tokenId: string; name: string; mayChange: boolean };
}

export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
export const makeToken = (): string => randomBytes(32).toString("base64url");

/** Names what a token opens without opening it: a hash of the hash that is stored. */
export const idOfToken = (kind: "session" | "invitation" | "token", tokenHash: string): string =>
  `${kind}-${spellOctets(createHash("sha256").update(tokenHash).digest().subarray(0, 8))}`;

/** What an account's row says that it may do, and where. */
export const rightsOf = (row: { roles: string; scope: string }): { roles: Role[]; scope: Scope } => ({
  roles: tidyRoles(JSON.parse(row.roles) as string[]),
  scope: JSON.parse(row.scope) as Scope,
});

/** Sessions of people. Only hashes of tokens are stored, so a stolen backup opens nothing. */
export class Sessions {
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /** Begins a session and gives its token, which is shown once. */
  async open(user_id: string, { client, network, byProvider = false }: Whence = NOWHERE): Promise<string> {
    const token = makeToken();
    const now = this.#now();
    await this.#state.transaction(async (trx) => {
      await trx.deleteFrom("sessions").where("expires_at", "<=", now).execute();
      await trx
        .insertInto("sessions")
        .values({
          token_hash: hashToken(token),
          user_id,
          created_at: now,
          expires_at: now + SESSION_MS,
          client: client.slice(0, LONGEST_CLIENT),
          network,
          by_provider: byProvider ? 1 : 0,
        })
        .execute();
      const older = await trx
        .selectFrom("sessions")
        .select("token_hash")
        .where("user_id", "=", user_id)
        .orderBy("created_at", "desc")
        .orderBy("token_hash")
        .offset(MOST_SESSIONS)
        .limit(100)
        .execute();
      for (const { token_hash } of older)
        await trx.deleteFrom("sessions").where("token_hash", "=", token_hash).execute();
    });
    return token;
  }

  /** Whose session it is; undefined when there is none, or it has expired. */
  async identify(token: string): Promise<Identity | undefined> {
    const sessionId = hashToken(token);
    const user = await this.#state.reading.db
      .selectFrom("sessions")
      .innerJoin("users", "users.user_id", "sessions.user_id")
      .leftJoin("second_steps", "second_steps.user_id", "users.user_id")
      .select(["users.name", "users.roles", "users.scope", "second_steps.confirmed_at"])
      .select(["sessions.created_at", "sessions.by_provider"])
      .where("token_hash", "=", sessionId)
      .where("users.deactivated_at", "is", null)
      .where("expires_at", ">", this.#now())
      .executeTakeFirst();
    if (user === undefined) return undefined;
    const vouched = user.by_provider === 1 ? { vouchedAt: Number(user.created_at) } : {};
    return { name: user.name, ...rightsOf(user), hasSecondStep: user.confirmed_at != null, sessionId, ...vouched };
  }

  async end(token: string): Promise<void> {
    await this.#state.db.deleteFrom("sessions").where("token_hash", "=", hashToken(token)).execute();
  }

  /** Those of the sessions that still hold: somebody may have ended them, also through another collector or the command line. */
  async holding(sessionIds: readonly string[]): Promise<Set<string>> {
    if (sessionIds.length === 0) return new Set();
    const rows = await this.#state.reading.db
      .selectFrom("sessions")
      .select("token_hash")
      .where("token_hash", "in", sessionIds)
      .where("expires_at", ">", this.#now())
      .execute();
    return new Set(rows.map((row) => row.token_hash));
  }
}

/** Ends every session of an account, within a transaction that changes who it is. */
export async function endSessionsOf(trx: Kysely<StateTables>, user_id: string): Promise<void> {
  await trx.deleteFrom("sessions").where("user_id", "=", user_id).execute();
}
