import type { Frame } from "../dot11/frame.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import { NO_NAME } from "../venue/network-name.ts";
import type { AccessPoint } from "./access-points.ts";
import { AddressTable } from "../dot11/address-table.ts";

/** Addresses that one clock is said to have; more are counted by who asks for them, and not kept. */
const MEMBERS = 256;
/** Numbers of two frames of one counter that were heard within so long are so close. */
const NEXT_SECONDS = 0.5;
const NEXT_NUMBERS = 64;
/** 9.2.4.4.2: sequence numbers have 12 bits. */
const NUMBERS_MASK = 4_095;
/** Changes of address after which numbers are believed to follow each other, and of how many of them they must. */
const CHANGES = 24;
const FOLLOWING_SHARE = 0.9;

/** Beacons in a row of one address after which it beacons alone: of two that beacon by turns one is missed so often once in a hundred thousand times. */
const ALONE_BEACONS = 16;

/** Where its numbers stand among a clock's figures: as properties, V8 keeps each fraction as an object of its own, and waits for each. */
const STARTED_AT = 0;
const BUCKET = 1;
const AT = 2;
const CHANNEL = 3;
const BEACONS = 4;
const SIZE = 5;
const SEQUENCE = 6;
const SEQUENCE_AT = 7;
const SEQUENCE_OF = 8;
/** Of the address that was heard last: its name, and its beacons since its member was told of them. */
const LATEST_OF = 9;
const LATEST_NAME = 10;
const LATEST_BEACONS = 11;
/** How many numbers they are. */
export const CLOCK_FIGURES = 12;
/** Nobody's address. */
const NOBODY = -1;

/** One address of a radio. */
export interface Member {
  address: number;
  /** Key of its latest name, {@link NO_NAME} while it was only heard hidden. */
  name: number;
  /** When the address was heard first, and how many beacons of the radio had been heard until it was known. */
  firstAt: number;
  beaconsBefore: number;
  othersBefore: number;
  beacons: number;
}

/** An address that had beaconed alone, and when another took its turn. */
export interface Turn {
  address: number;
  at: number;
}

/** A radio, as far as its clock and its counter show it, and the addresses that it uses. */
export class SharedClock {
  #figures: Float64Array;
  #from: number;
  /** The address that was heard last: nearly every clock is one access point's. */
  #latest: Member | undefined;
  readonly #members: AddressTable<Member>;
  /** The address by which it was known first. */
  readonly first: number;
  /** When it was heard first. */
  readonly since: number;
  /** Whether the figures stand with those of `first`, who follows the clock. */
  #isLodger = true;
  #changes = 0;
  #following = 0;
  /** The latest turn from an address that had beaconed alone; undefined where there was none. */
  turn: Turn | undefined = undefined;
  /** Whose beacons in a row are counted, and how many there were. */
  #rowOf = NOBODY;
  #inARow = 0;

  /** `figures`, from a number on: room beside what is kept of `first`, until it leaves. */
  constructor(
    first: number,
    startedAt: number,
    { firstAt, lastAt, channelMhz }: AccessPoint,
    seed: number,
    figures: Float64Array,
    from: number,
  ) {
    this.#figures = figures;
    this.#from = from;
    this.#members = new AddressTable(seed);
    this.first = first;
    this.since = firstAt;
    figures.fill(0, from, from + CLOCK_FIGURES);
    this.channelMhz = channelMhz;
    this.startedAt = startedAt;
    this.at = lastAt;
    this.bucket = Number.NaN;
    figures[from + SEQUENCE_AT] = -Infinity;
    figures[from + SEQUENCE_OF] = NOBODY;
    figures[from + LATEST_OF] = NOBODY;
  }

  /** When it started, by its own count, in capture time. */
  get startedAt(): number {
    return this.#figures[this.#from + STARTED_AT]!;
  }

  set startedAt(atSeconds: number) {
    this.#figures[this.#from + STARTED_AT] = atSeconds;
  }

  /** When it was heard last. */
  get at(): number {
    return this.#figures[this.#from + AT]!;
  }

  set at(atSeconds: number) {
    this.#figures[this.#from + AT] = atSeconds;
  }

  /** Under which number `RadioClocks` keeps it; NaN while it does not yet. */
  get bucket(): number {
    return this.#figures[this.#from + BUCKET]!;
  }

  set bucket(number: number) {
    this.#figures[this.#from + BUCKET] = number;
  }

  get channelMhz(): number {
    return this.#figures[this.#from + CHANNEL]!;
  }

