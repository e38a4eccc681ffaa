import { LINK_TYPES } from "../radio/capture/frame-source.ts";
import { countUnreadable, isMostUnreadable } from "../radio/report/unreadable-share.ts";
import { nameLinkType } from "./link-type-names.ts";

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
export function describeUnread(unread: Unread, reading: Reading): { text: string; help: string } {
  if (unread === "empty") {
    return {
      text: "The capture holds no frame. Nothing was heard, so nothing is known.",
      help: "Listen longer, and on the channels that are used here.",
    };
  }
  const { cause, help } = causeOf(reading);
  if (unread === "nothing") return { text: `None of the ${reading.frames} frames could be read: ${cause}.`, help };
  const lost = countUnreadable(reading.skipped);
  return {
    text: `Most frames could not be read (${lost} of ${reading.frames}): ${cause}. What is not found in the rest may be there all the same.`,
    help,
  };
}

/** Why frames could not be read, by the commonest reason, and what to do. */
function causeOf({ skipped, linkTypes }: Reading): { cause: string; help: string } {
  const [reason = ""] = Object.entries(skipped).sort(([, left], [, right]) => right - left)[0] ?? [];
  const said = `the file says link type ${linkTypes[0]?.linkType ?? "none"}`;
  switch (reason) {
    case "unknown-link-type": {
      const { linkType } = linkTypes.find((it) => !READABLE.has(it.linkType)) ?? linkTypes[0] ?? { linkType: -1 };
      return {
        cause: `they are ${nameLinkType(linkType)}, and not frames of 802.11`,
        help:
          "Capture on an adapter in monitor mode (probewarden-agent doctor says whether this machine can), " +
          "with radiotap headers (tcpdump -y IEEE802_11_RADIO).",
      };
    }
    case "fcs-bad":
    case "phy-error":
    case "looks-damaged":
      return {
        cause: "they are damaged, as the radio, their checksum or their form says",
        help: "Listen nearer, with another antenna or on another channel.",
      };
    case "radio-header-truncated":
    case "radio-header-malformed":
      return {
        cause: `their radio header is broken (${reason}; ${said})`,
        help: "The file may name a wrong link type, or a snap length cut the frames: capture with -s 0.",
      };
    default:
      return {
        cause: `they are no frames of 802.11 that could be (${reason}; ${said})`,
        help: "The file may name a wrong link type.",
      };
  }
}
