const LENGTH = 256;

/** Control characters, and the marks that turn the direction of text around: a name must not rearrange the screen. */
const UNSHOWABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]+/gu;

/** Half of a character that was cut in two. */
const BROKEN_END = /[\uD800-\uDBFF]$/;

/** Text that a device says of itself, fit to be carried: one line, at most 256 UTF-16 units. Escaping is the screen's part. */
export function clean(text: string, length = LENGTH): string {
  const line = text
    .slice(0, 4 * LENGTH)
    .replaceAll(UNSHOWABLE, " ")
    .trim();
  return line.slice(0, length).replace(BROKEN_END, "");
}
