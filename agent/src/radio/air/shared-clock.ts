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

/** Where its fractions stand among a clock's figures: as properties, V8 keeps each of them as an object of its own, and waits for each. */
const STARTED_AT = 0;
const BUCKET = 1;
const AT = 2;
const SEQUENCE_AT = 3;
const SEQUENCE_OF = 4;
const LATEST_OF = 5;
const FIGURES = 6;

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

/** A radio, as far as its clock and its counter show it, and the addresses that it uses. */
export class SharedClock {
  readonly members: AddressTable<Member>;
  /** The address by which it was known first. */
  readonly first: number;
  /** When it was heard first. */
  readonly since: number;
  channelMhz: number;
  beacons = 0;
  readonly #figures = new Float64Array(FIGURES);
  /** The address that was heard last: nearly every clock is one access point's. */
  #latest: Member | undefined;
  #sequence = -1;
  #changes = 0;
  #following = 0;

  constructor(first: number, startedAt: number, { firstAt, lastAt, channelMhz }: AccessPoint, seed: number) {
    this.members = new AddressTable(seed);
    this.first = first;
    this.since = firstAt;
    this.channelMhz = channelMhz;
    this.startedAt = startedAt;
    this.at = lastAt;
    this.bucket = Number.NaN;
    this.#figures[SEQUENCE_AT] = -Infinity;
    this.#figures[SEQUENCE_OF] = -1;
  }

  /** When it started, by its own count, in capture time. */
  get startedAt(): number {
    return this.#figures[STARTED_AT]!;
  }

  set startedAt(atSeconds: number) {
    this.#figures[STARTED_AT] = atSeconds;
  }

  /** When it was heard last. */
  get at(): number {
    return this.#figures[AT]!;
  }

  set at(atSeconds: number) {
    this.#figures[AT] = atSeconds;
  }

  /** Under which number `RadioClocks` keeps it; NaN while it does not yet. */
  get bucket(): number {
    return this.#figures[BUCKET]!;
  }

  set bucket(number: number) {
    this.#figures[BUCKET] = number;
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
    if (this.members.size >= MEMBERS) return;
    this.members.set(address, {
      address,
      name,
      firstAt,
      beaconsBefore: this.beacons,
      othersBefore: this.members.size,
      beacons,
    });
  }

  /** An address keeps this clock no more. */
  leave(address: number): void {
    this.members.delete(address);
    this.#latest = undefined;
  }

  /** Takes a frame of one of its addresses. */
  hear(frame: Frame, name: number, atSeconds: number): void {
    const figures = this.#figures;
    const { bssid } = frame;
    if (this.#latest === undefined || bssid !== figures[LATEST_OF]) {
      this.#latest = this.members.get(bssid);
      figures[LATEST_OF] = bssid;
    }
    const member = this.#latest;
    if (frame.kind === FrameKind.beacon) {
      this.beacons++;
      if (member !== undefined) member.beacons++;
    }
    if (member !== undefined && name !== NO_NAME && name !== member.name) member.name = name;
    if (frame.sequence < 0 || frame.retry) return;
    if (bssid !== figures[SEQUENCE_OF] && Math.abs(atSeconds - figures[SEQUENCE_AT]!) <= NEXT_SECONDS) {
      this.#changes++;
      const gap = (frame.sequence - this.#sequence) & NUMBERS_MASK;
      if (gap >= 1 && gap <= NEXT_NUMBERS) this.#following++;
    }
    this.#sequence = frame.sequence;
    figures[SEQUENCE_AT] = atSeconds;
    figures[SEQUENCE_OF] = bssid;
  }
}
