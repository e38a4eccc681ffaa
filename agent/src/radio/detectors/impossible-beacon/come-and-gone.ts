import type { AccessPoint } from "../../air/access-points.ts";
import { isFromNextChannel } from "../../air/own-channel.ts";
import { RankedRecords } from "../../air/ranked-records.ts";
import { phaseOf } from "../../air/clock-line.ts";
import type { Frame } from "../../dot11/frame.ts";
import { nameOf, NO_NAME } from "../../venue/network-name.ts";
import { PUBLIC_NETWORKS } from "../../venue/public-networks.ts";
import type { DetectorContext, Observation } from "../detector.ts";
import type { EvidenceCode } from "../weights.ts";
import { IMPOSSIBLE_BEACON } from "./figures.ts";
import { Flood } from "./flood.ts";
import { beginInvented, heardAgain, isThrownAway, KeptInvented, roomForInvented } from "./invented.ts";
import { addressesOf, OneRadio } from "./one-radio.ts";

/** Bound: the latest so many are remembered, of each second a few, so that those of a whole minute have room however fast they come. */
const PASSERS = 2_048;
const TAKEN_A_SECOND = 32;
/** Number that their sender is told under: apart from those of inventors of poor beacons. */
const SENDER = 8;
/** Levels of one radio at one place lie in so many decibels. */
const WINDOW_DB = 10;

/** An access point as any other, by its beacon, that was heard a time or two. */
class Passer extends KeptInvented {
  /** The loudest of its beacons; NaN where the radio did not say. */
  levelDbm = Number.NaN;
  name = NO_NAME;
  /** Where in its interval the first beacon was sent, by its time stamp, as a point on a circle; NaN where it announces none. */
  cosine = Number.NaN;
  sine = Number.NaN;
}

/**
 * Networks whose beacons have all that an access point's have, and that are heard for a moment and never again. A few such are cars and
 * phones, and at the edge of what a radio hears there may be hundreds. Dozens a minute are a program's where two things are so. They are
 * one radio's by clock or counter, or arrive from one place, and so loud that an access point would be heard ten times a second. And their
 * time stamps are no access points': these send a beacon when their clock is a multiple of the interval (11.1.3.2), each by its own clock,
 * so that of the first beacons of 335 recorded access points 94 % lay there.
 */
export class ComeAndGone {
  readonly #passers: RankedRecords<Passer>;
  readonly #oneRadio = new OneRadio();
  readonly #flood = new Flood();
  #second = Number.NaN;
  #taken = 0;

  /** `seed`: any number; it keeps apart what would be hashed alike on purpose. */
  constructor(seed = 0) {
    const room = roomForInvented(PASSERS);
    let made = 0;
    const make = (): Passer => new Passer(made++, room);
    this.#passers = new RankedRecords({ capacity: PASSERS, make, seed });
  }

  /** Remembered addresses that had to make room, since the start. */
  get forgotten(): number {
    return this.#passers.forgotten;
  }

