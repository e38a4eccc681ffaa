import type { Finding } from "@probewarden/contract";
import type { ListedSenders, Senders } from "../air/listed-senders.ts";
import { parseAddress } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Venue } from "../venue/venue.ts";
import type { HeardOfAddresses } from "./nameable.ts";
import type { Subject } from "./subject.ts";

/** Access points followed beside those of the venue's list. */
const FOLLOWED = 64;
/** Beacons, and seconds, by which an address was an access point's before somebody was heard misusing it. */
const KNOWN_BEACONS = 64;
const KNOWN_SECONDS = 60;
/** Time for two senders to show: each goes on from where it had been four times and more, several times a second. */
const UNDECIDED_SECONDS = 10;

/**
 * Whether somebody else may be using an address that something is held against: then it is hit, and not accused. What an access point
 * does itself is judged like anybody's, and so is what a licensed device does.
 */
export class BorrowedAddresses {
  readonly #senders: ListedSenders;
  readonly #heard: HeardOfAddresses;
  #venue: Venue;
  /** Access points that are on nobody's list and were known before something was held against them. */
  readonly #followed = new Set<number>();

  constructor(senders: ListedSenders, heard: HeardOfAddresses, venue: Venue) {
    this.#senders = senders;
    this.#heard = heard;
    this.#venue = venue;
  }

  get venue(): Venue {
    return this.#venue;
  }

  /** Access points that are followed. */
  get size(): number {
    return this.#followed.size;
  }

  setVenue(venue: Venue): void {
    this.#venue = venue;
  }

  /** Something is held against an address: it is followed from now on, where it beaconed for a while before. */
  accuse({ firstHeardAt }: Subject, address: number): void {
    if (this.#venue.network(address) !== undefined) return;
    const known = this.#heard.accessPoints.get(address);
    if (known === undefined || !(known.beacons >= KNOWN_BEACONS)) return;
    if (!(firstHeardAt - known.firstAt >= KNOWN_SECONDS)) return;
    this.#follow(address);
  }

  /** What was published before a restart says whose address somebody else used. */
  resume({ mitigations }: Finding): void {
    for (const { code, bssid } of mitigations)
      if (code === "address-borrowed" && bssid !== undefined) this.#follow(parseAddress(bssid) ?? Number.NaN);
  }

  /** Nothing is held against a subject any more. */
  end({ transmitters, borrowed }: Subject): void {
    for (const addresses of [transmitters, borrowed]) for (const address of addresses) this.#followed.delete(address);
  }

  /** Takes a frame of an access point. Those of the list are followed from the beginning, by whoever hears all frames. */
  hear(frame: Frame, atSeconds: number): void {
    if (this.#followed.size === 0 || !this.#followed.has(frame.transmitter)) return;
    const { kind, transmitter } = frame;
    if (kind !== FrameKind.beacon && kind !== FrameKind.probeResponse) return;
    if (this.#venue.network(transmitter) === undefined) this.#senders.hear(frame, atSeconds);
  }

  /**
   * An address of the venue's list must be known to have one sender; another access point that was known before has a moment to show that
   * somebody else came to its address.
   */
  isBorrowed({ firstHeardAt }: Subject, address: number, atSeconds: number): boolean {
    const senders = this.sendersOf(address, atSeconds);
    if (this.#venue.network(address) !== undefined) return senders !== "one";
    if (senders === "one" || !this.#followed.has(address)) return false;
    return senders === "two" || Math.abs(atSeconds - firstHeardAt) < UNDECIDED_SECONDS;
  }

  sendersOf(address: number, atSeconds: number): Senders {
    return this.#senders.ofAllFrames(address, atSeconds);
  }

  #follow(address: number): void {
    if (this.#followed.size < FOLLOWED && !Number.isNaN(address)) this.#followed.add(address);
  }
}
