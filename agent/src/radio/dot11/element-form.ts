import type { Frame } from "./frame.ts";
import { ELEMENT_HEADER_OCTETS, ElementId, SSID_MAX_OCTETS } from "./elements.ts";

/** Fewest and most octets of information by Element ID, of those that beacons carry (9.4.2); an ID that is not here may have any length. */
const LENGTHS: ReadonlyMap<number, readonly [fewest: number, most: number]> = new Map([
  [ElementId.Ssid, [0, SSID_MAX_OCTETS]],
  // Eight by the standard; old drivers put all rates into one element.
  [ElementId.SupportedRates, [1, 16]],
  [2, [5, 5]],
  [ElementId.DsParameterSet, [1, 1]],
  [4, [6, 6]],
  [ElementId.Tim, [4, 254]],
  [6, [2, 2]],
  [ElementId.Country, [6, 254]],
  [32, [1, 1]],
  [33, [2, 2]],
  [35, [2, 2]],
  [37, [3, 3]],
  [42, [1, 1]],
  [ElementId.HtCapabilities, [26, 26]],
  [ElementId.Rsn, [2, 254]],
  [ElementId.ExtendedSupportedRates, [1, 255]],
  [ElementId.HtOperation, [22, 22]],
  [ElementId.VhtCapabilities, [12, 12]],
  [192, [5, 5]],
  [ElementId.VendorSpecific, [3, 255]],
  [ElementId.Extension, [1, 255]],
]);

const FEWEST = new Uint8Array(256);
const MOST = new Uint8Array(256).fill(255);
for (const [id, [fewest, most]] of LENGTHS) {
  FEWEST[id] = fewest;
  MOST[id] = most;
}

/**
 * Whether the elements of a beacon or probe response, as far as they are whole, are as a transmitter writes them: the SSID first (9.3.3.2),
 * each of a length that its ID allows. Where one length octet was hit on air, what follows is read at the wrong place, and hardly ever fits.
 * Where the snap length left none, nothing contradicts. It is looked at once a frame, however many ask.
 */
export function hasFittingElements(frame: Frame): boolean {
  if (frame.elementsFit < 0) frame.elementsFit = fits(frame) ? 1 : 0;
  return frame.elementsFit === 1;
}

function fits({ captured, elementsStart, end }: Frame): boolean {
  if (elementsStart < end && captured[elementsStart] !== ElementId.Ssid) return false;
  let at = elementsStart;
  while (at + ELEMENT_HEADER_OCTETS <= end) {
    const id = captured[at]!;
    const length = captured[at + 1]!;
    const next = at + ELEMENT_HEADER_OCTETS + length;
    if (next > end) break;
    if (length < FEWEST[id]! || length > MOST[id]!) return false;
    at = next;
  }
  return true;
}

/** Whether the SSID is whole, and the rates follow, which come second (9.3.3.2): so much of a frame that was cut shows that the name was read right. */
export function hasRatesBehindName({ captured, elementsStart, end }: Frame): boolean {
  if (elementsStart + 1 >= end || captured[elementsStart] !== ElementId.Ssid) return false;
  const second = elementsStart + ELEMENT_HEADER_OCTETS + captured[elementsStart + 1]!;
  return second < end && captured[second] === ElementId.SupportedRates;
}

/** Whether an element with this ID, which is below 31, is among the elements, a last one that was cut included. */
export function hasLowElement({ lowElements }: Frame, id: number): boolean {
  return (lowElements & (1 << id)) !== 0;
}
