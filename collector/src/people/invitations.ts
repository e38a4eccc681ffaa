import type { Role, Scope } from "@probewarden/contract";
import type { Kysely } from "kysely";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit } from "./audit.ts";
import { isNotApart, tidyRoles } from "./roles.ts";
import { hashToken, idOfToken, makeToken, rightsOf } from "./sessions.ts";

/** How long a one-time link is good. */
const LINK_MS = 24 * 3_600_000;
/** Links that are open at once. */
export const MOST_INVITATIONS = 200;
/** Who makes links beside the accounts. */
export const COMMAND_LINE = "command line";

/** What an account may do, and where. */
export interface Rights {
  roles: readonly Role[];
  scope: Scope;
}

/** A one-time link that nobody has used yet. */
export interface Invitation extends Rights {
  invitationId: string;
  /** Of an account that there is: the link gives it another password. */
  userId?: string;
  /** For whom it is, as its maker wrote it; of an account that there is, its name. */
  name?: string;
  madeBy: string;
  expiresAt: number;
}

/** Rights as the audit has them: `ana: inspector+auditor, not apart, everywhere`. */
export function rightsWords(name: string, { roles, scope }: Rights): string {
  const where = "all" in scope ? "everywhere" : [...scope.districts, ...scope.venues].join("+").slice(0, 200);
  return `${name}: ${roles.join("+")}${isNotApart(roles) ? ", not apart" : ""}, ${where}`;
}

/** The columns of rights. */
export const columnsOf = ({ roles, scope }: Rights): { roles: string; scope: string } => ({
  roles: JSON.stringify(tidyRoles(roles)),
  scope: JSON.stringify(scope),
});

/** One-time links: they make an account with what its maker gave it, or give one that there is another password. Only hashes are stored. */
export class Invitations {
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /**
   * Makes a link and gives its token, once; undefined when too many are open. One of an account, or of the command line, takes the place of the one
   * before it.
   */
  async make(
    given: Rights & { userId?: string; name?: string },
    by: string,
  ): Promise<{ token: string; expiresAt: number } | undefined> {
    const token = makeToken();
    const at = this.#now();
    const expiresAt = at + LINK_MS;
    const isMade = await this.#state.transaction(async (trx) => {
      await trx.deleteFrom("invitations").where("expires_at", "<", at).execute();
      if (given.userId !== undefined) await trx.deleteFrom("invitations").where("user_id", "=", given.userId).execute();
      else if (by === COMMAND_LINE) await trx.deleteFrom("invitations").where("made_by", "=", by).execute();
      const { open } = await trx
        .selectFrom("invitations")
        .select(({ fn }) => fn.countAll<number>().as("open"))
        .executeTakeFirstOrThrow();
      // The command line has one at most, and is how one comes in where nothing else helps.
      if (Number(open) >= MOST_INVITATIONS && by !== COMMAND_LINE) return false;
      const row = { user_id: given.userId ?? null, name: given.name ?? null, ...columnsOf(given) };
      await trx
        .insertInto("invitations")
        .values({ token_hash: hashToken(token), ...row, made_by: by, made_at: at, expires_at: expiresAt })
        .execute();
      await audit(trx, {
        at,
        by,
        action: given.userId === undefined ? "account-invited" : "password-link-made",
        subject: given.userId === undefined ? rightsWords(given.name ?? "", given) : (given.name ?? ""),
      });
      return true;
    });
    return isMade ? { token, expiresAt } : undefined;
  }

  /** The link of a token, as long as it is good. */
  async find(token: string): Promise<Invitation | undefined> {
    const row = await this.#state.db
      .selectFrom("invitations")
      .selectAll()
      .where("token_hash", "=", hashToken(token))
      .where("expires_at", ">=", this.#now())
      .executeTakeFirst();
    return row && asInvitation(row);
  }

  /** Uses a link up; of two that come at once only one does. */
  use(token: string): Promise<boolean> {
    return Invitations.useIn(this.#state.db, token);
  }

  /** The same within a change that makes the account. */
  static async useIn(db: Kysely<StateTables>, token: string): Promise<boolean> {
    const { numDeletedRows } = await db
      .deleteFrom("invitations")
      .where("token_hash", "=", hashToken(token))
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** Links that are open, the latest first. */
  async list(): Promise<Invitation[]> {
    const rows = await this.#state.db
      .selectFrom("invitations")
      .selectAll()
      .where("expires_at", ">=", this.#now())
      .orderBy("made_at", "desc")
      .orderBy("token_hash")
      .execute();
    return rows.map(asInvitation);
  }

  /** Makes a link void; false when there is none of that id. */
  async withdraw(invitationId: string, by: string): Promise<boolean> {
    const at = this.#now();
    return this.#state.transaction(async (trx) => {
      const rows = await trx.selectFrom("invitations").selectAll().execute();
      const row = rows.find((one) => idOfToken("invitation", one.token_hash) === invitationId);
      if (row === undefined) return false;
      await trx.deleteFrom("invitations").where("token_hash", "=", row.token_hash).execute();
      await audit(trx, { at, by, action: "invitation-withdrawn", subject: row.name ?? "" });
      return true;
    });
  }
}

const asInvitation = (row: {
  token_hash: string;
  user_id: string | null;
  name: string | null;
  roles: string;
  scope: string;
  made_by: string;
  expires_at: number;
}): Invitation => ({
  invitationId: idOfToken("invitation", row.token_hash),
  ...rightsOf(row),
  ...(row.user_id === null ? {} : { userId: row.user_id }),
  ...(row.name === null ? {} : { name: row.name }),
  madeBy: row.made_by,
  expiresAt: Number(row.expires_at),
});
