import { tsfSeconds } from "../../air/clock-line.ts";
import type { Frame } from "../../dot11/frame.ts";
import type { DetectorContext } from "../detector.ts";
import { MANY_NAMES } from "./figures.ts";
import { Heard, NONE, type HeardNames } from "./heard-names.ts";
import type { Responder } from "./responder.ts";

/** A clock that runs for longer than this was written by a program: no access point runs for ten years without a break. */
const OLDEST_SECONDS = 10 * 365 * 86_400;
/** A question that was not answered within this time will not be. */
const LATE_SECONDS = 0.5;

/**
 * Whether several names on one address are those of an old access point, which beacons one and answers for three hidden ones: it has been
 * running for long, none of the hidden names is one that everybody knows, and of all that stations ask for it answers to its own names
 * only. Until enough has been asked it has the benefit of the doubt for a while. That it stays listed to be watched, and loses
 * all this with a fifth name, is what it costs an impersonator to look like one.
 */
export function answersOnlyToItsOwn(
  cells: readonly number[],
  names: HeardNames,
  responder: Responder,
  frame: Frame,
  context: DetectorContext,
): boolean {
  if (responder.answeredBait || cells.length > MANY_NAMES.ownNames) return false;
  const [open, ...further] = cells.filter((cell) => (names.heard[cell]! & Heard.beaconed) !== 0);
  if (open === undefined || further.length > 0 || names.times[open]! < MANY_NAMES.ownBeacons) return false;
  if (cells.some((cell) => cell !== open && (names.heard[cell]! & Heard.speakable) !== 0)) return false;
  const age = tsfSeconds(frame);
  const isOld = age >= MANY_NAMES.ownAgeSeconds && age <= OLDEST_SECONDS;
  // Where damage is not excluded, one frame does not take back the age that others have shown.
  if (!isOld && (!frame.mayBeDamaged || Number.isNaN(responder.heldSince))) return false;
  const at = context.atSeconds;
  if (at - responder.heldSince <= MANY_NAMES.unansweredSeconds || Number.isNaN(responder.heldSince)) return true;
  const own = { has: (name: number) => names.find(responder.number, name) !== NONE };
  const others = context.askedNames.others(own, frame.channelMhz, responder.firstAt, at - LATE_SECONDS);
  return others >= MANY_NAMES.unanswered;
}
