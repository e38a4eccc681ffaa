import type { ProblemFacts } from "@probewarden/contract";
import type { CodeGroup } from "./words.ts";

/** Says a code in the language of the screen; undefined for one that the lists do not have. */
export type SayCode = (group: CodeGroup, name: string, values?: Record<string, string | number>) => string | undefined;

/** A problem as the API shows it. `code` is absent, or unknown here, where the other end is older or newer. */
export interface ToldProblem {
  code?: string;
  text: string;
  facts?: ProblemFacts;
}

/** How reasons of the search for cameras begin in a sensor's health. */
const OF_CAMERAS = "camera-";

const isCause = (name: string): boolean => name === "cause";

/** The facts of a problem in words, each with its unit: `["网卡 wlan1", "30 秒"]`. */
export function factWords(facts: ProblemFacts | undefined, say: SayCode): string[] {
  return Object.entries(facts ?? {}).map(([name, fact]) => {
    const value = isCause(name) ? (say("cause", String(fact)) ?? fact) : fact;
    return say("problemFact", name, { value }) ?? String(value);
  });
}

/** A problem in the reader's language with its facts in brackets; one that has no words here in the log's own words. */
export function problemWords(
  group: CodeGroup,
  { code, text, facts }: ToldProblem,
  say: SayCode,
  punctuation: { comma: string; brackets: (inside: string) => string },
): string {
  const words = code === undefined ? undefined : say(group, code);
  if (words === undefined) return text;
  const told = factWords(facts, say);
  return told.length === 0 ? words : words + punctuation.brackets(told.join(punctuation.comma));
}

/**
 * What was lost, in words. The reasons are made of a cause and, mostly, of what was lost: `outbox-census`, `camera-unsolicited`.
 * @returns undefined when the cause is not known here
 */
export function droppedWords(reason: string, say: SayCode, brackets: (inside: string) => string): string | undefined {
  const whole = say("dropped", reason);
  if (whole !== undefined) return whole;
  const ofCameras = reason.startsWith(OF_CAMERAS)
    ? cameraLossWords(reason.slice(OF_CAMERAS.length), say, brackets)
    : undefined;
  if (ofCameras !== undefined) return ofCameras;
  const cut = dashes(reason).findLast((at) => say("dropped", reason.slice(0, at)) !== undefined);
  if (cut === undefined) return undefined;
  const what = reason.slice(cut + 1);
  return `${say("dropped", reason.slice(0, cut))}${brackets(say("droppedKind", what) ?? what)}`;
}

/** A reason of the search for cameras: whole, or its beginning with what it is about, `flood-by-dhip`. */
function cameraLossWords(reason: string, say: SayCode, brackets: (inside: string) => string): string | undefined {
  const whole = say("cameraLoss", reason);
  if (whole !== undefined) return whole;
  const cut = dashes(reason).findLast((at) => say("cameraLoss", reason.slice(0, at + 1)) !== undefined);
  if (cut === undefined) return undefined;
  const what = reason.slice(cut + 1);
  return `${say("cameraLoss", reason.slice(0, cut + 1))}${brackets(say("cause", what) ?? what)}`;
}

const dashes = (text: string): number[] => [...text.matchAll(/-/g)].map(({ index }) => index);

/** The figures of a frame's summary, which is made of constants and numbers, in the reader's language. */
export function frameWords(summary: string, say: SayCode, comma: string): string {
  return summary
    .split(", ")
    .map((part) => {
      const n = /\d+/.exec(part)?.[0];
      const phrase = ["sequence number", "octets", "elements", "reason"].find((words) => part.includes(words));
      return n !== undefined && phrase !== undefined ? (say("framePhrase", phrase, { n }) ?? part) : part;
    })
    .join(comma);
}
