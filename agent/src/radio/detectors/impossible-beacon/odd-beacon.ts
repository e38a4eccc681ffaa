import { isGroup } from "../../dot11/address.ts";
import { onesIn } from "../../dot11/bits.ts";
import { hasLowElement } from "../../dot11/element-form.ts";
import { ELEMENT_HEADER_OCTETS, ElementId } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { identifiesAircraft } from "../../dot11/remote-id.ts";
import { tsfSeconds } from "../../air/clock-line.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";

const ELEMENTS_OF_NOTHING = 1;
const ELEMENTS_OF_LITTLE = IMPOSSIBLE_BEACON.elementsOfLittle;
/** Capability Information, 9.4.1.4: ESS (an access point) and IBSS (no access point, needs no TIM). */
const CAPABILITY_ESS = 0b01;
const CAPABILITY_IBSS = 0b10;
/**
 * Why a beacon may be invented: a group address; something that no access point sends; few elements and a clock that has only just
 * started; a clock that has only just started, and the elements were cut off; few elements. The last three are asked to be gone as well.
 * A rich one has nothing odd about it, but that many like it are gone.
 */
export type Oddity = "group" | "impossible" | "thin" | "started" | "poor" | "rich";

/**
 * What is odd about a beacon by itself; undefined when an access point may have sent it. `wereExchanged`: addresses of this recording are
 * numbers by chance, and a group bit means nothing.
 */
export function oddityOf(frame: Frame, wereExchanged = false): Oddity | undefined {
  const { transmitter, bssid } = frame;
  if (!wereExchanged && (isGroup(transmitter) || isGroup(bssid))) return "group";
  // Of a cut frame nobody knows what was behind.
  if (frame.elementsCut && frame.elementsStart >= frame.end) return isYoung(frame) ? "started" : undefined;
  // Who names no network invents none: Wi-Fi Aware devices find each other by beacons without an SSID (Wi-Fi Aware 4.0, 9.1).
  if (!hasLowElement(frame, ElementId.Ssid)) return undefined;
  if (frame.elementsCut) return isYoung(frame) ? "started" : undefined;
  const withoutTim = lacksTim(frame);
  const isAircraft = withoutTim && identifiesAircraft(frame.elements);
  if ((withoutTim && !isAircraft) || isSplit(frame)) return "impossible";
  if (frame.elementCount > ELEMENTS_OF_LITTLE) return undefined;
  return isYoung(frame) ? "thin" : "poor";
}

/** Whether a beacon has no more than it must have. */
export const hasLeast = (frame: Frame): boolean => frame.elementCount <= IMPOSSIBLE_BEACON.elementsOfLeast;

/** 9.4.1.4: an IBSS, as stations without an access point form one, sets its bit and not the ESS bit. */
function isIbss({ capability }: Frame): boolean {
  return (capability & CAPABILITY_IBSS) !== 0 && (capability & CAPABILITY_ESS) === 0;
}

/** The address that names the network which a beacon tells of: in an IBSS its stations beacon by turns, each as the transmitter (11.1.3.5). */
export const networkOf = (frame: Frame): number => (isIbss(frame) ? frame.bssid : frame.transmitter);

/** 9.3.3.2: a beacon of an access point or a mesh station carries a TIM, one of an IBSS need not. */
export function lacksTim(frame: Frame): boolean {
  if (frame.elementsCut) return false;
  if (frame.elementCount <= ELEMENTS_OF_NOTHING) return true;
  if (isIbss(frame) || frame.elementCount > ELEMENTS_OF_LITTLE || hasLowElement(frame, ElementId.Tim)) return false;
  return !frame.mayBeDamaged || !hasDamagedTim(frame.elements);
}

/** Whether, in the place of the TIM behind the channel, stands an element whose ID differs from a TIM's by one bit: a bit was hit there. */
function hasDamagedTim(elements: Uint8Array): boolean {
  let before = -1;
  for (let at = 0; at + 1 < elements.length; at += ELEMENT_HEADER_OCTETS + elements[at + 1]!) {
    const id = elements[at]!;
    if (before === ElementId.DsParameterSet) return id !== ElementId.Country && onesIn(id ^ ElementId.Tim) === 1;
    before = id;
  }
  return false;
}

/** 9.3.3.1: a beacon's transmitter is its BSSID, but in an IBSS. Two addresses in a poor frame are no damage but carelessness. */
function isSplit(frame: Frame): boolean {
  return !isIbss(frame) && frame.transmitter !== frame.bssid && frame.elementCount <= ELEMENTS_OF_LITTLE;
}

/** A clock that has only just started, or was never set. */
function isYoung(frame: Frame): boolean {
  return frame.hasTsf && tsfSeconds(frame) < IMPOSSIBLE_BEACON.youngSeconds;
}
