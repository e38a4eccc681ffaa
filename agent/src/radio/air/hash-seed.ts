/** A number from a secret, by which memories hash what is heard: who does not know it cannot make up addresses that are all looked for in one place. */
export function seedOf(secret = ""): number {
  let seed = 0;
  for (const letter of secret) seed = Math.imul(seed, 31) + (letter.codePointAt(0) ?? 0);
  return seed;
}
