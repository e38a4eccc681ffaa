import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";

/**
 * A sensor's password is 24 random octets that we made. Nobody guesses it, so a slow hash protects nothing, and makes a hall of sensors
 * that come back wait for each other: HMAC-SHA-256 with a key of its own takes microseconds (NIST SP 800-63B, 5.1.2: a look-up secret with
 * 112 bits and more needs no slow hash). What a person chose is another matter (`password.ts`).
 */
const NAME = "hmac-sha256";
const KEY_BYTES = 16;

const SECRET_BYTES = 24;
/** Our secrets in base64url. Of 32 random letters more than half differ; what a person types in as many has words in it. */
const STRONG = /^(?=.*[a-z])(?=.*[A-Z])(?=.*[0-9])[A-Za-z0-9_-]{32,}$/;
const DIFFERENT_LETTERS = 16;

/** Whether a text looks like our random secrets, and not like what a person types. */
export const isStrongSecret = (secret: string): boolean =>
  STRONG.test(secret) && new Set(secret).size >= DIFFERENT_LETTERS;

/** A new password of a sensor: 192 random bits. One in two hundred lacks a digit, and is drawn again. */
export function makeSecret(): string {
  for (;;) {
    const secret = randomBytes(SECRET_BYTES).toString("base64url");
    if (isStrongSecret(secret)) return secret;
  }
}

/** Hash of a strong secret as `hmac-sha256$key$digest`, both in base64. */
export function hashSecret(secret: string, key: Buffer = randomBytes(KEY_BYTES)): string {
  return [NAME, key.toString("base64"), digestOf(secret, key).toString("base64")].join("$");
}

/** Whether a stored hash is one of these. */
export const isSecretHash = (stored: string): boolean => stored.startsWith(`${NAME}$`);

/** Whether the secret belongs to the hash, in a time that tells nothing; false also for a hash that cannot be read. */
export function verifySecret(secret: string, stored: string): boolean {
  const [, key = "", digest = ""] = stored.split("$");
  const expected = Buffer.from(digest, "base64");
  const actual = digestOf(secret, Buffer.from(key, "base64"));
  return isSecretHash(stored) && expected.length === actual.length && timingSafeEqual(expected, actual);
}

const digestOf = (secret: string, key: Buffer): Buffer => createHmac("sha256", key).update(secret).digest();
