import { ELEMENT_HEADER_OCTETS, ElementId, SSID_MAX_OCTETS } from "./elements.ts";
import type { ParsedFrame } from "./parsed-frame.ts";

/** Channel switch announcement (9.4.2.17): mode, new channel, count; the extended one (9.4.2.51) has an operating class behind the mode. */
export const SWITCH_OCTETS = 3;

/** `at`: where the new channel stands, the count behind it. */
export function readSwitch(octets: Uint8Array, at: number, frame: ParsedFrame): void {
  frame.switchChannel = octets[at]!;
  frame.switchCount = octets[at + 1]!;
}

/** Elements that a judge asks for first: bits by their ID, which are all below 32. RSN has a higher one, and is told apart. */
const NEEDED =
  (1 << ElementId.Ssid) | (1 << ElementId.SupportedRates) | (1 << ElementId.DsParameterSet) | (1 << ElementId.Tim);
/** IDs below 31, as bits: all that a number says without its sign. */
const LOW_IDS = 0x7fff_ffff;
/** Longest remainder that is taken for stray octets: an FCS (4), padding to 32 bits (3), a MIC (8). What is longer was an element. */
const STRAY_OCTETS = 8;

/** By ID, whether the walk stops to look: at the name, the channel, and the announcements of another. One look for all that it passes by. */
const IS_READ = new Uint8Array(256);
for (const id of [
  ElementId.Ssid,
  ElementId.DsParameterSet,
  ElementId.ChannelSwitch,
  ElementId.ExtendedChannelSwitch,
  ElementId.HtOperation,
])
  IS_READ[id] = 1;

/**
 * One walk for what every detector asks: which elements there are and how many, what is behind the last, the first SSID, the channel. It only
 * notes where they stand, and reads them behind the loop: a loop that writes nothing is compiled to half the time, and somebody may send a
 * thousand elements in each frame.
 */
export function walkElements(octets: Uint8Array, frame: ParsedFrame): void {
  const { end } = frame;
  let at = frame.elementsStart;
  let count = 0;
  let ssidAt = -1;
  let dsAt = -1;
  let htAt = -1;
  /** Where the new channel of a switch stands. */
  let switchAt = -1;
  /** IDs below 32 that were there whole. */
  let seen = 0;
  while (at + ELEMENT_HEADER_OCTETS <= end) {
    const information = at + ELEMENT_HEADER_OCTETS;
    const next = information + octets[at + 1]!;
    if (next > end) break;
    const id = octets[at]!;
    if (id < 32) seen |= 1 << id;
    if (IS_READ[id] !== 0) {
      const length = next - information;
      if (id === ElementId.Ssid) {
        if (ssidAt < 0) ssidAt = information;
      } else if (id === ElementId.DsParameterSet) {
        if (length > 0) dsAt = information;
      } else if (id === ElementId.HtOperation) {
        if (length > 0) htAt = information;
      } else if (id === ElementId.ChannelSwitch) {
        if (length === SWITCH_OCTETS) switchAt = information + 1;
      } else if (length === SWITCH_OCTETS + 1) switchAt = information + 2;
    }
    at = next === information ? pastRepeated(octets, next, end, id) : next;
    count += 1 + ((at - next) >> 1);
  }
  // A longer one is no SSID by the standard, and every consumer counts on 32 octets.
  if (ssidAt >= 0 && octets[ssidAt - 1]! <= SSID_MAX_OCTETS) {
    frame.ssidStart = ssidAt;
    frame.ssidLength = octets[ssidAt - 1]!;
  }
  if (switchAt >= 0) readSwitch(octets, switchAt, frame);
  if (dsAt >= 0) frame.advertisedChannel = octets[dsAt]!;
  else if (htAt >= 0) frame.advertisedChannel = octets[htAt]!;
  frame.hasElements = true;
  frame.elementCount = count;
  frame.lowElements = seen & LOW_IDS;
  if (at === end) return;
  frame.elementsRemainder = end - at;
  const hasLength = end - at >= ELEMENT_HEADER_OCTETS;
  const cut = octets[at]! < 31 ? 1 << octets[at]! : 0;
  if (hasLength) frame.lowElements |= cut;
  frame.elementsCut = end - at > STRAY_OCTETS || (hasLength && (NEEDED & ~seen & cut) !== 0);
}

/** Behind an empty element: where those end that are the same once more, which say nothing new. Each has two octets. */
function pastRepeated(octets: Uint8Array, from: number, end: number, id: number): number {
  let at = from;
  while (at + ELEMENT_HEADER_OCTETS <= end && octets[at] === id && octets[at + 1] === 0) at += ELEMENT_HEADER_OCTETS;
  return at;
}
