import type { Frame } from "../../dot11/frame.ts";
import type { DetectorContext } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { MANY_NAMES } from "./figures.ts";
import { Heard, type HeardNames } from "./heard-names.ts";
import { answersOnlyToItsOwn } from "./own-names.ts";
import { countedNames, type Responder } from "./responder.ts";

/** What a BSSID's names come to. */
export interface Tally {
  /** The cells of those that count. */
  cells: number[];
  echoed: number;
  echoedFirst: number;
  beaconed: number;
  concealed: number;
}

export function tallyOf(responder: Responder, names: HeardNames, atSeconds: number): Tally {
  const tally: Tally = {
    cells: countedNames(responder, names, atSeconds),
    echoed: 0,
    echoedFirst: 0,
    beaconed: 0,
    concealed: 0,
  };
  for (const cell of tally.cells) {
    const heard = names.heard[cell]!;
    if ((heard & Heard.echoed) !== 0) tally.echoed++;
    if ((heard & Heard.echoedFirst) !== 0) tally.echoedFirst++;
    if ((heard & Heard.beaconed) !== 0) tally.beaconed++;
    else if ((heard & Heard.answered) !== 0) tally.concealed++;
  }
  return tally;
}

/** What is to be said of a BSSID; undefined when its names are nothing out of the ordinary. */
export function verdictOf(
  tally: Tally,
  names: HeardNames,
  responder: Responder,
  frame: Frame,
  context: DetectorContext,
): EvidenceCode | undefined {
  const code = oddityIn(tally, responder);
  if (code === undefined) responder.heldSince = Number.NaN;
  if (code === undefined || code === "names-in-turn") return code;
  const seconds = Number.isNaN(responder.heldSince) ? 0 : context.atSeconds - responder.heldSince;
  const { cells } = tally;
  const isExplained =
    names.areSeveralBoards(responder.number, cells, seconds) ||
    answersOnlyToItsOwn(cells, names, responder, frame, context);
  if (!isExplained) return code;
  if (Number.isNaN(responder.heldSince)) responder.heldSince = context.atSeconds;
  return "several-names";
}

function oddityIn(
  { cells, echoedFirst, echoed, concealed }: Tally,
  { alternates }: Responder,
): EvidenceCode | undefined {
  const count = cells.length;
  // Names that were all advertised, one after the other and none again, are those of an access point that is being set up.
  const mayBeRenamed = !alternates && concealed < MANY_NAMES.concealed;
  if (count >= MANY_NAMES.many && !mayBeRenamed) return "five-names";
  // A renamed access point answers those who know its new name, and has beaconed it before.
  if (echoed >= MANY_NAMES.echoed && (!mayBeRenamed || echoedFirst >= MANY_NAMES.echoed)) return "echoed-names";
  if (count >= MANY_NAMES.alternating && !mayBeRenamed && (alternates || count >= MANY_NAMES.atAll))
    return "three-names";
  return count >= MANY_NAMES.inTurn ? "names-in-turn" : undefined;
}
