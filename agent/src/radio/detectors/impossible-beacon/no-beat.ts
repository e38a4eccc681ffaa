import type { SharedClock } from "../../air/shared-clock.ts";
import type { AccessPoint } from "../../air/access-points.ts";
import type { Frame } from "../../dot11/frame.ts";
import { isOpen } from "../../dot11/capability.ts";
import { identifiesAircraft } from "../../dot11/remote-id.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import { PUBLIC_NETWORKS } from "../../venue/public-networks.ts";
import type { DetectorContext, Observation } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { hasFalseClock, hasFrozenClock, hasNoBeat, type FalseClocks } from "./false-clocks.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";

/** Addresses listed in an observation. */
const LISTED = 16;
const BY_CHANCE = 1.5;

/** What one access point without a beat can be told as. What several of a radio are told as is not explained by what one of them does later. */
export const NO_BEAT_CODES = [
  "no-beat",
  "no-beat-of-a-public-name",
  "no-beat-of-the-venues-name",
  "frozen-clock",
  "frozen-counter",
] as const;

/**
 * Whether a beat explains that none was heard before: a busy channel delays the first beacons of an access point, and not those of minutes.
 * Who is accused can transmit whatever he likes, so what he does afterwards explains nothing.
 */
export const explainsItself = ({ beat }: AccessPoint): boolean =>
  beat?.isKept === true && beat.taken <= IMPOSSIBLE_BEACON.beatExplains;

/**
 * Whether what beacons must keep a beat: it names a network, for Wi-Fi Aware devices beacon without a name and when they like (Wi-Fi Aware
 * 4.0, 9.1), and is no aircraft that identifies itself, for those are programs that say so.
 */
export const mustKeepBeat = ({ name }: AccessPoint, frame: Frame): boolean =>
  name !== NO_NAME && frame.transmitter === frame.bssid && !identifiesAircraft(frame.elements);

/** The same by our clock, where its own is none. */
function comesAtAnyTime({ beat }: AccessPoint): boolean {
  const { beatBeacons, irregular } = IMPOSSIBLE_BEACON;
  return beat !== undefined && beat.arrivals.beacons >= beatBeacons && beat.arrivals.regularity < irregular;
}

/** 10.3.2.14: a transmitter numbers its frames. Zero says nothing: some drivers leave the number of beacons to nobody. */
const hasFrozenCounter = ({ beat }: AccessPoint): boolean =>
  beat !== undefined && !beat.isKept && beat.sameNumber >= IMPOSSIBLE_BEACON.fewBeacons && beat.number > 0;

/** Whether something is to be said of it, or taken back, by this beacon: as soon as it is known, and again so that figures stay fresh. */
export function isBeatNews(known: AccessPoint, { atSeconds, radioClocks }: DetectorContext): boolean {
  const { fewBeacons, beatAgain, radioAgain, networksWithoutBeat } = IMPOSSIBLE_BEACON;
  // A beat that was kept is not followed any more: this is all that most beacons are asked.
  if (known.beatAt !== atSeconds) return false;
  const { bssid, beat } = known;
  if (beat === undefined) return false;
  if (beat.sameStamp >= fewBeacons || beat.sameNumber === fewBeacons || beat.isLeapNews || beat.isStrayNews)
    return true;
  if (beat.isKept || beat.beacons === fewBeacons || beat.beacons % beatAgain === 0) return beat.beacons >= fewBeacons;
  const clock = radioClocks.clockOf(bssid);
  return clock !== undefined && clock.size >= networksWithoutBeat && clock.beacons % radioAgain === 0;
}

/**
 * What follows from the beacons of an access point, as far as the others of its radio and its name say more; nothing where it may keep a beat.
 * @param others whose beats were kept here
 * @param falseClocks those that have no clock at all
 */
export function noBeatOf(
  known: AccessPoint,
  frame: Frame,
  context: DetectorContext,
  others: KeptBeats,
  falseClocks: FalseClocks,
): Observation[] {
  if (hasFalseClock(known.beat)) return ofFalseClock(known, frame, context, others, falseClocks);
  const clock = context.radioClocks.clockOf(known.bssid);
  const radio = clock === undefined ? [] : radioWithoutBeat(clock, context);
  if (radio.length === 0 && !hasNoBeat(known))
    return hasFrozenCounter(known) ? [frozenOf(known, "frozen-counter", frame, context)] : [];
  const alike = others.byTheirClock && others.byOurs ? falseClocks.take(known, frame, context) : [];
  if (isPlayed(alike, falseClocks, context)) return ofMany(alike, "list-without-beat", context);
  if (radio.length > 0) return ofMany(radio, codeOfMany(namesOf(radio).size, others.byTheirClock), context);
  return [ofOne(known, codeOfOne(frame, context), frame, context)];
}

