import { createHash, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { hashPassword, verifyPassword, type ScryptCost } from "../people/password.ts";

const derivePbkdf2 = promisify(pbkdf2);

/** N = 2^14, r = 8, p = 1 takes 16 MiB and some 50 ms; a sensor's password is 24 random octets, so no guess succeeds anyway. */
const RANDOM: ScryptCost = { N: 2 ** 14, r: 8, p: 1 };

/** Hash of a sensor's password for `sensors.password_hash`. */
export const hashSensorPassword = (password: string): Promise<string> => hashPassword(password, RANDOM);

/** Iterations of mosquitto's own `mosquitto_passwd` (2.0: PW_DEFAULT_ITERATIONS = 101). */
const MOSQUITTO_ITERATIONS = 101;

/** Hash of a password as mosquitto 2 reads it: `$7$iterations$salt$hash`, PBKDF2 with SHA-512, 12 octets of salt, base64. */
export async function hashForMosquitto(password: string, salt: Buffer = randomBytes(12)): Promise<string> {
  const hash = await derivePbkdf2(password, salt, MOSQUITTO_ITERATIONS, 64, "sha512");
  return `$7$${MOSQUITTO_ITERATIONS}$${salt.toString("base64")}$${hash.toString("base64")}`;
}

/**
 * Verified passwords, so that a hall of sensors that reconnect at once does not wait for scrypt. It holds hashes in memory only; a
 * changed or withdrawn hash misses.
 */
export class PasswordCache {
  readonly #verified = new Map<string, string>();

  async verify(sensorId: string, password: string, stored: string): Promise<boolean> {
    const digest = createHash("sha256").update(stored).update("\0").update(password).digest("base64");
    if (this.#verified.get(sensorId) === digest) return true;
    if (!(await verifyPassword(password, stored))) return false;
    this.#verified.set(sensorId, digest);
    return true;
  }
}
