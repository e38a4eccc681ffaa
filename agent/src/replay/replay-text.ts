import type { Finding, FindingMessage } from "@probewarden/contract";
import type { AccusationWords } from "@probewarden/contract/words";
import type { Notice } from "../radio/dot11/frame.ts";
import type { ReplaySummary } from "./replay-summary.ts";
import type { ReplayWords } from "./replay-words.ts";
import type { SuspectSummary } from "./suspect-summary.ts";

/** Addresses that are printed of one suspect. */
const MOST_ADDRESSES = 3;

/** A suspect of a replay, with the finding that argued its highest score. */
export interface ArguedSuspect {
  suspect: SuspectSummary;
  argument: Finding;
}

/** A finding as a line for a person, without its time; nothing for one that only says that a suspect is still heard. */
export function describeFinding({ body }: FindingMessage, words: ReplayWords): string {
  if (body.state === "heard") return "";
  return `${words.state[body.state]}: ${headline(body, words)} · ${who(body, words)}\n`;
}

/** The end of a replay for a person: what was read, and each suspect with its argument. */
export function describeSummary(
  summary: ReplaySummary,
  suspects: readonly ArguedSuspect[],
  words: ReplayWords,
): string {
  const skipped = Object.entries(summary.skipped).map(([reason, count]) => `${count} ${reason}`);
  const seconds = summary.secondsUnknown === true ? undefined : summary.seconds;
  const lines = [words.frames(summary.frames, seconds, skipped.join(", "))];
  for (const [notice, count] of Object.entries(summary.noticed))
    lines.push(words.noticedFrames(count, words.noticed[notice as Notice]));
  if (summary.truncatedAt !== undefined) lines.push(words.cut(summary.truncatedAt));
  if (summary.unread !== undefined)
    lines.push(`${summary.unread.text}${summary.unread.much === "nothing" ? "" : ` ${summary.unread.help}`}`);
  else if (suspects.length === 0) lines.push(words.nobody);
  for (const [at, one] of suspects.entries()) {
    const same = suspects.findIndex((other) => isSame(one.suspect, other.suspect));
    lines.push("", ...describeSuspect(one, at + 1, same < at ? same + 1 : undefined, words));
  }
  if (suspects.length > 0) lines.push("", words.scale);
  return `${lines.join("\n")}\n`;
}

/** Whether two suspects are one transmitter: they share an address, as on the screens. */
const isSame = (one: SuspectSummary, other: SuspectSummary): boolean =>
  one === other || one.transmitters.some((address) => other.transmitters.includes(address));

function describeSuspect(
  { suspect, argument }: ArguedSuspect,
  entry: number,
  same: number | undefined,
  words: ReplayWords,
): string[] {
  const { accusation } = words;
  const families = new Set<string>();
  const counted: string[] = [];
  const apart: string[] = [];
  for (const { family, code, weightDb } of argument.evidence) {
    (families.has(family) ? apart : counted).push(weighed(weightDb, wordOf(accusation, "evidence", code), code));
    families.add(family);
  }
  for (const { code, weightDb } of argument.mitigations)
    counted.push(weighed(weightDb, wordOf(accusation, "mitigation", code), code));
  counted.push(weighed(argument.priorDb, words.prior));
  const highest = suspect.scoreDb === argument.scoreDb ? "" : words.highest(signed(suspect.scoreDb));
  const detectors = [...new Set(argument.evidence.map(({ detector }) => detector))];
  return [
    [`${entry}. ${headline(suspect, words)}`, words.after(suspect.firstAtSeconds), who(suspect, words)].join(" · "),
    ...(same === undefined ? [] : [`   ${words.sameDevice(same)}`]),
    `   ${accusation.suspicionMeans[suspect.suspicion]}`,
    ...counted,
    `   ${signed(argument.scoreDb).padStart(5)}  = ${words.total}${highest}`,
    ...(apart.length === 0 ? [] : [`   ${words.notAdded}`, ...apart]),
    `   ${words.innocent}`,
    ...detectors.map(
      (id) => `          ${words.causes(wordOf(accusation, "detector", id), wordOf(accusation, "innocent", id))}`,
    ),
  ];
}

/** Words of a code; a code of a newer kind than the words stands for itself. */
function wordOf(words: AccusationWords, group: keyof AccusationWords, code: string): string {
  const known: Readonly<Record<string, string>> = words[group];
  return Object.hasOwn(known, code) ? (known[code] ?? code) : code;
}

const weighed = (decibans: number, what: string, code?: string): string =>
  `   ${signed(decibans).padStart(5)}  ${what}${code === undefined || code === what ? "" : ` [${code}]`}`;

function headline(
  { suspicion, band, scoreDb }: Pick<SuspectSummary, "suspicion" | "band" | "scoreDb">,
  { accusation }: ReplayWords,
): string {
  return `${accusation.suspicion[suspicion]} · ${accusation.band[band]} (${signed(scoreDb)} dB)`;
}

/** Whom the addresses name; whom none names uses those of others, of which some may be stations'. */
function who(
  { transmitters, transmitterCount, targets }: Pick<SuspectSummary, "transmitters" | "transmitterCount" | "targets">,
  words: ReplayWords,
): string {
  if (transmitters.length > 0) {
    const shown = transmitters.slice(0, MOST_ADDRESSES).join(" ");
    return transmitterCount > MOST_ADDRESSES ? `${shown} ${words.more(transmitterCount - MOST_ADDRESSES)}` : shown;
  }
  const behind = transmitterCount > 0 ? words.behind(transmitterCount) : "";
  return `${words.hidden}${behind}${targets.length > 0 ? words.against(targets.join(" ")) : ""}`;
}

const signed = (decibans: number): string => (decibans > 0 ? `+${decibans}` : `${decibans}`);
