import { createInstance } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
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
  void i18n.use(initReactI18next).init({
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

/** The words of the screen: `t` for a text, `code` for a code of the contract, and sentences made of codes and facts. */
export function useText() {
  const { t, i18n } = useTranslation();
  const say: Say = (key, values) => t(key, values ?? {});
  const known: SayCode = (group, name, values) =>
    // A name comes from a sensor: `constructor` and its like are on every object and are no words of ours.
    Object.hasOwn(zhCN.code[group], name) ? t(`code.${group}.${name}`, values ?? {}) : undefined;
  /** Words of a code; one that is not known here is shown itself, quoted. */
  const code = (group: CodeGroup, name: string): string => known(group, name) ?? `“${name}”`;
  const brackets = (inside: string): string => say("look.brackets", { inside });
  const comma = say("look.comma");
  const language: Language = i18n.language === "en" ? "en" : "zh-CN";
  return {
    t: say,
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
