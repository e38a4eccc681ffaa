import { createHash, randomBytes } from "node:crypto";
import { spellOctets } from "@probewarden/contract";
import { readSetting, removeSetting, writeSetting } from "../store/state/settings.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { audit } from "./audit.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/** How long a session lives without a new sign-in. */
const SESSION_MS = 12 * 3_600_000;
/** How long a one-time link is good. */
const LINK_MS = 24 * 3_600_000;
/** Setting that holds the hash of the one-time link's token and when it expires. */
const LINK_SETTING = "first-account";

/** Who asks. */
export interface Identity {
  name: string;
}

const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
const makeToken = (): string => randomBytes(32).toString("base64url");

/** Accounts and their sessions. Only hashes of passwords and tokens are stored, so a stolen backup opens nothing. */
export class Accounts {
  readonly #state: StateStore;
  readonly #now: () => number;

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  async needsFirstAccount(): Promise<boolean> {
    return (await this.#state.db.selectFrom("users").select("user_id").limit(1).executeTakeFirst()) === undefined;
  }

  /** Makes the token of a one-time link; an earlier one is void from now on. Returned once, stored as its hash. */
  async makeLinkToken(): Promise<string> {
    const token = makeToken();
    await writeSetting(
      this.#state.db,
      LINK_SETTING,
      JSON.stringify({ hash: hashToken(token), expiresAt: this.#now() + LINK_MS }),
    );
    return token;
  }

  /**
   * Uses the one-time link up and makes the account. The link is wrong when it is used or expired; a name that somebody has does not use
   * it up, and nobody's password is changed through it.
   */
  async createByLink(token: string, name: string, password: string): Promise<"made" | "wrong-link" | "name-taken"> {
    const link = await this.#readLink(token);
    if (link === undefined) return "wrong-link";
    if ((await this.#userOf(name)) !== undefined) return "name-taken";
    // Taken by value: of two that come at once only one finds the row.
    if (!(await removeSetting(this.#state.db, LINK_SETTING, link))) return "wrong-link";
    await this.create(name, password);
    return "made";
  }

  /** The setting, as it stands, of a link that is good. */
  async #readLink(token: string): Promise<string | undefined> {
    const stored = await readSetting(this.#state.db, LINK_SETTING);
    if (stored === undefined) return undefined;
    const link = JSON.parse(stored) as { hash: string; expiresAt: number };
    return link.hash === hashToken(token) && link.expiresAt >= this.#now() ? stored : undefined;
  }

  #userOf(name: string): Promise<{ user_id: string; password_hash: string } | undefined> {
    return this.#state.db
      .selectFrom("users")
      .select(["user_id", "password_hash"])
      .where("name", "=", name)
      .executeTakeFirst();
  }

  /** Makes an account, or gives an existing one a new password and ends its sessions. */
  async create(name: string, password: string): Promise<void> {
    const password_hash = await hashPassword(password);
    const known = await this.#userOf(name);
    const user_id = known?.user_id ?? `user-${spellOctets(randomBytes(8))}`;
    await this.#state.transaction(async (state) => {
      if (known) {
        await state.updateTable("users").set({ password_hash }).where("user_id", "=", user_id).execute();
        await state.deleteFrom("sessions").where("user_id", "=", user_id).execute();
      } else {
        await state.insertInto("users").values({ user_id, name, password_hash, created_at: this.#now() }).execute();
      }
      await audit(state, {
        at: this.#now(),
        by: name,
        action: known ? "password-changed" : "account-made",
        subject: user_id,
      });
    });
  }

  /** A session's token when name and password are right. A name that nobody has costs the same time. */
  async signIn(name: string, password: string): Promise<string | undefined> {
    const user = await this.#userOf(name);
    if (!user) {
      await hashPassword(password);
      return undefined;
    }
    if (!(await verifyPassword(password, user.password_hash))) return undefined;
    const token = makeToken();
    const now = this.#now();
    await this.#state.db.deleteFrom("sessions").where("expires_at", "<", now).execute();
    await this.#state.db
      .insertInto("sessions")
      .values({ token_hash: hashToken(token), user_id: user.user_id, created_at: now, expires_at: now + SESSION_MS })
      .execute();
    return token;
  }

  /** Whose session it is; undefined when there is none, or it has expired. */
  async identify(token: string): Promise<Identity | undefined> {
    return this.#state.db
      .selectFrom("sessions")
      .innerJoin("users", "users.user_id", "sessions.user_id")
      .select("users.name")
      .where("token_hash", "=", hashToken(token))
      .where("expires_at", ">", this.#now())
      .executeTakeFirst();
  }

  async signOut(token: string): Promise<void> {
    await this.#state.db.deleteFrom("sessions").where("token_hash", "=", hashToken(token)).execute();
  }
}
