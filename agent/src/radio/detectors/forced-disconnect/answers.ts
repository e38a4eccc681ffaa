import { isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { RecentTalk } from "../../air/recent-talk.ts";
import { answersGoodBye, type Direction } from "./partings.ts";

/** Who answers a frame that it does not expect was spoken to a moment ago: it has not itself sent data to the other since it said so last. */
const CONTRADICTION_SECONDS = 1;
/** Reasons that such an answer has (9.4.1.7): authentication no longer valid, class 2 or class 3 frame, not authenticated. */
const ANSWER_REASONS: ReadonlySet<number> = new Set([2, 6, 7, 9]);
/** Those of them that also answer a good-bye. */
const UNKNOWN_STATION: ReadonlySet<number> = new Set([6, 7]);
/** Who knows a station has sent it data, or let it in, within this time. */
const KNOWN_SECONDS = 10;
/** Questions that are not heard beside each that is: stations at the edge of what this radio hears, of an access point that stands high. */
const UNHEARD_BESIDE_HEARD = 8;

/**
 * Whether a good-bye answers a frame of somebody that its sender does not know (11.3.4). The reason alone says nothing: tools use it too.
 * The frame that is answered was heard just before; and who says that it does not know somebody has not sent it data since it said so.
 * @param isToStranger what {@link isToNobodyKnown} says of it
 */
export function isAnswer(
  frame: Frame,
  mine: Direction,
  other: Readonly<Direction>,
  isToStranger: boolean,
  talk: RecentTalk,
  at: number,
): boolean {
  const { transmitter, receiver, reasonCode } = frame;
  if (!ANSWER_REASONS.has(reasonCode) || isGroup(receiver)) return false;
  const spokeAt = talk.spokeAt(transmitter, receiver);
  if (spokeAt > mine.answeredAt && mine.answeredAt > -Infinity && at - spokeAt <= CONTRADICTION_SECONDS) return false;
  if (talk.takeQuestion(receiver, transmitter, at)) {
    mine.answers++;
    return true;
  }
  if (!UNKNOWN_STATION.has(reasonCode)) return false;
  if (answersGoodBye(mine, other, at)) mine.answeredByes++;
  // Of questions some are lost, or damaged.
  else if (mine.unheard < (isToStranger ? UNHEARD_BESIDE_HEARD : 1) * mine.answers) mine.unheard++;
  else return false;
  return true;
}

/** Whether a good-bye says that its sender knows nobody of that name. */
export function saysUnknown({ reasonCode }: Frame): boolean {
  return UNKNOWN_STATION.has(reasonCode);
}

/**
 * Whether a good-bye says that its sender knows nobody of that name, and what was heard of the two agrees: it has sent the station no data
 * for a while, and has not let it in, nor has the station said good-bye. A recording of an access point whose stations are too far away has
 * little else; and whoever forges such frames has a victim whom the access point knows, or forges those of both ends.
 */
export function isToNobodyKnown(
  frame: Frame,
  joinedAt: number,
  other: Readonly<Direction>,
  talk: RecentTalk,
  at: number,
): boolean {
  const { transmitter, receiver } = frame;
  if (!saysUnknown(frame) || isGroup(receiver)) return false;
  const knewAt = Math.max(talk.spokeAt(transmitter, receiver), joinedAt, other.at);
  return at - knewAt > KNOWN_SECONDS;
}
