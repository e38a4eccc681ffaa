import { isGroup } from "../../dot11/address.ts";
import { ElementId, hasElement } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";

const ELEMENTS_OF_NOTHING = 1;
const ELEMENTS_OF_LITTLE = IMPOSSIBLE_BEACON.elementsOfLittle;
const YOUNG_MICROSECONDS = IMPOSSIBLE_BEACON.youngSeconds * 1e6;
/** Capability Information, 9.4.1.4: ESS (an access point) and IBSS (no access point, needs no TIM). */
const CAPABILITY_ESS = 0b01;
const CAPABILITY_IBSS = 0b10;
/** Octets in which damage makes a transmitter differ from its BSSID, at most; independent addresses differ in nearly all of six. */
const DAMAGED = 3;
/**
 * Why a beacon may be invented: a group address; something that no access point sends; few elements and a clock that has only just
 * started; few elements. The last two are asked to be gone as well.
 */
export type Oddity = "group" | "impossible" | "thin" | "poor";

/** What is odd about a beacon by itself; undefined when an access point may have sent it. */
export function oddityOf(frame: Frame): Oddity | undefined {
  const { transmitter, bssid } = frame;
  const mayBeDamaged =
    frame.fcsFlagBad !== false && transmitter !== bssid && octetsApart(transmitter, bssid) <= DAMAGED;
  if (isGroup(transmitter) || isGroup(bssid)) return mayBeDamaged ? undefined : "group";
  // Who names no network invents none: Wi-Fi Aware devices find each other by beacons without an SSID (Wi-Fi Aware 4.0, 9.1).
  if (!hasElement(frame.elements, ElementId.Ssid)) return undefined;
  if (lacksTim(frame) || (!mayBeDamaged && isSplit(frame))) return "impossible";
  if (frame.elementCount > ELEMENTS_OF_LITTLE) return undefined;
  if (!isYoung(frame)) return "poor";
  return frame.elementCount <= IMPOSSIBLE_BEACON.elementsOfLeast && !isIbss(frame) ? "impossible" : "thin";
}

/** 9.4.1.4: an IBSS, as stations without an access point form one, sets its bit and not the ESS bit. */
function isIbss({ capability }: Frame): boolean {
  return (capability & CAPABILITY_IBSS) !== 0 && (capability & CAPABILITY_ESS) === 0;
}

function octetsApart(one: number, other: number): number {
  let count = 0;
  for (
    let left = one, right = other;
    left > 0 || right > 0;
    left = Math.floor(left / 256), right = Math.floor(right / 256)
  )
    if (left % 256 !== right % 256) count++;
  return count;
}

/** 9.3.3.2: a beacon of an access point or a mesh station carries a TIM, one of an IBSS need not. */
export function lacksTim(frame: Frame): boolean {
  if (frame.elementCount <= ELEMENTS_OF_NOTHING) return true;
  return !isIbss(frame) && frame.elementCount <= ELEMENTS_OF_LITTLE && !hasElement(frame.elements, ElementId.Tim);
}

/** 9.3.3.1: a beacon's transmitter is its BSSID, but in an IBSS. Two addresses in a poor frame are no damage but carelessness. */
function isSplit(frame: Frame): boolean {
  return !isIbss(frame) && frame.transmitter !== frame.bssid && frame.elementCount <= ELEMENTS_OF_LITTLE;
}

/** A clock that has only just started, or was never set. */
function isYoung(frame: Frame): boolean {
  return frame.hasTsf && frame.tsfHigh === 0 && frame.tsfLow >>> 0 < YOUNG_MICROSECONDS;
}
