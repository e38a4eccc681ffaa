import type { Frame } from "../../dot11/frame.ts";

/** Inventors told apart at once. */
const INVENTORS = 4;
/** A transmitter's level at one place varies by some decibels, with people in the way by more; two are told apart beyond this. */
const APART_DB = 12;
/** Weight of a new level in the running mean. */
const LEVEL_SHARE = 0.1;
/** 9.2.4.4.2: sequence numbers have 12 bits; one that a counter may have come to while its radio changed the channel. */
const NUMBERS = 4096;
const REACH = 64;
const REACH_SECONDS = 2;
/** Silence after which its number is free for another. */
const FORGET_SECONDS = 600;

/** In the 2.4 GHz band a frame is heard on the next channels as well, weaker by as much as the filter likes: such a level says nothing. */
const NEXT_CHANNEL_MHZ = 20;
/** What a frame from the next channel is held to be apart, so that an inventor on the very channel comes first. */
const NEXT_CHANNEL_DB = 6;

/** Addresses, and their share of the other's, from which on two levels on one channel are two radios: a card that is too near reads 5 to 22 % of one's frames twenty decibels lower. */
const ADDRESSES = 12;
const SHARE = 0.5;
/** Frames that must follow each other's numbers to show a counter of its own. */
const FOLLOWING = 8;

interface Inventor {
  channelMhz: number;
  levelDbm: number;
  sequence: number;
  /** Its numbers count on. */
  counts: boolean;
  at: number;
  /** Frames, and how many of them followed its counter. */
  frames: number;
  following: number;
  /** The number that it is told under: its own, or that of another on its channel until they are shown to be two. */
  home: number;
}

/**
 * Tells the radios behind invented addresses apart: by the channel that they are heard on, and by the level there. A radio that changes the
 * channel, or its power, takes its counter with it, and stays the same one. What is not shown to be two is one.
 */
export class Inventors {
  readonly #all: Inventor[] = [];

  /** The number of the inventor behind a frame, from 0. */
  of(frame: Frame, atSeconds: number): number {
    const number = this.#find(frame, atSeconds);
    const it = this.#all[number];
    if (it === undefined) return 0;
    it.counts = follows(it.sequence, frame.sequence) && frame.sequence !== it.sequence;
    it.frames++;
    if (it.counts) it.following++;
    it.sequence = frame.sequence;
    it.at = atSeconds;
    followLevel(it, frame);
    return number;
  }

  /** The number under which an inventor is told. */
  homeOf(number: number): number {
    return this.#all[number]?.home ?? 0;
  }

  /** Parts what was shown to be two radios; once they are, they stay so. `addresses`: how many were thrown away lately, by inventor. */
  part(addresses: readonly number[]): void {
    for (const [number, it] of this.#all.entries()) {
      if (it.home === number) continue;
      const [fewer = 0, more = 0] = [addresses[number] ?? 0, addresses[it.home] ?? 0].sort(
        (left, right) => left - right,
      );
      const isMany = fewer >= ADDRESSES && fewer >= SHARE * more;
      const hasCounter = it.following >= FOLLOWING && it.following >= it.frames / 2;
      if (isMany || hasCounter) it.home = number;
    }
  }

  clear(): void {
    this.#all.length = 0;
  }

  #find(frame: Frame, atSeconds: number): number {
    let nearest = -1;
    let nearestDb = Infinity;
    // By number: `entries` makes a pair for each, and this is asked of each beacon of an inventor.
    for (let number = 0; number < this.#all.length; number++) {
      const it = this.#all[number]!;
      const isItsCounter = it.counts && follows(it.sequence, frame.sequence) && atSeconds - it.at <= REACH_SECONDS;
      const apartDb = isItsCounter ? 0 : apart(it, frame);
      if (apartDb >= nearestDb) continue;
      nearest = number;
      nearestDb = apartDb;
    }
    if (nearestDb <= APART_DB) return nearest;
    const fresh = this.#fresh(atSeconds);
    if (fresh < 0) return Math.max(nearest, 0);
    const { channelMhz, rssiDbm: levelDbm, sequence } = frame;
    const beside = this.#all.findIndex((it) => Math.abs(it.channelMhz - channelMhz) <= NEXT_CHANNEL_MHZ);
    const home = beside < 0 || beside === fresh ? fresh : this.homeOf(beside);
    const at = atSeconds;
    this.#all[fresh] = { channelMhz, levelDbm, sequence, counts: false, at, frames: 0, following: 0, home };
    return fresh;
  }

  /** A number that is free; -1 when there is none. */
  #fresh(atSeconds: number): number {
    const silent = this.#all.findIndex((it) => Math.abs(atSeconds - it.at) > FORGET_SECONDS);
    if (silent >= 0) return silent;
    return this.#all.length < INVENTORS ? this.#all.length : -1;
  }
}

/** The level on the channel on which it is heard best is its own. */
function followLevel(it: Inventor, { channelMhz, rssiDbm }: Frame): void {
  if (Number.isNaN(rssiDbm)) return;
  if (Number.isNaN(it.levelDbm) || (channelMhz !== it.channelMhz && rssiDbm > it.levelDbm)) {
    it.channelMhz = channelMhz;
    it.levelDbm = rssiDbm;
  } else if (channelMhz === it.channelMhz) it.levelDbm += LEVEL_SHARE * (rssiDbm - it.levelDbm);
}

/** How far a frame is from what an inventor sends, in decibels. A level that is not known is like any other. */
function apart(it: Inventor, { channelMhz, rssiDbm }: Frame): number {
  const apartMhz = Math.abs(it.channelMhz - channelMhz);
  if (apartMhz > NEXT_CHANNEL_MHZ) return Infinity;
  if (apartMhz > 0) return NEXT_CHANNEL_DB;
  return Number.isNaN(it.levelDbm) || Number.isNaN(rssiDbm) ? 0 : Math.abs(it.levelDbm - rssiDbm);
}

function follows(before: number, after: number): boolean {
  return before >= 0 && after >= 0 && (after - before + NUMBERS) % NUMBERS <= REACH;
}
