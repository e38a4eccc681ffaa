import { createInstance } from "i18next";
import type { TextKey } from "./words.ts";

/** Says a text in the language of the screen, with figures put in. */
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Texts, and groups of texts. */
interface Texts {
  readonly [name: string]: string | Texts;
}

/**
 * Looks up texts by their path, `nav.today`, and puts values into their gaps, `{{name}}`; a gap of which nobody told anything stays empty. A path
 * that leads to no text is said itself, so that a mistake is seen. A text that is another one for some numbers has that beside it: `days_one` is
 * said where the language calls `n` one.
 */
export function textsOf(
  texts: Texts,
  language = "en",
): (path: string, values?: Record<string, string | number>) => string {
  const i18n = createInstance();
  void i18n.init({
    lng: language,
    resources: { [language]: { translation: texts } },
    // React escapes what it draws.
    interpolation: { escapeValue: false, skipOnVariables: true },
    missingInterpolationHandler: () => "",
    returnedObjectHandler: (path) => path,
    initAsync: false,
  });
  const fixed = i18n.getFixedT(language);
  /** Texts without values: each is looked up once, for a list says the same few words in each of its rows. */
  const plain = new Map<string, string>();
  return (path, values) => {
    if (values !== undefined) {
      const { n } = values;
      return fixed(path, typeof n === "number" ? { count: n, ...values } : values);
    }
    let text = plain.get(path);
    if (text === undefined) plain.set(path, (text = fixed(path, {})));
    return text;
  };
}
