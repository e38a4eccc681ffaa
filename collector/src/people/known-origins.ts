import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { readSetting } from "../store/state/settings.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { networkOf } from "./network-of.ts";

/** Setting that holds the key that signs; all collectors of one store have the same. */
const KEY_SETTING = "origin-key";
/** How long a device or an address is known after it last signed in. */
export const KNOWN_MS = 180 * 24 * 3_600_000;
/** Addresses remembered of one account; that of the longest ago goes. */
export const MOST_ADDRESSES = 20;

/**
 * From where an account was signed in to before. A device has a signed cookie that names the account; an address stands in the store, as
 * its keyed hash. Neither lets anybody in: they only decide whose guesses are counted together (OWASP, device cookies).
 */
export class KnownOrigins {
  readonly #state: StateStore;
  readonly #now: () => number;
  #key: Buffer | undefined;

  constructor(state: StateStore, now: () => number) {
    this.#state = state;
    this.#now = now;
  }

  /** What the origin is known as to the account of that name; undefined for a stranger. */
  async recognise(name: string, address: string, cookie: string | undefined): Promise<string | undefined> {
    const device = cookie === undefined ? undefined : await this.#deviceOf(name, cookie);
    if (device !== undefined) return `device ${device}`;
    const origin = await this.#hash("address", name, networkOf(address));
    const known = await this.#state.db
      .selectFrom("known_origins")
      .select("origin")
      .where("name", "=", name)
      .where("origin", "=", origin)
      .where("seen_at", ">", this.#now() - KNOWN_MS)
      .executeTakeFirst();
    return known === undefined ? undefined : `address ${origin}`;
  }

  /** Remembers an origin that signed in, and gives the cookie for its device: the one that it has, dated anew, or a new one. */
  async remember(name: string, address: string, cookie: string | undefined): Promise<string> {
    const origin = await this.#hash("address", name, networkOf(address));
    const seen_at = this.#now();
    await this.#state.transaction(async (trx) => {
      await trx
        .insertInto("known_origins")
        .values({ name, origin, seen_at })
        .onConflict((conflict) => conflict.columns(["name", "origin"]).doUpdateSet({ seen_at }))
        .execute();
      const older = await trx
        .selectFrom("known_origins")
        .select("origin")
        .where("name", "=", name)
        .orderBy("seen_at", "desc")
        .offset(MOST_ADDRESSES)
        .limit(100)
        .execute();
      if (older.length > 0)
        await trx
          .deleteFrom("known_origins")
          .where("name", "=", name)
          .where(
            "origin",
            "in",
            older.map((row) => row.origin),
          )
          .execute();
    });
    const known = cookie === undefined ? undefined : await this.#deviceOf(name, cookie);
    const device = known ?? randomBytes(12).toString("base64url");
    const until = this.#now() + KNOWN_MS;
    return `${device}.${until}.${await this.#hash("device", name, device, String(until))}`;
  }

  /** The device that a cookie of this account names; undefined for one that is foreign, forged or too old. */
  async #deviceOf(name: string, cookie: string): Promise<string | undefined> {
    const [device, until, signature, ...more] = cookie.split(".");
    if (device === undefined || until === undefined || signature === undefined || more.length > 0) return undefined;
    const right = Buffer.from(await this.#hash("device", name, device, until));
    const given = Buffer.from(signature);
    if (right.length !== given.length || !timingSafeEqual(right, given)) return undefined;
    return Number(until) > this.#now() ? device : undefined;
  }

  async #hash(...parts: readonly string[]): Promise<string> {
    this.#key ??= await this.#readKey();
    return createHmac("sha256", this.#key).update(JSON.stringify(parts)).digest("base64url");
  }

  async #readKey(): Promise<Buffer> {
    const made = randomBytes(32).toString("base64");
    // Of several collectors that start at once one makes the key, and all read it.
    await this.#state.db
      .insertInto("settings")
      .values({ name: KEY_SETTING, value: made })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return Buffer.from((await readSetting(this.#state.db, KEY_SETTING)) ?? made, "base64");
  }
}