/** Where nobody at all keeps a beat, something is wrong with time stamps as they are heard: of a made or mended recording, say, or of a coarse capture. */
export interface KeptBeats {
  /** Somebody was heard here who keeps the beat of his beacons, by his own clock. */
  byTheirClock: boolean;
  /** And by ours. */
  byOurs: boolean;
}

/** What follows for one whose time stamps are no clock's: then it is our clock that its beacons are held against. */
function ofFalseClock(
  known: AccessPoint,
  frame: Frame,
  context: DetectorContext,
  others: KeptBeats,
  falseClocks: FalseClocks,
): Observation[] {
  // A driver that writes no clock: the radio beacons in time all the same.
  if (known.beat?.isInTimeHere === true) return [];
  const alike = falseClocks.take(known, frame, context);
  if (others.byOurs && isPlayed(alike, falseClocks, context)) return ofMany(alike, "list-without-beat", context);
  const code = codeOfOne(frame, context);
  if (others.byOurs && comesAtAnyTime(known) && code !== "no-beat") return [ofOne(known, code, frame, context)];
  return hasFrozenClock(known.beat) ? [frozenOf(known, "frozen-clock", frame, context)] : [];
}

/** One network without a beat, by whose name it wears. */
function codeOfOne(frame: Frame, context: DetectorContext): EvidenceCode {
  const name = nameOf(frame);
  // Whoever is on the list is not asked for a beat: this is somebody else.
  if (context.venue.networksNamed(name).length > 0) return "no-beat-of-the-venues-name";
  return PUBLIC_NETWORKS.owners.has(name) && isOpen(frame) ? "no-beat-of-a-public-name" : "no-beat";
}

function ofOne(known: AccessPoint, code: EvidenceCode, frame: Frame, context: DetectorContext): Observation {
  const speakable = context.venue.speakableOf(frame);
  return { ...observationOf([known], code, context), names: speakable === undefined ? [] : [speakable] };
}

/** Several networks that a program beacons, and whether their names are those that phones look for. */
function ofMany(them: readonly AccessPoint[], code: EvidenceCode, context: DetectorContext): Observation[] {
  const observation = observationOf(them, code, context);
  return isSought(them, context) || cameWhenAsked(them, context)
    ? [observation, { ...observation, code: "asked-names-without-beat" }]
    : [observation];
}

/** Whether those at one place are a list, whatever their clocks: they are many, or enough that are looked for, or a few of which none has what every access point sends. */
function isPlayed(them: readonly AccessPoint[], falseClocks: FalseClocks, context: DetectorContext): boolean {
  const { listWithoutBeat, networksWithoutBeat } = IMPOSSIBLE_BEACON;
  const names = namesOf(them).size;
  return (
    names >= listWithoutBeat ||
    (names >= networksWithoutBeat && falseClocks.areWithoutTim(them)) ||
    isSought(them, context)
  );
}

/** Whether most of their names are public, or asked for here. */
function isSought(them: readonly AccessPoint[], context: DetectorContext): boolean {
  const { askedNames, askedShare } = IMPOSSIBLE_BEACON;
  const asked = askedOf(them, context);
  return asked >= askedNames && asked >= askedShare * namesOf(them).size;
}

/**
 * Whether each of them was asked for a moment before it was first heard. A network that is there is heard within an interval of listening, so
 * before the question; a few that all come after it were made of it.
 */
function cameWhenAsked(them: readonly AccessPoint[], { askedNames, listenedTime }: DetectorContext): boolean {
  const { networksWithoutBeat, cameSeconds, cameAtMostSeconds } = IMPOSSIBLE_BEACON;
  return (
    namesOf(them).size >= networksWithoutBeat &&
    them.every(({ name, firstAt, channelMhz }) => {
      const since = Math.max(listenedTime.since(channelMhz, cameSeconds, firstAt), firstAt - cameAtMostSeconds);
      return askedNames.wasAskedBetween(name, since, firstAt);
    })
  );
}

