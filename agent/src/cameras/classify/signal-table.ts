import type { CameraCategory } from "@probewarden/contract";
import { lexicon, signalsOf, type Signal } from "./signal.ts";
import { MODEL_SIGNALS } from "./signals/models/signals.ts";
import { NAME_SIGNALS } from "./signals/names/signals.ts";
import { SEARCH_CAPABILITIES } from "./signals/onvif/signals.ts";

const NAMES = lexicon(NAME_SIGNALS, SEARCH_CAPABILITIES);
const MODELS = lexicon(MODEL_SIGNALS);

const categoriesIn = (...tables: readonly (readonly Signal[])[]): ReadonlySet<CameraCategory> =>
  new Set(tables.flat().map(({ category }) => category));

/** Every category of the contract, in the order in which they are shown. */
export const CATEGORIES: readonly CameraCategory[] = [...categoriesIn(NAME_SIGNALS, MODEL_SIGNALS)];

/** Categories that a capability, a service or a `type/` scope names as a whole; none when it says anything else besides. */
export function categoriesOfName(name: string): CameraCategory[] {
  return signalsOf(NAMES, name).map(({ category }) => category);
}

/** Splits a compound into words: `FaceRecognition` holds "Face", "Recognition". */
const wordsOf = (token: string): string =>
  token.replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2").replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, "$1 $2");

/**
 * Categories that a model name claims. Its tokens are what blanks and signs divide; a token counts whole or, when it is a compound, with
 * all its words: "FACE-1" and "FaceRecognition" hold a signal, "SURFACE" and "InterFace" do not.
 */
export function categoriesOfModel(model: string): CameraCategory[] {
  const tokens = model
    .slice(0, 256)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((token) => token !== "");
  const runs = [...tokens, ...tokens.map((token) => wordsOf(token))];
  for (const [at, token] of tokens.entries()) runs.push(`${token} ${tokens[at + 1] ?? ""}`);
  return [...new Set(runs.flatMap((run) => signalsOf(MODELS, run).map(({ category }) => category)))];
}
