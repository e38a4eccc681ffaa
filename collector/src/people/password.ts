import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from "node:crypto";
import { WorkLine, type Lane } from "./work-line.ts";

/** Work of one derivation: takes 128 · N · r octets of memory. */
export type ScryptCost = Required<Pick<ScryptOptions, "N" | "r" | "p">>;

/** For a password that a person chose: N = 2^15, r = 8, p = 1 take 32 MiB and about 60 ms (OWASP Password Storage Cheat Sheet names this row). */
const CHOSEN: ScryptCost = { N: 2 ** 15, r: 8, p: 1 };
const MOST_MEMORY = 64 * 1024 * 1024;
const KEY_BYTES = 32;
const SALT_BYTES = 16;

/** How many derivations run at once: each holds 32 MiB and a thread of the pool of four, so two threads stay for everybody else. */
const AT_ONCE = 2;
/** Most that wait in a lane: some two seconds of work. */
const MOST_WAITING = 32;
const line = new WorkLine(AT_ONCE, MOST_WAITING);

const derive = (password: string, salt: Buffer, cost: ScryptCost, lane: Lane): Promise<Buffer> =>
  line.run(
    lane,
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize("NFC"), salt, KEY_BYTES, { ...cost, maxmem: MOST_MEMORY }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );

/**
 * Hash of a password as `scrypt$N$r$p$salt$key`, salt and key in base64.
 * @throws LineFullError when too many wait in the lane
 */
export async function hashPassword(password: string, cost: ScryptCost = CHOSEN, lane: Lane = "known"): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, cost, lane);
  return ["scrypt", cost.N, cost.r, cost.p, salt.toString("base64"), key.toString("base64")].join("$");
}

/** A hash that no password has, as dear to try as any other: whoever tries a name that nobody has waits as long. */
export const NOBODYS_HASH = ["scrypt", CHOSEN.N, CHOSEN.r, CHOSEN.p, "bm9ib2R5J3Mgc2FsdC4uLg==", "AA=="].join("$");

/**
 * Whether the password belongs to the hash; false also for a hash that cannot be read.
 * @throws LineFullError when too many wait in the lane
 */
export async function verifyPassword(password: string, hash: string, lane: Lane = "known"): Promise<boolean> {
  const [name, n, r, p, salt, key] = hash.split("$");
  if (name !== "scrypt" || !n || !r || !p || !salt || !key) return false;
  const expected = Buffer.from(key, "base64");
  const cost = { N: Number(n), r: Number(r), p: Number(p) };
  const actual = await derive(password, Buffer.from(salt, "base64"), cost, lane);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}
