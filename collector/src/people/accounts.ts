import { randomBytes } from "node:crypto";
import { ROLES, spellOctets, type Role, type Scope } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";
import { ApiTokens, revokeTokensOf } from "./api-tokens.ts";
import { audit } from "./audit.ts";
import { hashPassword, NOBODYS_HASH, verifyPassword } from "./password.ts";
import { ProviderLinks } from "./provider/provider-links.ts";
import { EVERYWHERE } from "./scope.ts";
import { COMMAND_LINE, columnsOf, Invitations, type Rights } from "./invitations.ts";
import { endSessionsOf, rightsOf, Sessions, type Whence } from "./sessions.ts";
import type { SecretBox } from "./secret-box.ts";
import { SecondSteps, takeOffSecondStep, type Owner } from "./second-steps.ts";
import type { Lane } from "./work-line.ts";

/** An account, as a list of people shows it. */
export interface Account {
  accountId: string;
  name: string;
  /** Whether anybody can sign in with it. */
  active: boolean;
  createdAt: number;
  sessions: number;
  /** Whether signing in takes a code as well. */
  secondStep: boolean;
  /** Whether an identity of the provider lets in with it. */
  provider: boolean;
  roles: Role[];
  scope: Scope;
}

/** The password is right, and a code is wanted as well. */
export class CodeNeededError extends Error {
  override readonly name = "CodeNeededError";
}

/** How somebody signs in. */
export interface Entry {
  /** Where it waits in a crowd; absent: with strangers. */
  lane?: Lane;
  from?: Whence;
  /** Of the authenticator app, or a recovery code. */
  code?: string | undefined;
}

/** Of the first account, and of one that the command line makes without saying more: a small venue has one person for everything. */
const EVERYTHING: Rights = { roles: ROLES, scope: EVERYWHERE };

/** Accounts. Only hashes of passwords and tokens are stored, so a stolen backup opens nothing. */
export class Accounts {
  readonly sessions: Sessions;
  readonly invitations: Invitations;
  readonly secondSteps: SecondSteps;
  readonly tokens: ApiTokens;
  readonly links: ProviderLinks;
  readonly #state: StateStore;
  readonly #now: () => number;

  /** `box` keeps the secrets of second steps; absent: nobody signs in here who has one. */
  constructor(state: StateStore, now: () => number, box?: SecretBox) {
    this.tokens = new ApiTokens(state, now);
    this.links = new ProviderLinks(state, now);
    this.secondSteps = new SecondSteps(state, now, box);
    this.sessions = new Sessions(state, now);
    this.invitations = new Invitations(state, now);
    this.#state = state;
    this.#now = now;
  }

