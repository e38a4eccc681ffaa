import { createInstance } from "i18next";
import { initReactI18next, useTranslation } from "react-i18next";
import { en } from "./en.ts";
import type { CodeGroup, TextKey } from "./words.ts";
import { zhCN } from "./zh-CN.ts";

export type Language = "zh-CN" | "en";
const i18n = createInstance();
const STORED = "probewarden.language";

/** Says a text in the language of the screen, with figures put in. */
export type Say = (key: TextKey, values?: Record<string, string | number>) => string;

/** Starts the languages: Chinese, unless this browser chose English before. */
export function startText(): void {
  const language: Language = localStorage.getItem(STORED) === "en" ? "en" : "zh-CN";
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

/** The words of the screen: `t` for a text, `code` for a code of the contract (an unknown one is shown itself, quoted). */
export function useText() {
  const { t, i18n } = useTranslation();
  const say: Say = (key, values) => t(key, values ?? {});
  const code = (group: CodeGroup, name: string): string => {
    const key = `code.${group}.${name}`;
    return i18n.exists(key) ? t(key) : `“${name}”`;
  };
  const language: Language = i18n.language === "en" ? "en" : "zh-CN";
  return { t: say, code, language };
}
