import { expect, test } from "vitest";
import { preferredOf, type Language } from "./preferred-language.ts";

test.each<[string[], Language]>([
  [["zh-CN", "zh", "en"], "zh-CN"],
  [["en-GB", "zh-CN"], "en"],
  [["zh-Hant-TW", "en"], "zh-CN"],
  [["de-DE", "zh", "en"], "zh-CN"],
  [["de-DE"], "en"],
  [[], "zh-CN"],
])("of %o the screens take %s", (languages, language) => {
  expect(preferredOf(languages)).toBe(language);
});
