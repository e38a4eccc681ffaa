import { randomBytes } from "node:crypto";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { waitMs } from "../people/wait-ms.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { BrokerIdentity } from "./access.ts";
import { SIGN_INS } from "./broker-limits.ts";
import { SlowPasswords } from "./password.ts";
import { hashSecret, isSecretHash, isStrongSecret, verifySecret } from "./sensor-secret.ts";

/** A sensor that has proved who it is, and by what. */
export interface SignedIn extends BrokerIdentity {
  /** The hash that its password matched; when the store has another one, the sensor is to sign in again. */
  credential: string | null;
}

/** How a sign-in ended. `wrong`: name or password, which is not told apart. `later`: too often, or no turn now. */
export type SignInOutcome = SignedIn | "wrong" | "later";

/** Compared with where there is nobody of that name, so that it takes as long. */
const NOBODY = hashSecret(randomBytes(24).toString("base64url"));
/** Longer than any password of ours, and not worth hashing. */
const MOST_PASSWORD_BYTES = 1_024;

/** Who a sensor is, by its user name and password. */
export class SignIn {
  readonly #state: StateStore;
  readonly #trustLoopback: boolean;
  readonly #slow: SlowPasswords;
  readonly #often = new RateLimiterMemory(SIGN_INS);

  constructor(state: StateStore, trustLoopback: boolean, slow = new SlowPasswords()) {
    this.#state = state;
    this.#trustLoopback = trustLoopback;
    this.#slow = slow;
  }

  /** `wrongPassword` hears the sensor whose name was used with a wrong password. */
  async signIn(
    username: string | undefined,
    password: Buffer | undefined,
    wrongPassword: (sensorId: string) => void,
  ): Promise<SignInOutcome> {
    if (username === undefined || (password?.length ?? 0) > MOST_PASSWORD_BYTES) return "wrong";
    // Who signs in waits for no transaction: after a start a thousand come while the first of them are stored.
    const sensor = await this.#state.reading.db
      .selectFrom("sensors")
      .select(["venue_id", "password_hash"])
      .where("sensor_id", "=", username)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    const secret = password?.toString("utf8") ?? "";
    if (sensor === undefined) {
      verifySecret(secret, NOBODY);
      return "wrong";
    }
    const credential = this.#trustLoopback
      ? sensor.password_hash
      : await this.#proves(username, secret, sensor.password_hash);
    if (credential === false) {
      wrongPassword(username);
      return "wrong";
    }
    if (credential === undefined || (await waitMs(this.#often, username)) > 0) return "later";
    return { venueId: sensor.venue_id, sensorId: username, credential };
  }

  /** The hash that stands for the sensor from now on; undefined: not now. */
  async #proves(sensorId: string, secret: string, stored: string | null): Promise<string | false | undefined> {
    if (stored === null) return false;
    if (isSecretHash(stored)) return verifySecret(secret, stored) && stored;
    const right = await this.#slow.verify(sensorId, secret, stored);
    return right === true ? this.#renewed(sensorId, secret, stored) : right;
  }

  /** A strong secret whose hash is an old, slow one gets a cheap one: next time it waits for nobody. */
  async #renewed(sensorId: string, secret: string, stored: string): Promise<string> {
    if (!isStrongSecret(secret)) return stored;
    const cheap = hashSecret(secret);
    const { numUpdatedRows } = await this.#state.db
      .updateTable("sensors")
      .set({ password_hash: cheap })
      .where("sensor_id", "=", sensorId)
      .where("password_hash", "=", stored)
      .executeTakeFirst();
    return numUpdatedRows > 0n ? cheap : stored;
  }
}
