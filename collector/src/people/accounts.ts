import { randomBytes } from "node:crypto";
import { ROLES, spellOctets, type Role, type Scope } from "@probewarden/contract";
import type { StateStore } from "../store/state/open-state.ts";
import { audit } from "./audit.ts";
import { hashPassword, NOBODYS_HASH, verifyPassword } from "./password.ts";
import { EVERYWHERE } from "./scope.ts";
import { COMMAND_LINE, columnsOf, Invitations, type Rights } from "./invitations.ts";
import { endSessionsOf, rightsOf, Sessions, type Whence } from "./sessions.ts";
import type { Lane } from "./work-line.ts";

/** An account, as a list of people shows it. */
export interface Account {
  accountId: string;
  name: string;
  /** Whether anybody can sign in with it. */
  active: boolean;
  createdAt: number;
  sessions: number;
  roles: Role[];
  scope: Scope;
}

/** Of the first account, and of one that the command line makes without saying more: a small venue has one person for everything. */
const EVERYTHING: Rights = { roles: ROLES, scope: EVERYWHERE };

/** Accounts. Only hashes of passwords and tokens are stored, so a stolen backup opens nothing. */
export class Accounts {
  readonly sessions: Sessions;
  readonly invitations: Invitations;
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, now: () => number) {
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
   * expired, or is of another account; a name that somebody has does not use it up.
   */
  async createByLink(token: string, name: string, password: string): Promise<"made" | "wrong-link" | "name-taken"> {
    const link = await this.invitations.find(token);
    if (link === undefined) return "wrong-link";
    const known = await this.#userOf(name);
    if (link.userId !== undefined && link.userId !== known?.user_id) return "wrong-link";
    if (link.userId === undefined && known !== undefined) return "name-taken";
    if (!(await this.invitations.use(token))) return "wrong-link";
    await this.create(name, password, link.userId === undefined ? link : undefined);
    return "made";
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
   */
  async create(name: string, password: string, rights?: Rights): Promise<void> {
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
        by: name,
        action: known ? "password-changed" : "account-made",
        subject: user_id,
      });
    });
  }

  /** Gives an account a new password and ends its sessions; false when nobody has the name. */
  async reset(name: string, password: string): Promise<boolean> {
    if ((await this.#userOf(name)) === undefined) return false;
    await this.create(name, password);
    return true;
  }

  /** Accounts by name, with how many sessions each has. */
  async list(): Promise<Account[]> {
    const rows = await this.#state.db
      .selectFrom("users")
      .leftJoin("sessions", (join) =>
        join.onRef("sessions.user_id", "=", "users.user_id").on("sessions.expires_at", ">", this.#now()),
      )
      .select((select) => [
        "users.user_id",
        "users.name",
        "users.created_at",
        "users.deactivated_at",
        "users.roles",
        "users.scope",
        select.fn.count<number>("sessions.token_hash").as("sessions"),
      ])
      .groupBy([
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
   * A session's token when name and password are right. A name that nobody has costs the same time.
   * @throws LineFullError when too many try at once
   */
  async signIn(name: string, password: string, lane: Lane = "stranger", from?: Whence): Promise<string | undefined> {
    const user = await this.#userOf(name);
    const isRight = await verifyPassword(password, user?.password_hash ?? NOBODYS_HASH, lane);
    return user?.deactivated_at === null && isRight ? this.sessions.open(user.user_id, from) : undefined;
  }

  /** Gives an account another password when the present one is right: all its sessions end, and one begins, whose token this is. */
  async changePassword(name: string, present: string, next: string, from?: Whence): Promise<string | undefined> {
    const user = await this.#userOf(name);
    if (user === undefined || !(await verifyPassword(present, user.password_hash))) return undefined;
    await this.create(name, next);
    return this.sessions.open(user.user_id, from);
  }
}
