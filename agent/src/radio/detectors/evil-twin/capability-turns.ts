import { RankedRecords } from "../../air/ranked-records.ts";
import { TwoLines } from "../../air/two-lines.ts";
import { ELEMENT_HEADER_OCTETS, ElementId } from "../../dot11/elements.ts";
import type { Frame } from "../../dot11/frame.ts";
import { nameOf } from "../../venue/network-name.ts";
import { EVIL_TWIN } from "./figures.ts";

/** Addresses remembered: as many as a venue's list may have. */
const ADDRESSES = 1_024;
/** HT Capabilities (9.4.2.55): the MCS set stands behind three octets. What is before it says how wide and how awake, which changes. */
const MCS_START = 3;
const MCS_END = 19;
/** ID extensions of HE and EHT Capabilities. */
const HE_CAPABILITIES = 35;
const EHT_CAPABILITIES = 108;
/** FNV-1a, 32 bits. */
const FNV_START = 0x811c_9dc5;
const FNV_PRIME = 0x0100_0193;

interface Heard {
  name: number;
  readonly capabilities: TwoLines;
}

/**
 * What the beacons of listed addresses say that their radio can do, and whether that changes back and forth. What an access point can do is
 * its hardware's and its firmware's: an update, or a setting, changes it once, and most need a restart. What changes of itself (traffic,
 * load, the channel and its width, a switch to come, quiet times, WPS) is not looked at.
 */
export class CapabilityTurns {
  readonly #heard = new RankedRecords<Heard>({ capacity: ADDRESSES, make: emptyHeard });

  /** Takes a beacon of a listed address; how often it came back to what it had said before, 0 where that is not often enough. */
  hear(frame: Frame, atSeconds: number): number {
    const name = nameOf(frame);
    let heard = this.#heard.get(frame.bssid);
    // Old access points have several names on one address, each with its own setting.
    if (heard?.name !== name) {
      heard ??= this.#heard.meet(frame.bssid);
      heard.name = name;
      heard.capabilities.clear();
    }
    this.#heard.renew(frame.bssid);
    heard.capabilities.take(capabilitiesOf(frame), atSeconds);
    const { returns } = heard.capabilities;
    const { changes, changesSeconds } = EVIL_TWIN;
    if (returns.latest !== atSeconds || !returns.happened(changes, changesSeconds, atSeconds)) return 0;
    let times = changes;
    while (times < MOST_RETURNS && returns.happened(times + 1, changesSeconds, atSeconds)) times++;
    return times;
  }

  get forgotten(): number {
    return this.#heard.forgotten;
  }
}

/** As many returns as two lines remember. */
const MOST_RETURNS = 16;

/** A number for what a radio can do: its rates, its MCS set, and which generations of the standard it knows. */
export function capabilitiesOf({ elements }: Frame): number {
  let hash = FNV_START;
  for (let at = 0; at + ELEMENT_HEADER_OCTETS <= elements.length; at += ELEMENT_HEADER_OCTETS + elements[at + 1]!) {
    const id = elements[at]!;
    const start = at + ELEMENT_HEADER_OCTETS;
    const end = start + elements[at + 1]!;
    if (end > elements.length) break;
    if (id === ElementId.SupportedRates || id === ElementId.ExtendedSupportedRates) hash = mix(hash, elements, at, end);
    else if (id === ElementId.HtCapabilities)
      hash = mix(hash, elements, start + MCS_START, Math.min(end, start + MCS_END));
    else if (id === ElementId.VhtCapabilities) hash = mix(hash, elements, at, at + 1);
    else if (id === ElementId.Extension && start < end) {
      const extension = elements[start]!;
      if (extension === HE_CAPABILITIES || extension === EHT_CAPABILITIES) hash = mix(hash, elements, start, start + 1);
    }
  }
  return hash >>> 0;
}

function mix(hash: number, octets: Uint8Array, from: number, to: number): number {
  let mixed = hash;
  for (let at = from; at < to; at++) mixed = Math.imul(mixed ^ octets[at]!, FNV_PRIME);
  return mixed;
}

function emptyHeard(): Heard {
  return { name: -1, capabilities: new TwoLines(EVIL_TWIN.windowSeconds, (before, after) => before === after) };
}
