import type { InventoryEntry, SensorConfig } from "@probewarden/contract";
import { canaryOf, Venue, type Canary } from "./venue.ts";

/**
 * Who tells what of the venue: the collector its list, its radios and what its other sensors sent as bait; whoever runs this sensor its own
 * radios and its own bait. Each of them is replaced as a whole, and what all of them come to is a venue.
 */
export class VenueSources {
  #networks: readonly InventoryEntry[];
  #canaries: readonly Canary[];
  #venueRadios: readonly string[] = [];
  #venueCanaries: readonly Canary[] = [];
  #ownRadios: readonly string[] = [];

  constructor(networks: readonly InventoryEntry[] = [], canaries: readonly Canary[] = []) {
    this.#networks = networks;
    this.#canaries = canaries;
  }

  /** Takes what the collector says. */
  setConfig({ networks, ownRadios, canaries }: SensorConfig): void {
    this.#networks = networks;
    this.#venueRadios = ownRadios ?? [];
    this.#venueCanaries = (canaries ?? []).map(canaryOf);
  }

  /** Takes the addresses of this sensor's own adapters; false when they are those that it had. */
  setOwnRadios(addresses: readonly string[]): boolean {
    if (addresses.join() === this.#ownRadios.join()) return false;
    this.#ownRadios = addresses;
    return true;
  }

  /** Takes what this sensor sent as bait, all of it: what is in it no more is bait no more. */
  setCanaries(canaries: readonly Canary[]): void {
    this.#canaries = canaries;
  }

  /** The venue by all that is known now. */
  venue(): Venue {
    const canaries = [...this.#venueCanaries, ...this.#canaries];
    return new Venue(this.#networks, canaries, [...this.#venueRadios, ...this.#ownRadios]);
  }
}
