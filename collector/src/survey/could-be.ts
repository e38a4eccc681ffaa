import type { SurveyHint } from "@probewarden/contract";

/** At so many dBm, what transmits like a phone stands in the same room or the next, as a rule; an access point, which is louder, on the same floor. */
const INSIDE_DBM = -60;
/** Fainter than this at every sensor: behind several walls, as a rule. */
const OUTSIDE_DBM = -75;
/** Networks of one access point have addresses that differ by so little in the last octet. */
const NEXT_TO = 15;
/** How the names of Wi-Fi Direct groups begin (Wi-Fi Peer-to-Peer 1.9, 3.2.1), in hex. */
const DIRECT = Buffer.from("DIRECT-").toString("hex");

/** What is known of somebody who is heard. */
export interface Heard {
  transmitter: string;
  /** In hex. */
  name?: string;
  /** In dBm, of each sensor that tells one. */
  levels: readonly number[];
}

/** The venue's own list of networks. */
export interface Known {
  bssids: readonly string[];
  /** In hex. */
  names: ReadonlySet<string>;
}

/** Addresses by what those of one access point have in common, so that a long list is looked through once. */
export class Neighbours {
  readonly #byMiddle = new Map<string, string[]>();

  constructor(addresses: Iterable<string>) {
    for (const address of addresses) {
      const middle = middleOf(address);
      this.#byMiddle.set(middle, [...(this.#byMiddle.get(middle) ?? []), address]);
    }
  }

  /** Whether another of them could be of the same access point. */
  hasNextTo(address: string): boolean {
    return (this.#byMiddle.get(middleOf(address)) ?? []).some(
      (other) =>
        other !== address &&
        Math.abs(octet(other, 5) - octet(address, 5)) <= NEXT_TO &&
        // The bit of local administration, and those above it, are what the makers change for a further network.
        (octet(other, 0) === octet(address, 0) || isLocal(other) || isLocal(address)),
    );
  }
}

/** What something could be, from how it is heard. It accuses nobody and clears nobody: an address, a name and a level are all soon forged. */
export function couldBe(
  { transmitter, name, levels }: Heard,
  own: Neighbours,
  names: Known["names"],
  others: Neighbours,
): SurveyHint[] {
  const loudest = Math.max(...levels);
  const isNextToAnother = isLocal(transmitter) && others.hasNextTo(transmitter);
  return [
    ...(own.hasNextTo(transmitter) ? (["maybe-ours"] as const) : []),
    ...(name !== undefined && names.has(name) ? (["our-name"] as const) : []),
    ...(isNextToAnother ? (["extra-network"] as const) : []),
    ...(isLocal(transmitter) && !isNextToAnother && !own.hasNextTo(transmitter) ? (["hotspot"] as const) : []),
    ...(name?.startsWith(DIRECT) === true ? (["wifi-direct"] as const) : []),
    ...(loudest >= INSIDE_DBM ? (["inside"] as const) : []),
    ...(levels.length > 0 && loudest < OUTSIDE_DBM ? (["outside"] as const) : []),
    ...(name === undefined ? (["unnamed"] as const) : []),
  ];
}

const octet = (address: string, at: number): number => Number.parseInt(address.slice(at * 3, at * 3 + 2), 16);
const middleOf = (address: string): string => address.slice(3, 14);
const isLocal = (address: string): boolean => (octet(address, 0) & 0b10) !== 0;
