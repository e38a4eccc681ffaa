import { useSyncExternalStore } from "react";
import type { en } from "./en.ts";
import { droppedWords, frameWords, problemWords, type SayCode, type ToldProblem } from "./problem-words.ts";
import { preferredOf, type Language } from "./preferred-language.ts";
import { textsOf, type Say } from "./texts.ts";
import type { CodeGroup } from "./words.ts";
import type { zhCN } from "./zh-CN.ts";

export type { Language } from "./preferred-language.ts";
export type { Say } from "./texts.ts";

type Dictionary = typeof zhCN | typeof en;

const STORED = "probewarden.language";
/** Each language is a part of the page of its own: nobody loads the one that is not read. */
const DICTIONARIES: Readonly<Record<Language, () => Promise<Dictionary>>> = {
  "zh-CN": async () => (await import("./zh-CN.ts")).zhCN,
  en: async () => (await import("./en.ts")).en,
};

const made = new Map<Language, Words>();
const listeners = new Set<() => void>();
let chosen: Language | undefined;

/** Has the words of a language, and makes it that of the page. */
async function speak(language: Language): Promise<void> {
  if (!made.has(language)) made.set(language, wordsOf(language, await DICTIONARIES[language]()));
  chosen = language;
  document.documentElement.lang = language;
  for (const listener of listeners) listener();
}

/**
 * Starts the words: in the language that was used here before, or at a first visit in the one that the browser prefers; from then on it is kept.
 * Resolves once they are there; nothing can be said before.
 */
export async function startText(): Promise<void> {
  const stored = localStorage.getItem(STORED);
  const language: Language = stored === "en" || stored === "zh-CN" ? stored : preferredOf(navigator.languages);
  localStorage.setItem(STORED, language);
  await speak(language);
}

/** Changes the language, once its words are there, and remembers it in this browser. */
export async function chooseLanguage(language: Language): Promise<void> {
  localStorage.setItem(STORED, language);
  await speak(language);
}

/** The words of a language: `t` for a text, `code` for a code of the contract, and sentences made of codes and facts. */
function wordsOf(language: Language, dictionary: Dictionary) {
  const say = textsOf(dictionary, language);
  const known: SayCode = (group, name, values) =>
    // A name comes from a sensor: `constructor` and its like are on every object and are no words of ours.
    Object.hasOwn(dictionary.code[group], name) ? say(`code.${group}.${name}`, values) : undefined;
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
const subscribe = (changed: () => void): (() => void) => {
  listeners.add(changed);
  return () => void listeners.delete(changed);
};

/** The words of the screen, in the language that was chosen. They are the same object until another is. */
export function useText(): Words {
  const language = useSyncExternalStore(subscribe, () => chosen);
  const words = language === undefined ? undefined : made.get(language);
  if (words === undefined) throw new Error("nothing can be said before startText() has resolved");
  return words;
}
