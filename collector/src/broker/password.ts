import { createHash, pbkdf2, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";

const deriveScrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);
const derivePbkdf2 = promisify(pbkdf2);

/** scrypt's cost: N = 2^14, r = 8, p = 1 takes 16 MiB and some 50 ms; a sensor's password is 24 random octets, so no guess succeeds anyway. */
const SCRYPT = { N: 16_384, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const HASH_BYTES = 32;

/** Hash of a sensor's password for `sensors.password_hash`: `scrypt$N$r$p$salt$hash`, salt and hash in base64. */
export async function hashSensorPassword(password: string, salt: Buffer = randomBytes(16)): Promise<string> {
  const hash = await deriveScrypt(password, salt, HASH_BYTES, SCRYPT);
  return ["scrypt", SCRYPT.N, SCRYPT.r, SCRYPT.p, salt.toString("base64"), hash.toString("base64")].join("$");
}

/** Whether the password is the one of the hash. A hash that cannot be read matches nothing. */
export async function verifySensorPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, p, salt, hash] = stored.split("$");
  if (scheme !== "scrypt" || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, "base64");
  const actual = await deriveScrypt(password, Buffer.from(salt, "base64"), expected.length, {
    N: Number(n),
    r: Number(r),
    p: Number(p),
    maxmem: SCRYPT.maxmem,
  });
  return timingSafeEqual(actual, expected);
}

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
    if (!(await verifySensorPassword(password, stored))) return false;
    this.#verified.set(sensorId, digest);
    return true;
  }
}
