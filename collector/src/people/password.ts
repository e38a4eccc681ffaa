import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";

/** Cost of scrypt: N = 2^15, r = 8, p = 1 take 32 MiB and about 60 ms (OWASP Password Storage Cheat Sheet names this row). */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** How many derivations run at once: each holds 32 MiB and a thread of the pool, so a crowd at the door must wait in line. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFC"), salt, KEY_BYTES, options, (error, key) =>
        error ? reject(error) : resolve(key),
      );
    });
  } finally {
    // The place is handed on, so `running` falls only when nobody waits.
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}

/** Hash of a password as `scrypt$N$r$p$salt$key`, salt and key in base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.N, COST.r, COST.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether the password belongs to the hash; false also for a hash that cannot be read. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [name, n, r, p, salt, key] = hash.split("$");
  if (name !== "scrypt" || !n || !r || !p || !salt || !key) return false;
  const expected = Buffer.from(key, "base64");
  const options = { N: Number(n), r: Number(r), p: Number(p), ...(COST.maxmem ? { maxmem: COST.maxmem } : {}) };
  const actual = await derive(password, Buffer.from(salt, "base64"), options);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
