/**
 * Words one behind the other as sentences: each ends with one full stop, whether it brought one or not.
 *
 * @param stop what stands between two, with the space behind it where the language has one
 */
export function inSentences(words: readonly string[], stop: string): string {
  const mark = stop.trim();
  return words
    .filter((each) => each !== "")
    .map((each) => (each.endsWith(mark) ? each : `${each}${mark}`))
    .join(stop.slice(mark.length));
}
