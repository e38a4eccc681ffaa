import { BROADCAST, isGroup } from "../../dot11/address.ts";
import type { Frame } from "../../dot11/frame.ts";

/** Group addresses remembered of one network: what a program takes for a station, it takes again and again. */
const REMEMBERED = 8;
/** Beginnings of group addresses that traffic is sent to: IPv4 (RFC 1112, 6.4), and the two octets of IPv6 (RFC 2464, 7). */
const IPV4 = 0x01_005e;
const IPV6 = 0x3333;
const THREE_OCTETS = 2 ** 24;
const FOUR_OCTETS = 2 ** 32;

/**
 * Tells a sender that cannot be from one that was damaged on the way, where nothing speaks for frames being whole. A program that takes every
 * address of a data frame for a station sends in the name of the groups that data are for, and of each more than once; a burst of wrong
 * bits leaves any address, and hardly ever the same one twice.
 */
export class OddSenders {
  #seen: number[] | undefined;
  #next = 0;

  /** Forgets all: the record is another network's. */
  clear(): void {
    if (this.#seen !== undefined) this.#seen.length = 0;
    this.#next = 0;
  }

  /** Whether the sender of a good-bye, which is a group or the receiver itself, was written there. */
  isMeant({ transmitter, receiver, mayBeDamaged }: Frame): boolean {
    if (!mayBeDamaged || transmitter === receiver || isTrafficGroup(transmitter)) return true;
    const seen = (this.#seen ??= []);
    if (seen.includes(transmitter)) return true;
    seen[this.#next] = transmitter;
    this.#next = (this.#next + 1) % REMEMBERED;
    return false;
  }

  /** Group addresses remembered. */
  get size(): number {
    return this.#seen?.length ?? 0;
  }
}

function isTrafficGroup(address: number): boolean {
  if (address === BROADCAST || Math.floor(address / THREE_OCTETS) === IPV4) return true;
  return isGroup(address) && Math.floor(address / FOUR_OCTETS) === IPV6;
}