function observationOf(them: readonly AccessPoint[], code: EvidenceCode, context: DetectorContext): Observation {
  const addresses = them.map(({ bssid }) => bssid);
  const regularity = them.length === 1 ? (them[0]!.beat?.regularity ?? 0) : commonRegularity(them);
  return {
    code,
    subject: { kind: "transmitter", address: addresses[0]! },
    transmitters: addresses.slice(0, LISTED),
    transmitterCount: addresses.length,
    shownBy: addresses,
    targets: [],
    facts: [
      { name: "beacons-held-against-the-interval", value: Math.round(them.reduce(shownOf, 0)) },
      { name: "regularity-percent", value: Math.round(100 * regularity) },
      { name: "networks-without-beat", value: namesOf(them).size },
      { name: "names-public-or-asked-for", value: askedOf(them, context) },
    ],
    names: [],
  };
}

const namesOf = (them: readonly AccessPoint[]): Set<number> => new Set(them.map(({ name }) => name));

/** How many of their names are public networks' or were asked for here; of one network alone nobody asks. */
function askedOf(them: readonly AccessPoint[], { askedNames }: DetectorContext): number {
  if (them.length === 1) return 0;
  return [...namesOf(them)].filter((it) => PUBLIC_NETWORKS.names.has(it) || askedNames.wasAsked(it)).length;
}

const codeOfMany = (names: number, othersKeepBeats: boolean): EvidenceCode =>
  othersKeepBeats && names >= IMPOSSIBLE_BEACON.listWithoutBeat ? "list-without-beat" : "no-beat-of-one-radio";

/** One access point whose clock, or counter, stands still. */
function frozenOf(known: AccessPoint, code: EvidenceCode, frame: Frame, context: DetectorContext): Observation {
  const { bssid: address, beat } = known;
  const speakable = context.venue.speakableOf(frame);
  return {
    code,
    subject: { kind: "transmitter", address },
    transmitters: [address],
    transmitterCount: 1,
    targets: [],
    facts: [
      {
        name: "beacons-that-did-not-count",
        value: code === "frozen-clock" ? (beat?.sameStamp ?? 0) + 1 : (beat?.sameNumber ?? 0) + 1,
      },
    ],
    names: speakable === undefined ? [] : [speakable],
  };
}

/**
 * Those of a radio's addresses that beacon a name and keep no beat, in the order in which they were met; none when they are fewer than
 * three names. Where all are beaconed by turns each has few beacons, and all together show it as soon as one would by itself.
 */
function radioWithoutBeat({ members }: SharedClock, { accessPoints, venue }: DetectorContext): AccessPoint[] {
  const { networksWithoutBeat, radioBeacons, eachBeacons, irregular } = IMPOSSIBLE_BEACON;
  const named = [...members.keys()].flatMap((address) => {
    const each = accessPoints.get(address);
    return each !== undefined && each.name !== NO_NAME && venue.network(address) === undefined ? [each] : [];
  });
  const isEnough = (them: readonly AccessPoint[]): boolean =>
    new Set(them.map(({ name }) => name)).size >= networksWithoutBeat;
  const each = named.filter(hasNoBeat);
  const all = named.filter(({ beat }) => beat !== undefined && !beat.isKept && beat.beacons >= eachBeacons);
  if (isEnough(all) && all.reduce(beaconsOf, 0) >= radioBeacons && commonRegularity(all) < irregular) return all;
  return isEnough(each) ? each : [];
}

const beaconsOf = (sum: number, { beat }: AccessPoint): number => sum + (beat?.beacons ?? 0);

/** The same, and of a clock that is none those which showed it. */
const shownOf = (sum: number, { beat }: AccessPoint): number =>
  sum + Math.max(beat?.beacons ?? 0, beat?.sameStamp ?? 0, beat?.leaps ?? 0);

/**
 * The regularity of several networks' beats, each by its own phases. Few phases by chance seem regular: n of them, whose regularity is R,
 * have n R² of one on average, and of one and a half where the larger of two is taken, as for doubled phases. That is taken off.
 */
function commonRegularity(them: readonly AccessPoint[]): number {
  let square = 0;
  let weight = 0;
  for (const { beat } of them) {
    if (beat === undefined) continue;
    square += beat.beacons * beat.regularity ** 2 - BY_CHANCE;
    weight += beat.beacons - 1;
  }
  return weight <= 0 ? 1 : Math.sqrt(Math.max(0, square / weight));
}
