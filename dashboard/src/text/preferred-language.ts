/** The languages of the screens. */
export type Language = "zh-CN" | "en";

/** Of the languages that a reader prefers (BCP 47, best first) the first that the screens have; Chinese where they name none, English where none fits. */
export function preferredOf(languages: readonly string[]): Language {
  for (const language of languages) {
    if (/^zh\b/i.test(language)) return "zh-CN";
    if (/^en\b/i.test(language)) return "en";
  }
  return languages.length === 0 ? "zh-CN" : "en";
}
