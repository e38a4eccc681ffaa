import type { WithdrawReason } from "../detectors/detector.ts";
import type { ListCondition } from "../detectors/evidence.ts";
import { listConditionOf } from "../detectors/weights.ts";
import { nameKey } from "../venue/network-name.ts";
import type { Venue } from "../venue/venue.ts";
import type { BorrowedAddresses } from "./borrowed-addresses.ts";
import { isTold, NAMES, takeBackLine } from "./evidence-lines.ts";
import type { EvidenceLine, Showing, Subject } from "./subject.ts";

/** What the venue's list says, and whether an address that is on it is used by somebody else as well. */
type Listed = Pick<BorrowedAddresses, "venue" | "sendersOf">;

/**
 * Takes back the lines of which the list leaves nothing; true when there were any. It is done whenever the list changes, so that what is held
 * is what would be held if the list had been there from the beginning.
 */
export function takeBackListed(subject: Subject, listed: Listed, atSeconds: number): boolean {
  let isLess = false;
  for (const line of subject.lines.values()) {
    const why = whyOfList(line, subject.targets, listed, atSeconds);
    if (why === undefined) continue;
    takeBackLine(subject, line, why, atSeconds);
    isLess = true;
  }
  return isLess;
}

/** Why the list leaves nothing of a line; undefined where it stands. What several showed stands until the list explains it of each. */
function whyOfList(
  line: EvidenceLine,
  targets: ReadonlySet<number>,
  listed: Listed,
  atSeconds: number,
): WithdrawReason | undefined {
  const condition = listConditionOf(line.code);
  if (condition === undefined || !isTold(line)) return undefined;
  const shown = line.resumed === undefined ? [...line.sources.values()] : [...line.sources.values(), line.resumed];
  const whys = shown.map((showing) => whyOf(condition, showing, targets, listed, atSeconds));
  return whys.every((why) => why !== undefined) ? whys[0] : undefined;
}

/** Whether the list explains what a detector just saw, which is then held against nobody. */
export function isOfTheVenue(code: EvidenceLine["code"], showing: Showing, listed: Listed, atSeconds: number): boolean {
  const condition = listConditionOf(code);
  return condition !== undefined && isListed(condition, showing, listed, atSeconds);
}

function whyOf(
  condition: ListCondition,
  showing: Showing,
  targets: ReadonlySet<number>,
  listed: Listed,
  atSeconds: number,
): WithdrawReason | undefined {
  const { venue } = listed;
  if (isListed(condition, showing, listed, atSeconds)) return "listed";
  const { target, venuesName } = condition;
  if (target === true && targets.size > 0 && ![...targets].some((it) => venue.network(it) !== undefined))
    return "unlisted";
  const isHeld = (name: string): boolean => venuesName === undefined || venuesName(entriesOf(name, venue));
  return showing.names.length > 0 && !showing.names.some(isHeld) ? "unlisted" : undefined;
}

/** Whether fewer addresses, or names, than it takes are somebody else's than the venue's. */
function isListed(
  condition: ListCondition,
  { addresses, count, names }: Showing,
  listed: Listed,
  atSeconds: number,
): boolean {
  const { addresses: least = 0, names: leastNames = 0, countsLicensed } = condition;
  const { venue } = listed;
  let own = 0;
  for (const address of addresses) {
    const entry = venue.network(address);
    if (entry === undefined || (countsLicensed === true && entry.licensed === true)) continue;
    if (listed.sendersOf(address, atSeconds) !== "two") own++;
  }
  if (own > 0 && count - own < least) return true;
  const ownNames = leastNames === 0 ? 0 : names.filter((name) => entriesOf(name, venue).length > 0).length;
  // Of more names than are told, nobody knows whose the others are.
  return ownNames > 0 && names.length < NAMES && names.length - ownNames < leastNames;
}

const entriesOf = (name: string, venue: Venue): ReturnType<Venue["networksNamed"]> =>
  venue.networksNamed(nameKey(Buffer.from(name, "hex")));
