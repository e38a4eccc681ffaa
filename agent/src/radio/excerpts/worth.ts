import { readAddress } from "../dot11/address.ts";
import { ADDRESS_2 } from "../dot11/mac-layout.ts";
import type { KeptFrame } from "./kept-figures.ts";

/** Octets up to the end of the transmitter. */
const UP_TO_TRANSMITTER = ADDRESS_2 + 6;

/** Two of the first, then one of the last, and so on: what began counts most, then what goes on, and the middle of a flood is missed least. */
export function endsFirst<T>(frames: readonly T[]): T[] {
  const ordered: T[] = [];
  let [first, last] = [0, frames.length - 1];
  while (first <= last) ordered.push(frames[ordered.length % 3 === 2 ? last-- : first++]!);
  return ordered;
}

/**
 * Two of the first, then one of what lies between, and so on: a line of evidence is come to from the first frame on, and what goes on for hours shows
 * in few.
 */
export function beginningFirst(frames: readonly KeptFrame[]): KeptFrame[] {
  const further = evenlyOfEach(frames);
  const ordered = new Set<KeptFrame>();
  let [first, next] = [0, 0];
  while (ordered.size < frames.length) {
    for (let count = 0; count < 2 && first < frames.length; count++) ordered.add(frames[first++]!);
    while (next < further.length && ordered.has(further[next]!)) next++;
    if (next < further.length) ordered.add(further[next]!);
  }
  return [...ordered];
}

/**
 * Of each transmitter one, then one more, each time in the middle of the longest time without one: of many identities none is missing, and of each
 * what it does over all the time.
 */
export function evenlyOfEach(frames: readonly KeptFrame[]): KeptFrame[] {
  const byTransmitter = new Map<number, KeptFrame[]>();
  for (const it of frames) {
    const transmitter = it.octets.length < UP_TO_TRANSMITTER ? -1 : readAddress(it.octets, ADDRESS_2);
    const own = byTransmitter.get(transmitter);
    if (own === undefined) byTransmitter.set(transmitter, [it]);
    else own.push(it);
  }
  const turns: KeptFrame[][] = [];
  for (const own of byTransmitter.values())
    for (const [turn, it] of spread(own).entries()) (turns[turn] ??= []).push(it);
  return turns.flat();
}

/** By the digits of their places read backwards (van der Corput): any number of the first lies evenly among all. */
function spread(frames: readonly KeptFrame[]): KeptFrame[] {
  const bits = Math.ceil(Math.log2(Math.max(2, frames.length)));
  const spreadOut: KeptFrame[] = [];
  for (let count = 0; count < 2 ** bits; count++) {
    let place = 0;
    for (let bit = 0; bit < bits; bit++) place |= ((count >> bit) & 1) << (bits - 1 - bit);
    const it = frames[place];
    if (it !== undefined) spreadOut.push(it);
  }
  return spreadOut;
}
