import { createHmac, pbkdf2, randomBytes, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import { hashPassword, verifyPassword, type ScryptCost } from "../people/password.ts";
import { WorkLine } from "../people/work-line.ts";
import { MOST_SENSORS, MOST_SLOW_HASHES } from "./broker-limits.ts";
import { hashSecret, isStrongSecret } from "./sensor-secret.ts";

const derivePbkdf2 = promisify(pbkdf2);

/** N = 2^14, r = 8, p = 1 takes 16 MiB and some 50 ms. */
const CHOSEN: ScryptCost = { N: 2 ** 14, r: 8, p: 1 };

/** Hash of a sensor's password for `sensors.password_hash`: a cheap one for a random secret, scrypt for what a person chose. */
export const hashSensorPassword = async (password: string): Promise<string> =>
  isStrongSecret(password) ? hashSecret(password) : hashPassword(password, CHOSEN);

/** Iterations of mosquitto's own `mosquitto_passwd` (2.0: PW_DEFAULT_ITERATIONS = 101). */
const MOSQUITTO_ITERATIONS = 101;

/** Hash of a password as mosquitto 2 reads it: `$7$iterations$salt$hash`, PBKDF2 with SHA-512, 12 octets of salt, base64. */
export async function hashForMosquitto(password: string, salt: Buffer = randomBytes(12)): Promise<string> {
  const hash = await derivePbkdf2(password, salt, MOSQUITTO_ITERATIONS, 64, "sha512");
  return `$7$${MOSQUITTO_ITERATIONS}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/**
 * Passwords whose hash is slow: those that a person chose, and all of before there was a cheap one. One is looked at at a time, for each
 * takes a thread of the pool in which people sign in and files are written, and each sensor has one place in the line, which is short.
 */
export class SlowPasswords {
  readonly #verify: (password: string, stored: string) => Promise<boolean>;
  /** Keyed with what nobody else has, so that a look into this memory helps nobody. */
  readonly #key = randomBytes(32);
  readonly #verified = new Map<string, Buffer>();
  readonly #waiting = new Set<string>();
  readonly #line = new WorkLine(1, MOST_SLOW_HASHES);

  constructor(verify = verifyPassword) {
    this.#verify = verify;
  }

  /** Undefined: the line is full, or holds this sensor already; it may come again. A hash that was changed or withdrawn is looked at anew. */
  async verify(sensorId: string, password: string, stored: string): Promise<boolean | undefined> {
    const digest = createHmac("sha256", this.#key).update(stored).update("\0").update(password).digest();
    const known = this.#verified.get(sensorId);
    if (known !== undefined && timingSafeEqual(known, digest)) return true;
    if (this.#waiting.has(sensorId) || this.#waiting.size >= MOST_SLOW_HASHES) return undefined;
    this.#waiting.add(sensorId);
    try {
      const right = await this.#line.run("known", () => this.#verify(password, stored));
      if (right) this.#remember(sensorId, digest);
      return right;
    } finally {
      this.#waiting.delete(sensorId);
    }
  }

  #remember(sensorId: string, digest: Buffer): void {
    this.#verified.delete(sensorId);
    this.#verified.set(sensorId, digest);
    const [oldest] = this.#verified.keys();
    if (this.#verified.size > MOST_SENSORS && oldest !== undefined) this.#verified.delete(oldest);
  }
}