  set channelMhz(channelMhz: number) {
    this.#figures[this.#from + CHANNEL] = channelMhz;
  }

  /** Beacons of all its addresses. */
  get beacons(): number {
    return this.#figures[this.#from + BEACONS]!;
  }

  /** How many addresses keep it. */
  get size(): number {
    return this.#figures[this.#from + SIZE]!;
  }

  /** Those addresses. */
  get members(): AddressTable<Member> {
    this.#tellLatest();
    return this.#members;
  }

  /** Whether its addresses were shown to count their frames together. */
  get hasOneCounter(): boolean {
    return this.#changes >= CHANGES && this.#following >= FOLLOWING_SHARE * this.#changes;
  }

  /** Different names that it was heard with, those left out for which `isLeftOut` says so. */
  namesWithout(isLeftOut: (address: number) => boolean): Set<number> {
    const names = new Set<number>();
    for (const { address, name } of this.members.values()) if (name !== NO_NAME && !isLeftOut(address)) names.add(name);
    return names;
  }

  /** An address was shown to keep this clock. */
  join(address: number, { firstAt, name, beacons }: AccessPoint): void {
    if (this.#members.size >= MEMBERS) return;
    this.#forgetLatest();
    this.#members.set(address, {
      address,
      name,
      firstAt,
      beaconsBefore: this.beacons,
      othersBefore: this.#members.size,
      beacons,
    });
    this.#figures[this.#from + SIZE] = this.#members.size;
  }

  /** An address keeps this clock no more. */
  leave(address: number): void {
    this.#forgetLatest();
    this.#members.delete(address);
    this.#figures[this.#from + SIZE] = this.#members.size;
    if (address !== this.first || !this.#isLodger) return;
    this.#figures = this.#figures.slice(this.#from, this.#from + CLOCK_FIGURES);
    this.#from = 0;
    this.#isLodger = false;
  }

  /** Takes a frame of one of its addresses. */
  hear(frame: Frame, name: number, atSeconds: number): void {
    const figures = this.#figures;
    const from = this.#from;
    const { bssid } = frame;
    if (bssid !== figures[from + LATEST_OF]) this.#turnTo(bssid, atSeconds);
    if (frame.kind === FrameKind.beacon) {
      figures[from + BEACONS]!++;
      figures[from + LATEST_BEACONS]!++;
    }
    if (name !== NO_NAME && name !== figures[from + LATEST_NAME]) {
      figures[from + LATEST_NAME] = name;
      if (this.#latest !== undefined) this.#latest.name = name;
    }
    if (frame.sequence < 0 || frame.retry) return;
    if (bssid !== figures[from + SEQUENCE_OF] && Math.abs(atSeconds - figures[from + SEQUENCE_AT]!) <= NEXT_SECONDS) {
      this.#changes++;
      const gap = (frame.sequence - figures[from + SEQUENCE]!) & NUMBERS_MASK;
      if (gap >= 1 && gap <= NEXT_NUMBERS) this.#following++;
    }
    figures[from + SEQUENCE] = frame.sequence;
    figures[from + SEQUENCE_AT] = atSeconds;
    figures[from + SEQUENCE_OF] = bssid;
  }

  #turnTo(bssid: number, atSeconds: number): void {
    this.#tellLatest();
    if (bssid !== this.#rowOf) this.#endRow(bssid, atSeconds);
    this.#latest = this.#members.get(bssid);
    this.#figures[this.#from + LATEST_OF] = bssid;
    this.#figures[this.#from + LATEST_NAME] = this.#latest?.name ?? NO_NAME;
  }

  /** Another address speaks. Who beaconed alone before, when somebody else had, has given the turn on. */
  #endRow(bssid: number, atSeconds: number): void {
    if (this.#inARow >= ALONE_BEACONS && this.turn?.address !== this.#rowOf)
      this.turn = { address: this.#rowOf, at: atSeconds };
    this.#rowOf = bssid;
    this.#inARow = 0;
  }

  /** A member is told of its beacons when another one speaks, or is looked at: it lies elsewhere in memory. */
  #tellLatest(): void {
    const at = this.#from + LATEST_BEACONS;
    const beacons = this.#figures[at]!;
    if (this.#latest !== undefined) this.#latest.beacons += beacons;
    this.#inARow += beacons;
    this.#figures[at] = 0;
  }

  #forgetLatest(): void {
    this.#tellLatest();
    this.#latest = undefined;
    this.#figures[this.#from + LATEST_OF] = NOBODY;
  }
}
