/**
 * Words that stand at the heads of all published lists of passwords that leaked, and keys that lie beside each other. Whoever guesses begins with
 * these, and hangs digits and signs on them until the length is enough. NIST SP 800-63B-4, 3.1.1.2: length, and a list; no rules of composition.
 */
const COMMON: ReadonlySet<string> = new Set([
  ..."password passw0rd pass passwort motdepasse contrasena admin administrator root user guest test welcome letmein login".split(
    " ",
  ),
  ..."iloveyou monkey dragon sunshine princess football baseball superman batman master shadow michael jennifer".split(
    " ",
  ),
  ..."trustno whatever freedom starwars computer internet samsung google facebook linkedin qwerty qwertz azerty asdf".split(
    " ",
  ),
  ..."asdfgh asdfghjkl zxcvbn zxcvbnm qwertyuiop qazwsx qazwsxedc wsxedc abc abcd abcdef changeme secret default system".split(
    " ",
  ),
  ..."woaini woaiwojia aini nihao mima zhongguo china beijing shanghai taobao weixin dearbook probewarden mingcha 密码 明察 我爱你".split(
    " ",
  ),
]);
/** Rows of keys, digits and letters: a part of one, either way, is no secret. */
const ROWS = [
  "01234567890123456789",
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiopasdfghjklzxcvbnm",
  "qazwsxedcrfvtgbyhnujmikolp",
];
/** A unit of so many characters, said again and again. */
const LONGEST_UNIT = 4;
/** What is left of a password behind what everybody guesses must be so long. */
const LEAST_LEFT = 6;

/** Why a password is among the first that somebody tries, however long it is; undefined: it is not. */
export type Weakness = "common" | "repeated" | "row" | "name";

/**
 * Looks whether a password is one that everybody guesses.
 * @param name of the account
 */
export function weaknessOf(password: string, name: string): Weakness | undefined {
  const text = password.normalize("NFKC").toLowerCase();
  if (isRepeated(text)) return "repeated";
  if (ROWS.some((row) => isPartOf(row, text))) return "row";
  const own = name.normalize("NFKC").toLowerCase();
  if (own.length > 2 && leftOf(text, [own]) < LEAST_LEFT) return "name";
  return leftOf(text, [...COMMON]) < LEAST_LEFT ? "common" : undefined;
}

/** The same characters again and again: `aaaaaaaaaaaa`, `abcabcabcabc`. */
function isRepeated(text: string): boolean {
  for (let unit = 1; unit <= LONGEST_UNIT; unit++)
    if (text.startsWith(text.slice(0, unit).repeat(Math.floor(text.length / unit)))) return true;
  return false;
}

/** Keys in a row, forwards or backwards. */
const isPartOf = (row: string, text: string): boolean =>
  row.includes(text) || row.split("").toReversed().join("").includes(text);

/** How many letters and digits are left when such words, and the digits and signs around them, are taken out. */
function leftOf(text: string, words: readonly string[]): number {
  const plain = text
    .replaceAll("@", "a")
    .replaceAll("0", "o")
    .replaceAll("$", "s")
    .replaceAll("!", "i")
    .replaceAll("3", "e");
  const longestFirst = words.toSorted((a, b) => b.length - a.length);
  const without = (of: string): string => {
    let found = false;
    let rest = of;
    for (const word of longestFirst) {
      if (!rest.includes(word)) continue;
      found = true;
      rest = rest.replaceAll(word, " ");
    }
    return found ? rest.replaceAll(/[\d\p{P}\p{S}\s]+/gu, "") : of;
  };
  return Math.min(without(text).length, without(plain).length);
}
