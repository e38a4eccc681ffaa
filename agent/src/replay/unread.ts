import { LINK_TYPES } from "../radio/capture/frame-source.ts";
import { countUnreadable, isMostUnreadable } from "../radio/report/unreadable-share.ts";
import { nameLinkType } from "./link-type-names.ts";
import type { ReplayLanguage } from "./replay-words.ts";
import { UNREAD_WORDS, type UnreadWords } from "./unread-words.ts";

/** What was read of a file, and what was not. */
export interface Reading {
  /** All frames, the skipped ones included. */
  frames: number;
  skipped: Readonly<Record<string, number>>;
  /** Most frequent first. */
  linkTypes: readonly { linkType: number; frames: number }[];
}

/** How much of a file could not be read: then its silence says nothing, and nobody may take it for innocence. */
export type Unread = "empty" | "nothing" | "most";

const READABLE: ReadonlySet<number> = new Set(Object.values(LINK_TYPES));

/** How badly a file was read; undefined when at least half of its frames were. */
export function unreadOf({ frames, skipped }: Pick<Reading, "frames" | "skipped">): Unread | undefined {
  const lost = countUnreadable(skipped);
  if (frames === 0) return "empty";
  if (lost === frames) return "nothing";
  return isMostUnreadable(frames, lost) ? "most" : undefined;
}

/** The same in words for a person: what could not be read and why; and what to do. */
export function describeUnread(
  unread: Unread,
  reading: Reading,
  language: ReplayLanguage = "en",
): { text: string; help: string } {
  const words = UNREAD_WORDS[language];
  if (unread === "empty") return words.empty;
  const { cause, help } = causeOf(reading, words);
  const lost = countUnreadable(reading.skipped);
  return { text: (unread === "nothing" ? words.nothing : words.most)(reading.frames, lost, cause), help };
}

/** Why frames could not be read, by the commonest reason, and what to do. */
function causeOf({ skipped, linkTypes }: Reading, words: UnreadWords): { cause: string; help: string } {
  const [reason = ""] = Object.entries(skipped).sort(([, left], [, right]) => right - left)[0] ?? [];
  const said = `${linkTypes[0]?.linkType ?? "none"}`;
  switch (reason) {
    case "unknown-link-type": {
      const { linkType } = linkTypes.find((it) => !READABLE.has(it.linkType)) ?? linkTypes[0] ?? { linkType: -1 };
      return words.otherLink(nameLinkType(linkType));
    }
    case "fcs-bad":
    case "phy-error":
    case "looks-damaged":
      return words.damaged;
    case "radio-header-truncated":
    case "radio-header-malformed":
      return words.brokenHeader(reason, said);
    default:
      return words.noFrames(reason, said);
  }
}
