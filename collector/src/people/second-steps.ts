import { randomBytes } from "node:crypto";
import type { Kysely, Transaction } from "kysely";
import { Secret, TOTP } from "otpauth";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { audit } from "./audit.ts";
import type { SecretBox } from "./secret-box.ts";
import { hashToken } from "./sessions.ts";

/** A code holds for so long (RFC 6238, 4.1), and that of the step before and after are taken too: clocks of phones differ. */
const STEP_SECONDS = 30;
const TOLERANCE_STEPS = 1;
/** RFC 4226, 4: at least 128 bits, 160 recommended. */
const SECRET_BYTES = 20;
/** How long a secret waits for its first code. */
const BEGUN_MS = 15 * 60_000;
export const RECOVERY_CODES = 10;
/** 80 bits: nobody finds one from its plain hash. */
const RECOVERY_BYTES = 10;
const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

/** Whose account it is about. */
export interface Owner {
  userId: string;
  name: string;
}

/**
 * The second step of a sign-in: a code of an authenticator app (TOTP, RFC 6238), or one of ten recovery codes. A code of the app is taken once,
 * and none that is older than one that was taken; a recovery code is taken once. Secrets are sealed, recovery codes are kept as hashes.
 */
export class SecondSteps {
  readonly #state: StateStore;
  readonly #now: () => number;
  readonly #box: SecretBox | undefined;

  /** `box` absent: as on the command line, which takes second steps off and asks for none. */
  constructor(state: StateStore, now: () => number, box?: SecretBox) {
    this.#state = state;
    this.#now = now;
    this.#box = box;
  }

