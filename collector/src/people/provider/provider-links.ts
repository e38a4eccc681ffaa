import { randomBytes } from "node:crypto";
import { spellOctets } from "@probewarden/contract";
import type { Transaction } from "kysely";
import type { StateStore } from "../../store/state/open-state.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { revokeTokensOf } from "../api-tokens.ts";
import { audit } from "../audit.ts";
import { columnsOf, Invitations } from "../invitations.ts";
import { NOBODYS_HASH } from "../password.ts";
import type { Owner } from "../second-steps.ts";
import { endSessionsOf } from "../sessions.ts";
import type { ProviderIdentity } from "./identity-provider.ts";
import { ProviderRefusedError } from "./provider-errors.ts";

/** An identity that lets in with an account. */
export interface ProviderLink extends ProviderIdentity {
  linkedAt: number;
}

/**
 * Which identity of the provider lets in with which account. It is bound by issuer and `sub`, which the provider never gives to another person
 * (OpenID Connect Core 5.7), and by nothing else: names and mail addresses are what people write into a form. Nobody gets an account by being
 * known to the provider.
 */
export class ProviderLinks {
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /** The identity of an account. */
  async of(userId: string): Promise<ProviderLink | undefined> {
    const row = await this.#state.db
      .selectFrom("provider_links")
      .selectAll()
      .where("user_id", "=", userId)
      .executeTakeFirst();
    return row && { issuer: row.issuer, subject: row.subject, linkedAt: Number(row.linked_at) };
  }

  /** The account that an identity lets in with, where it is not shut. @throws ProviderRefusedError */
  async accountOf({ issuer, subject }: ProviderIdentity): Promise<Owner> {
    const row = await this.#state.db
      .selectFrom("provider_links")
      .innerJoin("users", "users.user_id", "provider_links.user_id")
      .select(["users.user_id", "users.name", "users.deactivated_at"])
      .where("issuer", "=", issuer)
      .where("subject", "=", subject)
      .executeTakeFirst();
    if (row === undefined) throw new ProviderRefusedError("not-invited", "unknown");
    if (row.deactivated_at !== null) throw new ProviderRefusedError("not-invited", "shut");
    return { userId: row.user_id, name: row.name };
  }

  /** Uses an invitation up: makes its account, which has no password, and binds the identity. All of it, or nothing. @throws ProviderRefusedError */
  async takeInvitation(token: string, name: string, identity: ProviderIdentity): Promise<Owner> {
    const link = await new Invitations(this.#state, this.#now).find(token);
    // One that gives an account another password is of the person who knows its name, and of no identity.
    if (link === undefined || link.userId !== undefined) throw new ProviderRefusedError("wrong-link");
    const userId = `user-${spellOctets(randomBytes(8))}`;
    const at = this.#now();
    await this.#state.transaction(async (trx) => {
      if ((await trx.selectFrom("users").select("user_id").where("name", "=", name).executeTakeFirst()) !== undefined)
        throw new ProviderRefusedError("name-taken");
      if (!(await Invitations.useIn(trx, token))) throw new ProviderRefusedError("wrong-link");
      await trx
        .insertInto("users")
        .values({
          user_id: userId,
          name,
          password_hash: NOBODYS_HASH,
          created_at: at,
          deactivated_at: null,
          ...columnsOf(link),
        })
        .execute();
      await audit(trx, { at, by: name, action: "account-made", subject: userId });
      await this.#bind(trx, { userId, name }, identity);
    });
    return { userId, name };
  }

  /** Binds an identity to an account that there is. @throws ProviderRefusedError */
  link(owner: Owner, identity: ProviderIdentity): Promise<void> {
    return this.#state.transaction((trx) => this.#bind(trx, owner, identity));
  }

  /** Writes down that somebody came in by the provider. */
  noteEntry({ name }: Owner): Promise<void> {
    return this.#state.transaction((trx) =>
      audit(trx, { at: this.#now(), by: name, action: "provider-sign-in", subject: name }),
    );
  }

  /** Takes one's own identity off; false when there is none. */
  unlink(owner: Owner): Promise<boolean> {
    return this.#state.transaction((trx) => unlinkProvider(trx, owner, { by: owner.name, at: this.#now() }));
  }

  async #bind(trx: Transaction<StateTables>, { userId, name }: Owner, identity: ProviderIdentity): Promise<void> {
    const at = this.#now();
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto("provider_links")
      .values({ user_id: userId, ...identity, linked_at: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    if ((numInsertedOrUpdatedRows ?? 0n) === 0n) throw new ProviderRefusedError("identity-taken");
    await audit(trx, { at, by: name, action: "provider-linked", subject: `${name}: ${identity.subject}` });
  }
}

/**
 * Takes an account's identity off within a change of the account, and ends the sessions that it began; false when it has none. Where somebody
 * else does it, whoever has that identity may have made more of it: all sessions end, and tokens with them.
 */
export async function unlinkProvider(
  trx: Transaction<StateTables>,
  { userId, name }: Owner,
  { by, at }: { by: string; at: number },
): Promise<boolean> {
  const { numDeletedRows } = await trx.deleteFrom("provider_links").where("user_id", "=", userId).executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await trx.deleteFrom("sessions").where("user_id", "=", userId).where("by_provider", "=", 1).execute();
  if (by !== name) {
    await endSessionsOf(trx, userId);
    await revokeTokensOf(trx, { userId, name }, { by, at });
  }
  await audit(trx, { at, by, action: "provider-unlinked", subject: name });
  return true;
}
