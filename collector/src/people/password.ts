import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";

/** Work of one derivation: takes 128 · N · r octets of memory. */
export type ScryptCost = Required<Pick<ScryptOptions, "N" | "r" | "p">>;

/** For a password that a person chose: N = 2^15, r = 8, p = 1 take 32 MiB and about 60 ms (OWASP Password Storage Cheat Sheet names this row). */
const CHOSEN: ScryptCost = { N: 2 ** 15, r: 8, p: 1 };
const MOST_MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** How many derivations run at once: each holds 32 MiB and a thread of the pool, so a crowd at the door must wait in line. */
const AT_ONCE = 2;

let running = 0;
const waiting: (() => void)[] = [];

async function derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((go) => waiting.push(go));
  else running += 1;
  try {
    return await new Promise((resolve, reject) => {
      scrypt(password.normalize("NFC"), salt, KEY_BYTES, { ...cost, maxmem: MOST_MEMORY }, (error, key) =>
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
export async function hashPassword(password: string, cost: ScryptCost = CHOSEN): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** Whether the password belongs to the hash; false also for a hash that cannot be read. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [name, n, r, p, salt, key] = hash.split("$");
  if (name !== "scrypt" || !n || !r || !p || !salt || !key) return false;
  const expected = Buffer.from(key, "base64");
  const actual = await derive(password, Buffer.from(salt, "base64"), { N: Number(n), r: Number(r), p: Number(p) });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