  async isOn(userId: string): Promise<boolean> {
    return (await this.#rowOf(this.#state.db, userId))?.confirmed_at != null;
  }

  /** Recovery codes that nobody has used. */
  async recoveryCodesLeft(userId: string): Promise<number> {
    const { left } = await this.#state.db
      .selectFrom("recovery_codes")
      .select(({ fn }) => fn.countAll<number>().as("left"))
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
    return Number(left);
  }

  /** Makes a secret, which counts from its first code on; one that was begun before is void. Undefined when the second step is on. */
  async begin({ userId, name }: Owner): Promise<{ secret: string; uri: string } | undefined> {
    const secret = new Secret({ size: SECRET_BYTES });
    const row = {
      sealed: this.#boxed().seal(userId, secret.base32),
      begun_at: this.#now(),
      confirmed_at: null,
      last_step: 0,
    };
    const isBegun = await this.#state.transaction(async (trx) => {
      if ((await this.#rowOf(trx, userId))?.confirmed_at != null) return false;
      await trx
        .insertInto("second_steps")
        .values({ user_id: userId, ...row })
        .onConflict((conflict) => conflict.column("user_id").doUpdateSet(row))
        .execute();
      return true;
    });
    return isBegun
      ? { secret: secret.base32, uri: new TOTP({ issuer: "Probewarden", label: name, secret }).toString() }
      : undefined;
  }

  /**
   * Turns the second step on by its first code, and gives the recovery codes; undefined for a wrong code, or when nothing was begun lately. Other
   * sessions than this one end: they were begun by the password alone.
   */
  async confirm({ userId, name }: Owner, code: string, sessionId: string | undefined): Promise<string[] | undefined> {
    const row = await this.#rowOf(this.#state.db, userId);
    if (row === undefined || row.confirmed_at !== null || row.begun_at < this.#now() - BEGUN_MS) return undefined;
    if (!(await this.#takeCode(userId, row.sealed, code))) return undefined;
    return this.#state.transaction(async (trx) => {
      const at = this.#now();
      await trx.updateTable("second_steps").set({ confirmed_at: at }).where("user_id", "=", userId).execute();
      await trx
        .deleteFrom("sessions")
        .where("user_id", "=", userId)
        .where("token_hash", "!=", sessionId ?? "")
        .execute();
      await audit(trx, { at, by: name, action: "second-step-on", subject: name });
      return makeCodes(trx, userId);
    });
  }

  /** Whether a code lets in; it is used up by that. */
  async check({ userId, name }: Owner, code: string): Promise<boolean> {
    const row = await this.#rowOf(this.#state.db, userId);
    if (row?.confirmed_at == null) return false;
    if (/^\d{6}$/.test(plain(code))) return this.#takeCode(userId, row.sealed, plain(code));
    return this.#state.transaction(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom("recovery_codes")
        .where("user_id", "=", userId)
        .where("code_hash", "=", hashOf(code))
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
      await audit(trx, { at: this.#now(), by: name, action: "recovery-code-used", subject: name });
      return true;
    });
  }

  /** Makes other recovery codes in the place of those that are left. */
  renewCodes({ userId, name }: Owner): Promise<string[]> {
    return this.#state.transaction(async (trx) => {
      await audit(trx, { at: this.#now(), by: name, action: "recovery-codes-made", subject: name });
      return makeCodes(trx, userId);
    });
  }

  /** Takes the second step off; false when there was none. `by` stands in the record. */
  takeOff(owner: Owner, by: string): Promise<boolean> {
    return this.#state.transaction((trx) => takeOffSecondStep(trx, owner, { by, at: this.#now() }));
  }

  #rowOf(db: Kysely<StateTables>, userId: string) {
    return db.selectFrom("second_steps").selectAll().where("user_id", "=", userId).executeTakeFirst();
  }

  /** Takes a code of the app, and with it its step: of two that come at once with the same code one gets in. */
  async #takeCode(userId: string, sealed: string, code: string): Promise<boolean> {
    const totp = new TOTP({ secret: Secret.fromBase32(this.#boxed().open(userId, sealed)), period: STEP_SECONDS });
    const timestamp = this.#now();
    const delta = totp.validate({ token: plain(code), timestamp, window: TOLERANCE_STEPS });
    if (delta === null) return false;
    const step = Math.floor(timestamp / 1_000 / STEP_SECONDS) + delta;
    const { numUpdatedRows } = await this.#state.db
      .updateTable("second_steps")
      .set({ last_step: step })
      .where("user_id", "=", userId)
      .where("sealed", "=", sealed)
      .where("last_step", "<", step)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  #boxed(): SecretBox {
    if (this.#box === undefined) throw new Error("there is no key for second steps");
    return this.#box;
  }
}

/** Takes an account's second step off within a change of the account; false when there was none. */
export async function takeOffSecondStep(
  trx: Transaction<StateTables>,
  { userId, name }: Owner,
  { by, at }: { by: string; at: number },
): Promise<boolean> {
  await trx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
  const { numDeletedRows } = await trx.deleteFrom("second_steps").where("user_id", "=", userId).executeTakeFirst();
  if (numDeletedRows === 0n) return false;
  await audit(trx, { at, by, action: "second-step-off", subject: name });
  return true;
}

async function makeCodes(trx: Transaction<StateTables>, userId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, makeCode);
  await trx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
  await trx
    .insertInto("recovery_codes")
    .values(codes.map((code) => ({ user_id: userId, code_hash: hashOf(code) })))
    .execute();
  return codes;
}

/** `abcd-efgh-ijkl-mnop`: 80 bits in Base32, which has no letter that looks like a digit of it. */
function makeCode(): string {
  let bits = BigInt(`0x${randomBytes(RECOVERY_BYTES).toString("hex")}`);
  let code = "";
  for (let at = 0; at < 16; at++) {
    code += BASE32[Number(bits & 31n)];
    bits >>= 5n;
  }
  return code.replaceAll(/(.{4})(?=.)/g, "$1-");
}

/** As people type it: with blanks and dashes, in capitals. */
const plain = (code: string): string => code.normalize("NFKC").toLowerCase().replaceAll(/[\s-]/g, "");
const hashOf = (code: string): string => hashToken(plain(code));
