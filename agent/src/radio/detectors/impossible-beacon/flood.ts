import type { Frame } from "../../dot11/frame.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import type { DetectorContext, Observation } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";
import { isConclusive, isSuspicious, type Invented } from "./invented.ts";
import type { Oddity } from "./odd-beacon.ts";

/** Bounds: names remembered of a flood, and addresses and names told. */
const NAMES = 2_048;
const NAMED = 16;
/** Addresses whose frames stand behind it: more than show it. */
const SHOWN = 128;

/** What is known of one inventor's flood, beside its addresses. */
export class Flood {
  /** Addresses that it was found to have invented. */
  total = 0;
  groupFrames = 0;
  groupBssids = 0;
  readonly soughtNames = new Set<number>();
  readonly speakable = new Set<string>();
  /** Addresses that are told, those that were found first: the same whenever the flood is looked at. */
  #told: number[] = [];

  /** Takes an odd beacon. */
  hear(oddity: Oddity, frame: Frame, context: DetectorContext): void {
    if (oddity === "group") this.groupFrames++;
    const name = nameOf(frame);
    if (name === NO_NAME || this.soughtNames.size >= NAMES) return;
    const speakable = context.venue.speakableOf(frame);
    if (speakable !== undefined && this.speakable.size < NAMED) this.speakable.add(speakable);
    if (speakable !== undefined || context.askedNames.wasAsked(name)) this.soughtNames.add(name);
  }

  /**
   * What addresses of the last minute that were thrown away come to, once they are laid to this inventor. `isHeld`: an address is still
   * taken for invented.
   */
  observation(
    number: number,
    accused: readonly Invented[],
    isHeld: (address: number) => boolean = () => true,
  ): Omit<Observation, "code"> {
    let first = Infinity;
    let last = -Infinity;
    let withoutTim = 0;
    for (const it of accused) {
      if (!it.isCounted) this.total++;
      it.isCounted = true;
      first = Math.min(first, it.at);
      last = Math.max(last, it.at);
      if (it.withoutTim) withoutTim++;
    }
    this.#told = this.#told.filter(isHeld);
    for (const { address } of firstOf(accused))
      if (this.#told.length < NAMED && !this.#told.includes(address)) this.#told.push(address);
    return {
      subject: { kind: "inventor", number },
      transmitters: [...this.#told],
      transmitterCount: Math.max(this.total, accused.length),
      shownBy: accused.slice(0, SHOWN).map(({ address }) => address),
      targets: [],
      facts: [
        { name: "bssids-in-one-minute", value: accused.length },
        { name: "seconds-between-first-and-last", value: Math.round((last - first) * 10) / 10 },
        { name: "group-bit-bssids", value: this.groupBssids },
        { name: "bssids-without-tim", value: withoutTim },
        { name: "names-public-or-asked-for", value: this.soughtNames.size },
      ],
      names: [...this.speakable],
    };
  }
}

/** Those that were heard first, as many as are told, in that order. A flood has thousands: they are not sorted for the sake of a few. */
function firstOf(accused: readonly Invented[]): Invented[] {
  const first: Invented[] = [];
  for (const it of accused) {
    let place = first.length;
    while (place > 0 && first[place - 1]!.firstAt > it.firstAt) place--;
    if (place === NAMED) continue;
    first.splice(place, 0, it);
    if (first.length > NAMED) first.pop();
  }
  return first;
}

/** What may be said of addresses that were thrown away within a minute. */
export function codesOf(recent: readonly Invented[], floods: readonly Flood[]): EvidenceCode[] {
  const codes: EvidenceCode[] = [];
  const ofGroups = recent.filter((it) => it.oddity === "group");
  const groups = ofGroups.length;
  // Damage leaves such an address now and then: where it is not excluded, it takes twice as many.
  const surely = groups - ofGroups.filter((it) => it.mayBeDamaged).length / 2;
  const groupFrames = floods.reduce((sum, it) => sum + it.groupFrames, 0);
  if (surely >= IMPOSSIBLE_BEACON.groupBssids || (groups === 1 && groupFrames >= IMPOSSIBLE_BEACON.groupFrames))
    codes.push("group-bit-bssids");
  else if (groups >= 1) codes.push("group-bit-bssid");
  if (isThrowing(recent)) codes.push("throw-away-bssids");
  if (isFlood(codes) && floods.some((it) => it.soughtNames.size >= IMPOSSIBLE_BEACON.soughtNames))
    codes.push("sought-names");
  return codes;
}

/** Whether what is said amounts to a flood, and not to one odd address. */
export function isFlood(codes: readonly EvidenceCode[]): boolean {
  return codes.some((code) => code !== "group-bit-bssid");
}

/** Those of the addresses that are accused: the weaker the oddity, the more of them it takes. */
export function accusedOf(recent: readonly Invented[]): readonly Invented[] {
  if (recent.length >= IMPOSSIBLE_BEACON.poorApart) return recent;
  const suspicious = recent.filter(isSuspicious);
  return suspicious.length >= IMPOSSIBLE_BEACON.poor ? suspicious : suspicious.filter(isConclusive);
}

function isThrowing(recent: readonly Invented[]): boolean {
  return (
    recent.length >= IMPOSSIBLE_BEACON.poorApart ||
    recent.filter(isConclusive).length >= IMPOSSIBLE_BEACON.throwAway ||
    recent.filter(isSuspicious).length >= IMPOSSIBLE_BEACON.poor
  );
}
