import type { SharedClock } from "../../air/shared-clock.ts";
import type { AccessPoint } from "../../air/access-points.ts";
import type { Frame } from "../../dot11/frame.ts";
import { isOpen } from "../../dot11/capability.ts";
import { identifiesAircraft } from "../../dot11/remote-id.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import { PUBLIC_NETWORKS } from "../../venue/public-networks.ts";
import type { DetectorContext, Observation } from "../detector.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";

/** Addresses listed in an observation. */
const LISTED = 16;

/** What an access point without a beat can be told as. */
export const NO_BEAT_CODES = ["no-beat", "no-beat-of-one-radio", "no-beat-of-a-public-name"] as const;

/**
 * Whether what beacons must keep a beat: it names a network, for Wi-Fi Aware devices beacon without a name and when they like (Wi-Fi Aware
 * 4.0, 9.1), and is no aircraft that identifies itself, for those are programs that say so.
 */
export const mustKeepBeat = ({ name }: AccessPoint, frame: Frame): boolean =>
  name !== NO_NAME && frame.transmitter === frame.bssid && !identifiesAircraft(frame.elements);

/** Whether an access point's beacons were held against its interval for long enough, and are at any time. */
export function hasNoBeat({ beat }: AccessPoint): boolean {
  return (
    beat !== undefined &&
    beat.beacons >= IMPOSSIBLE_BEACON.beatBeacons &&
    beat.regularity < IMPOSSIBLE_BEACON.irregular &&
    beat.peak < IMPOSSIBLE_BEACON.peak
  );
}

/** Whether something is to be said of it, or taken back, by this beacon: as soon as it is known, and again so that figures stay fresh. */
export function isBeatNews({ beat }: AccessPoint, { atSeconds }: DetectorContext): boolean {
  if (beat === undefined || beat.at !== atSeconds || beat.beacons < IMPOSSIBLE_BEACON.beatBeacons) return false;
  return beat.isKept || beat.beacons % IMPOSSIBLE_BEACON.beatAgain === 0;
}

/** What follows from an access point without a beat, as far as the others of its radio and its name say more. */
export function noBeatOf(known: AccessPoint, frame: Frame, context: DetectorContext): Observation {
  const clock = context.radioClocks.clockOf(known.bssid);
  const others = clock === undefined ? [] : ofOneRadio(clock, context);
  const names = new Set(others.map(({ name }) => name)).size;
  const isMany = names >= IMPOSSIBLE_BEACON.networksWithoutBeat;
  const addresses = isMany ? others.map(({ bssid }) => bssid) : [known.bssid];
  const speakable = context.venue.speakableOf(frame);
  return {
    code: isMany ? "no-beat-of-one-radio" : isOpenAndPublic(frame, context) ? "no-beat-of-a-public-name" : "no-beat",
    subject: { kind: "transmitter", address: addresses[0]! },
    transmitters: addresses.slice(0, LISTED),
    transmitterCount: addresses.length,
    targets: [],
    facts: [
      { name: "beacons-held-against-the-interval", value: known.beat?.beacons ?? 0 },
      { name: "regularity-percent", value: Math.round(100 * (known.beat?.regularity ?? 0)) },
      { name: "networks-without-beat", value: isMany ? names : 1 },
    ],
    names: speakable === undefined || isMany ? [] : [speakable],
  };
}

/** Those of a radio's addresses that beacon a name and keep no beat, in the order in which they were met. */
function ofOneRadio({ members }: SharedClock, { accessPoints, venue }: DetectorContext): AccessPoint[] {
  return [...members.keys()].flatMap((address) => {
    const each = accessPoints.get(address);
    return each !== undefined && each.name !== NO_NAME && hasNoBeat(each) && venue.network(address) === undefined
      ? [each]
      : [];
  });
}

/** A network of an operator or a chain, open as theirs are, and not the venue's. */
function isOpenAndPublic(frame: Frame, { venue }: DetectorContext): boolean {
  const name = nameOf(frame);
  return PUBLIC_NETWORKS.owners.has(name) && isOpen(frame) && venue.networksNamed(name).length === 0;
}
