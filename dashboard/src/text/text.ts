import { createInstance } from "i18next";
import { useSyncExternalStore } from "react";
import { en } from "./en.ts";
import { droppedWords, frameWords, problemWords, type SayCode, type ToldProblem } from "./problem-words.ts";
import { preferredOf, type Language } from "./preferred-language.ts";
import type { CodeGroup, TextKey } from "./words.ts";
import { zhCN } from "./zh-CN.ts";

export type { Language } from "./preferred-language.ts";
const i18n = createInstance();
const STORED = "probewarden.language";

/** Says a text in the language of the screen, with figures put in. */
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Starts the languages: in that which was used here before, or at a first visit in the one that the browser prefers; from then on it is kept. */
export function startText(): void {
  const stored = localStorage.getItem(STORED);
  const language: Language = stored === "en" || stored === "zh-CN" ? stored : preferredOf(navigator.languages);
  localStorage.setItem(STORED, language);
  void i18n.init({
    lng: language,
    fallbackLng: "zh-CN",
    resources: { "zh-CN": { translation: zhCN }, en: { translation: en } },
    interpolation: { escapeValue: false },
    returnEmptyString: true,
    initAsync: false,
  });
  document.documentElement.lang = language;
}

/** Changes the language and remembers it in this browser. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}

/** The words of a language: `t` for a text, `code` for a code of the contract, and sentences made of codes and facts. */
function wordsOf(language: Language) {
  const fixed = i18n.getFixedT(language);
  /** Texts without figures: each is looked up once, for a list says the same few words in each of its rows. */
  const plain = new Map<string, string>();
  const say = (key: string, values?: Record<string, string | number>): string => {
    if (values !== undefined) return fixed(key as TextKey, values);
    const known = plain.get(key);
    if (known !== undefined) return known;
    const text: string = fixed(key as TextKey, {});
    plain.set(key, text);
    return text;
  };
  const known: SayCode = (group, name, values) =>
    // A name comes from a sensor: `constructor` and its like are on every object and are no words of ours.
    Object.hasOwn(zhCN.code[group], name) ? say(`code.${group}.${name}`, values) : undefined;
  /** Words of a code; one that is not known here is shown itself, quoted. */
  const code = (group: CodeGroup, name: string): string => known(group, name) ?? `“${name}”`;
  const t: Say = say;
  const brackets = (inside: string): string => t("look.brackets", { inside });
  const comma = t("look.comma");
  return {
    t,
    code,
    language,
    problem: (group: CodeGroup, problem: ToldProblem) => problemWords(group, problem, known, { comma, brackets }),
    dropped: (reason: string) => droppedWords(reason, known, brackets) ?? `“${reason}”`,
    frame: (summary: string) => frameWords(summary, known, comma),
    /** What a camera was asked; undefined where it is asked of one maker's only. */
    call: (name: string) => known("call", name),
    mend: (problemCode: string) => known("healthMend", problemCode),
    mendRefusal: (reason: string) => known("refusedMend", reason),
  };
}

type Words = ReturnType<typeof wordsOf>;
const made = new Map<Language, Words>();
const subscribe = (changed: () => void): (() => void) => {
  i18n.on("languageChanged", changed);
  return () => i18n.off("languageChanged", changed);
};
const languageNow = (): Language => (i18n.language === "en" ? "en" : "zh-CN");

/** The words of the screen, in the language that was chosen. They are the same object until another is. */
export function useText(): Words {
  const language = useSyncExternalStore(subscribe, languageNow);
  const known = made.get(language);
  if (known !== undefined) return known;
  const words = wordsOf(language);
  made.set(language, words);
  return words;
}
