import { EXCERPTS } from "./figures.ts";
import type { KeptFrame } from "./kept-figures.ts";
import type { Steps } from "./steps.ts";
import { KINDS, type KeptNow } from "./suspect-frames.ts";
import { endsFirst } from "./worth.ts";

/** A frame without elements has no more octets than this. */
const SHORT_OCTETS = 32;

/** What a file holds of a suspect, in the order in which it was heard; and of how many frames of its own there was no room. */
export interface Chosen {
  frames: KeptFrame[];
  left: number;
}

/**
 * The frames for which a file has room: of each kind what is worth most, as much as its share holds, and then what is left of the others' shares,
 * the rarest kind first.
 */
export function* chooseFrames(kept: KeptNow): Steps<Chosen> {
  const chosen = new Map<number, KeptFrame>();
  let octets = EXCERPTS.fileOctets - EXCERPTS.fixedOctets;
  const take = (it: KeptFrame): number => {
    const needed = neededBy(it);
    if (chosen.has(it.order) || needed > octets) return 0;
    octets -= needed;
    chosen.set(it.order, it);
    return needed;
  };
  let besides: number = EXCERPTS.shares.beside;
  for (const it of yield* standingBeside(kept)) if (neededBy(it) <= besides) besides -= take(it);
  const waiting: KeptFrame[][] = [];
  for (const kind of KINDS) {
    yield;
    let share: number = EXCERPTS.shares[kind];
    const further = kept.stores[kind].byWorth().filter((it) => {
      if (neededBy(it) > share) return true;
      share -= take(it);
      return false;
    });
    waiting.push(further);
  }
  yield;
  let left = 0;
  for (const frames of waiting) for (const it of frames) if (take(it) === 0 && !chosen.has(it.order)) left++;
  return { frames: [...chosen.values()].toSorted((a, b) => a.order - b.order), left };
}

function neededBy({ octets: { length } }: KeptFrame): number {
  return length + (length > SHORT_OCTETS ? EXCERPTS.overheadOctets : EXCERPTS.shortOverheadOctets);
}

/** Beacons of one other access point: of the suspect's channel where somebody stood for it, from before it was accused and since. */
function* standingBeside(kept: KeptNow): Steps<KeptFrame[]> {
  const channels = new Set<number>();
  for (const kind of KINDS) {
    yield;
    for (const { channelMhz } of kept.stores[kind].frames()) channels.add(channelMhz);
  }
  const byTransmitter = new Map<number, Map<number, KeptFrame>>();
  for (const { kept: it, transmitter } of kept.beside) {
    if (kept.addresses.has(transmitter)) continue;
    const own = byTransmitter.get(transmitter) ?? new Map<number, KeptFrame>();
    byTransmitter.set(transmitter, own.set(it.order, it));
  }
  const all = [...byTransmitter.values()].map((own) => [...own.values()].toSorted((a, b) => a.order - b.order));
  const worth = (frames: readonly KeptFrame[]): number =>
    frames.length + (channels.has(frames[0]?.channelMhz ?? -1) ? EXCERPTS.beside : 0);
  const [best = []] = all.toSorted((a, b) => worth(b) - worth(a));
  return endsFirst(best).slice(0, EXCERPTS.besideOfFile);
}
