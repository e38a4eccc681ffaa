import { namesWithout } from "@probewarden/contract";
import type { AccessPoints } from "../air/access-points.ts";
import type { Stations } from "../air/stations.ts";
import type { Observation } from "../detectors/detector.ts";
import { individual, spellAddress } from "../dot11/address.ts";
import type { Venue } from "../venue/venue.ts";

/** Beacons and answers by which an address is shown to be a network's: one may be forged or damaged, and the address somebody's phone. */
export const SHOWN_ADVERTISEMENTS = 3;

/** What is known of the air when somebody is to be named. */
export interface HeardOfAddresses {
  stations: Pick<Stations, "has">;
  accessPoints: Pick<AccessPoints, "get">;
}

/**
 * Which addresses may leave this process. One that behaved as a station here may be a visitor's, whatever beacons carry it, so it is
 * never said. What the operator has listed is nobody's phone: that is his word, and not the air's.
 */
export class Nameable {
  readonly #heard: HeardOfAddresses;
  #venue: Venue;

  constructor(heard: HeardOfAddresses, venue: Venue) {
    this.#heard = heard;
    this.#venue = venue;
  }

  setVenue(venue: Venue): void {
    this.#venue = venue;
  }

  /** Whether an address may be accused, watched or levelled. A group address is a station's with one bit more. */
  mayBeNamed(address: number): boolean {
    return !this.#heard.stations.has(individual(address)) || this.#venue.network(address) !== undefined;
  }

  /** Whether an address may be told as the network that is hit or imitated: only what advertises one here does, or is listed. */
  mayBeTarget(address: number): boolean {
    if (this.#venue.network(address) !== undefined) return true;
    if (!this.mayBeNamed(address)) return false;
    return (this.#heard.accessPoints.get(address)?.advertisements ?? 0) >= SHOWN_ADVERTISEMENTS;
  }

  /**
   * An observation that names nobody who behaved as a station, whatever carries his address, no network that is named after him, and no
   * target that was not shown to be a network. How many identities there were is still said.
   */
  withoutStations(seen: Observation): Observation {
    const isNamed = (address: number): boolean => this.mayBeNamed(address);
    const isTarget = (address: number): boolean => this.mayBeTarget(address);
    const shownBy = seen.shownBy ?? [];
    if (seen.transmitters.every(isNamed) && shownBy.every(isNamed) && seen.targets.every(isTarget)) return seen;
    const hidden = seen.transmitters.filter((address) => !isNamed(address)).map(spellAddress);
    return {
      ...seen,
      transmitters: seen.transmitters.filter(isNamed),
      ...(seen.shownBy === undefined ? {} : { shownBy: shownBy.filter(isNamed) }),
      targets: seen.targets.filter(isTarget),
      names: namesWithout(seen.names, hidden),
    };
  }
}
