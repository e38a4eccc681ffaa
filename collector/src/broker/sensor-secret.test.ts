import { expect, test } from "vitest";
import { hashSecret, isSecretHash, isStrongSecret, makeSecret, verifySecret } from "./sensor-secret.ts";

test("a secret is known again by its hash, and only that one", () => {
  const secret = makeSecret();
  const hash = hashSecret(secret);
  expect(hash).not.toContain(secret);
  expect(hashSecret(secret)).not.toBe(hash);
  expect([verifySecret(secret, hash), verifySecret(makeSecret(), hash), verifySecret("", hash)]).toEqual([
    true,
    false,
    false,
  ]);
});

test.each(["", "hmac-sha256", "hmac-sha256$$", "hmac-sha256$AAAA$", "scrypt$16384$8$1$AAAA$AAAA", "not a hash"])(
  "a hash that cannot be read opens nothing: %j",
  (stored) => expect(verifySecret("", stored)).toBe(false),
);

test("what we make is strong; what a person types is not taken for it", () => {
  for (let i = 0; i < 100; i++) expect(isStrongSecret(makeSecret())).toBe(true);
  for (const typed of [
    "right",
    "correct-horse-battery-staple-and-more",
    "Correct-Horse-Battery-1",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaA1",
    "Passw0rd-Passw0rd-Passw0rd-Passw0rd",
    "with a space it is none of ours 0123456789ABCDEF",
  ])
    expect(isStrongSecret(typed)).toBe(false);
});

test("the two kinds of hash are told apart by how they begin", () => {
  expect(isSecretHash(hashSecret(makeSecret()))).toBe(true);
  expect(isSecretHash("scrypt$16384$8$1$AAAA$AAAA")).toBe(false);
});
