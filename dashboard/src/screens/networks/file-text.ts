/** The text of a file that somebody made: UTF-8, or else as Excel saves a table in Chinese (GB 18030). What is neither has U+FFFD in it. */
export function fileText(octets: ArrayBuffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(octets);
  } catch {
    return new TextDecoder("gb18030").decode(octets);
  }
}