  async needsFirstAccount(): Promise<boolean> {
    return (await this.#state.db.selectFrom("users").select("user_id").limit(1).executeTakeFirst()) === undefined;
  }

  /** The account of that name; undefined when nobody has it. */
  async idOf(name: string): Promise<string | undefined> {
    return (await this.#userOf(name))?.user_id;
  }

  /** Whether somebody has this name. */
  async has(name: string): Promise<boolean> {
    return (await this.#userOf(name)) !== undefined;
  }

  /** Makes the token of the command line's one-time link; an earlier one of it is void from now on. Returned once, stored as its hash. */
  async makeLinkToken(): Promise<string> {
    const made = await this.invitations.make(EVERYTHING, COMMAND_LINE);
    if (made === undefined) throw new Error("too many one-time links are open");
    return made.token;
  }

  /**
   * Uses a one-time link up: makes the account, or gives the one that the link is of another password. The link is wrong when it is used or
   * expired, or is of another account; a name that somebody has does not use it up. It is no way around a second step.
   * @throws CodeNeededError where the account has a second step and no code is given
   */
  async createByLink(
    token: string,
    name: string,
    password: string,
    code?: string,
  ): Promise<{ userId: string } | "wrong-link" | "name-taken"> {
    const link = await this.invitations.find(token);
    if (link === undefined) return "wrong-link";
    const known = await this.#userOf(name);
    if (link.userId !== undefined && link.userId !== known?.user_id) return "wrong-link";
    if (link.userId === undefined && known !== undefined) return "name-taken";
    if (known !== undefined && !(await this.passes({ userId: known.user_id, name }, code))) return "wrong-link";
    if (!(await this.invitations.use(token))) return "wrong-link";
    return { userId: await this.create(name, password, link.userId === undefined ? link : undefined) };
  }

  /** Whether who gave the right password or link, or for whom the provider vouched, may come in. @throws CodeNeededError */
  async passes(owner: Owner, code: string | undefined): Promise<boolean> {
    if (!(await this.secondSteps.isOn(owner.userId))) return true;
    if (code === undefined) throw new CodeNeededError("a code is needed as well");
    return this.secondSteps.check(owner, code);
  }

  #userOf(
    name: string,
  ): Promise<{ user_id: string; password_hash: string; deactivated_at: number | null } | undefined> {
    return this.#state.db
      .selectFrom("users")
      .select(["user_id", "password_hash", "deactivated_at"])
      .where("name", "=", name)
      .executeTakeFirst();
  }

  /**
   * Makes an account, or gives an existing one a new password and ends its sessions.
   * @param rights absent: a new account may do everything everywhere, one that there is keeps its own
   * @param how who does it, where it is not the account itself; whether its second step goes too; and whether its tokens stay, as they do when
   * the password until now was known
   * @returns its id
   */
  async create(
    name: string,
    password: string,
    rights?: Rights,
    {
      by = name,
      takesOffSecondStep = false,
      keepsTokens = false,
    }: { by?: string; takesOffSecondStep?: boolean; keepsTokens?: boolean } = {},
  ): Promise<string> {
    const password_hash = await hashPassword(password);
    const known = await this.#userOf(name);
    const user_id = known?.user_id ?? `user-${spellOctets(randomBytes(8))}`;
    await this.#state.transaction(async (state) => {
      if (known) {
        await state
          .updateTable("users")
          .set({ password_hash, ...(rights === undefined ? {} : columnsOf(rights)) })
          .where("user_id", "=", user_id)
          .execute();
        await endSessionsOf(state, user_id);
        if (!keepsTokens) await revokeTokensOf(state, { userId: user_id, name }, { by, at: this.#now() });
        if (takesOffSecondStep) await takeOffSecondStep(state, { userId: user_id, name }, { by, at: this.#now() });
      } else {
        await state
          .insertInto("users")
          .values({
            user_id,
            name,
            password_hash,
            created_at: this.#now(),
            deactivated_at: null,
            ...columnsOf(rights ?? EVERYTHING),
          })
          .execute();
      }
      await audit(state, {
        at: this.#now(),
        by,
        action: known ? "password-changed" : "account-made",
        subject: user_id,
      });
    });
    return user_id;
  }

  /** Gives an account a new password, takes its second step off and ends its sessions; false when nobody has the name. */
  async reset(name: string, password: string, by: string): Promise<boolean> {
    if ((await this.#userOf(name)) === undefined) return false;
    await this.create(name, password, undefined, { by, takesOffSecondStep: true });
    return true;
  }

  /** Accounts by name, with how many sessions each has. */
  async list(): Promise<Account[]> {
    const rows = await this.#state.db
      .selectFrom("users")
      .leftJoin("sessions", (join) =>
        join.onRef("sessions.user_id", "=", "users.user_id").on("sessions.expires_at", ">", this.#now()),
      )
      .leftJoin("second_steps", "second_steps.user_id", "users.user_id")
      .leftJoin("provider_links", "provider_links.user_id", "users.user_id")
      .select((select) => [
        "provider_links.linked_at",
        "second_steps.confirmed_at",
        "users.user_id",
        "users.name",
        "users.created_at",
        "users.deactivated_at",
        "users.roles",
        "users.scope",
        select.fn.count<number>("sessions.token_hash").as("sessions"),
      ])
      .groupBy([
        "provider_links.linked_at",
        "second_steps.confirmed_at",
        "users.user_id",
        "users.name",
        "users.created_at",
        "users.deactivated_at",
        "users.roles",
        "users.scope",
      ])
      .orderBy("users.name")
      .execute();
    return rows.map((row) => ({
      accountId: row.user_id,
      name: row.name,
      active: row.deactivated_at === null,
      createdAt: row.created_at,
      sessions: Number(row.sessions),
      secondStep: row.confirmed_at != null,
      provider: row.linked_at != null,
      ...rightsOf(row),
    }));
  }

  /** Removes an account, and ends its sessions at once; false when nobody has the name. `by` stands in the record. */
  async remove(name: string, by: string): Promise<boolean> {
    const user = await this.#userOf(name);
    if (user === undefined) return false;
    await this.#state.transaction(async (state) => {
      await endSessionsOf(state, user.user_id);
      await state.deleteFrom("known_origins").where("name", "=", name).execute();
      await state.deleteFrom("users").where("user_id", "=", user.user_id).execute();
      await audit(state, { at: this.#now(), by, action: "account-removed", subject: user.user_id });
    });
    return true;
  }

  /**
   * A session's token when name and password are right, and the code where the account has a second step. A name that nobody has costs the
   * same time. Between password and code there is nothing that anybody could steal: both come together.
   * @throws LineFullError when too many try at once
   * @throws CodeNeededError when the password is right, and a code is wanted as well
   */
  async signIn(
    name: string,
    password: string,
    { lane = "stranger", from, code }: Entry = {},
  ): Promise<string | undefined> {
    const user = await this.#userOf(name);
    const isRight = await verifyPassword(password, user?.password_hash ?? NOBODYS_HASH, lane);
    if (user?.deactivated_at !== null || !isRight) return undefined;
    return (await this.passes({ userId: user.user_id, name }, code))
      ? this.sessions.open(user.user_id, from)
      : undefined;
  }

  /** Whether the account of that name can be signed in to by a password at all: one that the provider made has none. */
  async hasPassword(name: string): Promise<boolean> {
    const user = await this.#userOf(name);
    return user !== undefined && user.password_hash !== NOBODYS_HASH;
  }

  /** The account of that name when the password is right. @throws LineFullError when too many try at once */
  async prove(name: string, password: string): Promise<Owner | undefined> {
    const user = await this.#userOf(name);
    return user !== undefined && (await verifyPassword(password, user.password_hash))
      ? { userId: user.user_id, name }
      : undefined;
  }

  /** Gives an account another password when the present one is right: all its sessions end, and one begins, whose token this is. */
  async changePassword(name: string, present: string, next: string, from?: Whence): Promise<string | undefined> {
    const user = await this.#userOf(name);
    if (user === undefined || !(await verifyPassword(present, user.password_hash))) return undefined;
    await this.create(name, next, undefined, { keepsTokens: true });
    return this.sessions.open(user.user_id, from);
  }
}
