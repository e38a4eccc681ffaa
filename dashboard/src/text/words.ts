import type { zhCN } from "./zh-CN.ts";

/** The shape of a language: the keys of the first one, a string at each, and for one of something another where the language tells it apart. */
export type Words<T = typeof zhCN> = { readonly [K in keyof T]: T[K] extends string ? string : Words<T[K]> } & {
  readonly [K in keyof T & string as T[K] extends string ? `${K}_one` : never]?: string;
};

type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];

/** A key of the languages, for example `nav.today`. Codes are asked for by their own function, for they may be unknown. */
export type TextKey = Leaves<Omit<typeof zhCN, "code">>;

/** Lists of words for codes of the contract. */
export type CodeGroup = keyof (typeof zhCN)["code"];