  /** Takes one of the first beacons of an address, in which nothing is odd. */
  hear(frame: Frame, known: AccessPoint | undefined, context: DetectorContext): void {
    const it = this.#passers.get(frame.bssid);
    if (it !== undefined) return heardMore(it, frame, context);
    // Who was heard before it was taken is no news; of more than are taken in a second, those taken stand for the others.
    if ((known?.beacons ?? 0) > 1 || nameOf(frame) === NO_NAME || !this.#hasRoomInSecond(context.atSeconds)) return;
    const passer = this.#passers.meet(frame.bssid);
    beginInvented(passer, frame, "rich", SENDER, context);
    passer.isClockFalse = false;
    passer.levelDbm = levelOf(frame);
    passer.name = nameOf(frame);
    const phase = 2 * Math.PI * phaseOf(frame);
    passer.cosine = Math.cos(phase);
    passer.sine = Math.sin(phase);
    this.#oneRadio.add(passer);
  }

  /** The address is heard again and again: an access point. */
  stays(address: number): void {
    this.#passers.delete(address);
  }

  /** What those of the last minute come to; nothing where they may be passers-by. */
  judge(context: DetectorContext): (Omit<Observation, "code"> & { code: EvidenceCode })[] {
    const { windowSeconds, comeAndGone, soughtNames } = IMPOSSIBLE_BEACON;
    const { atSeconds, askedNames } = context;
    this.#passers.expire((it) => Math.abs(atSeconds - it.at) > windowSeconds);
    if (this.#passers.size < comeAndGone) {
      if (this.#passers.size === 0) this.#oneRadio.clear();
      return [];
    }
    const gone: Passer[] = [];
    this.#passers.each((it) => {
      if (isThrownAway(it, context)) gone.push(it);
    });
    const accused = ofOneSender(gone);
    if (accused.length === 0) return [];
    this.#flood.soughtNames.clear();
    for (const { name } of accused)
      if (PUBLIC_NETWORKS.names.has(name) || askedNames.wasAsked(name)) this.#flood.soughtNames.add(name);
    const observation = this.#flood.observation(SENDER, accused);
    const told = [{ code: "throw-away-bssids" as EvidenceCode, ...observation }];
    if (this.#flood.soughtNames.size >= soughtNames) told.push({ code: "sought-names", ...observation });
    return told;
  }

  #hasRoomInSecond(atSeconds: number): boolean {
    const second = Math.floor(atSeconds);
    if (second !== this.#second) {
      this.#second = second;
      this.#taken = 0;
    }
    return ++this.#taken <= TAKEN_A_SECOND;
  }
}

/** On the next channels a radio reads a level that says nothing of how far its sender is. */
const levelOf = (frame: Frame): number => (isFromNextChannel(frame) ? Number.NaN : frame.rssiDbm);

function heardMore(it: Passer, frame: Frame, context: DetectorContext): void {
  heardAgain(it, frame, context);
  const levelDbm = levelOf(frame);
  if (!(levelDbm <= it.levelDbm)) it.levelDbm = levelDbm;
}

/** Those that one sender invented; none where they may be passers-by. */
function ofOneSender(gone: readonly Passer[]): readonly Passer[] {
  const ofOneRadio = gone.filter(({ radio }) => addressesOf(radio) >= IMPOSSIBLE_BEACON.namesOfRadio);
  return [ofOneRadio, atOnePlace(gone)].find(areWritten) ?? [];
}

/** Those that were loud, where most of these arrive at one level. */
function atOnePlace(gone: readonly Passer[]): readonly Passer[] {
  const { oneLevelShare, loudDbm } = IMPOSSIBLE_BEACON;
  const loud = gone.filter(({ levelDbm }) => levelDbm >= loudDbm).toSorted((a, b) => a.levelDbm - b.levelDbm);
  let best: readonly Passer[] = [];
  for (let from = 0, to = 0; from < loud.length; from++) {
    while (to < loud.length && loud[to]!.levelDbm - loud[from]!.levelDbm < WINDOW_DB) to++;
    if (to - from > best.length) best = loud.slice(from, to);
  }
  return best.length >= oneLevelShare * loud.length ? best : [];
}

/** Whether a program wrote the time stamps of so many: they were sent at any time of the interval, or their clocks have only just started. */
function areWritten(them: readonly Passer[]): boolean {
  const { comeAndGone, irregular, youngSeconds, oneLevelShare } = IMPOSSIBLE_BEACON;
  if (them.length < comeAndGone) return false;
  const young = them.filter(({ tsfSeconds }) => tsfSeconds < youngSeconds).length;
  return young >= oneLevelShare * them.length || (regularity(them, 1) < irregular && regularity(them, 2) < irregular);
}

/** Mean resultant length of the phases, or of what is twice each: near 1 when all are alike, near 0 when they are any. */
function regularity(them: readonly Passer[], times: 1 | 2): number {
  let [cosines, sines, count] = [0, 0, 0];
  for (const { cosine, sine } of them) {
    if (Number.isNaN(cosine)) continue;
    cosines += times === 1 ? cosine : cosine * cosine - sine * sine;
    sines += times === 1 ? sine : 2 * cosine * sine;
    count++;
  }
  return count === 0 ? 0 : Math.hypot(cosines, sines) / count;
}
