import type { InventoryEntry, SentCanary } from "@probewarden/contract";
import { AddressTable } from "../dot11/address-table.ts";
import { parseAddress } from "../dot11/address.ts";
import { FrameKind } from "../dot11/frame-kind.ts";
import type { Frame } from "../dot11/frame.ts";
import { nameKey, nameOf, NO_NAME, spellName } from "./network-name.ts";
import { PUBLIC_NETWORKS } from "./public-networks.ts";

/** What the sensor sent as bait: the one-time transmitter address and the random name it asked for. */
export interface Canary {
  transmitter: string;
  /** The name in hex. */
  ssid: string;
  /** When it was sent, in seconds since 1970, where whoever sent it noted that. */
  askedAtSeconds?: number;
}

/** What a sensor of ours sent, as the detectors know it. */
export const canaryOf = ({ transmitter, ssid, askedAt }: SentCanary): Canary => ({
  transmitter,
  ssid,
  askedAtSeconds: Date.parse(askedAt) / 1000,
});

const NONE: readonly InventoryEntry[] = [];

/** What the operator has told about the venue. It never comes from the air: whatever is transmitted, an attacker can transmit. */
export class Venue {
  readonly #networks = new AddressTable<InventoryEntry>();
  readonly #named = new AddressTable<InventoryEntry[]>();
  readonly #speakable = new AddressTable<true>();
  /** When each piece of bait was sent, NaN where nobody noted it: by the key of its name, and by its address. */
  readonly #bait = new AddressTable<number>();
  readonly #baitAddresses = new AddressTable<number>();
  readonly #licensed = new Set<number>();

  readonly #ownRadios = new Set<number>();

  /** `ownRadios`: addresses of the adapters of this venue's sensors. */
  constructor(networks: readonly InventoryEntry[], canaries: readonly Canary[], ownRadios: readonly string[] = []) {
    for (const text of ownRadios) {
      const address = parseAddress(text);
      if (address !== undefined) this.#ownRadios.add(address);
    }
    for (const name of PUBLIC_NETWORKS.names) this.#speakable.set(name, true);
    for (const entry of networks) {
      const bssid = parseAddress(entry.bssid);
      if (bssid !== undefined) this.#networks.set(bssid, entry);
      if (bssid !== undefined && entry.licensed === true) this.#licensed.add(bssid);
      if (entry.ssid === undefined) continue;
      const name = nameKey(Buffer.from(entry.ssid, "hex"));
      this.#speakable.set(name, true);
      const named = this.#named.get(name);
      if (named === undefined) this.#named.set(name, [entry]);
      else named.push(entry);
    }
    for (const canary of canaries) {
      const key = nameKey(Buffer.from(canary.ssid, "hex"));
      const at = canary.askedAtSeconds ?? Number.NaN;
      if (key !== NO_NAME) this.#bait.set(key, at);
      const address = parseAddress(canary.transmitter);
      if (address !== undefined) this.#baitAddresses.set(address, at);
      this.#speakable.set(key, true);
    }
  }

  /** The inventory's entry of a BSSID. */
  network(bssid: number): InventoryEntry | undefined {
    return this.#networks.get(bssid);
  }

  /** Whether anything is listed. */
  get hasNetworks(): boolean {
    return this.#networks.size > 0;
  }

  /** Whether any device may observe here. */
  get hasLicensed(): boolean {
    return this.#licensed.size > 0;
  }

  /** Whether an address is that of a device that may observe. */
  isLicensed(address: number): boolean {
    return this.#licensed.has(address);
  }

  /** The inventory's entries of a name; none where it is not the venue's. */
  networksNamed(name: number): readonly InventoryEntry[] {
    return name === NO_NAME ? NONE : (this.#named.get(name) ?? NONE);
  }

  /** Whether any network of the inventory has a name. */
  get hasNames(): boolean {
    return this.#named.size > 0;
  }

  /** Whether a name is the same for everybody: an operator's, a chain's, a maker's. */
  isPublic(ssid: Uint8Array): boolean {
    return PUBLIC_NETWORKS.names.has(nameKey(ssid));
  }

  /** Whether a name is one that this venue's sensors asked for as bait. */
  isBait(name: number): boolean {
    return this.#bait.has(name);
  }

  /** Whether anything was set out as bait at all. */
  get hasBait(): boolean {
    return this.#baitAddresses.size > 0;
  }

  /** Whether an address is one that this venue's sensors used for one question, and nobody else has. */
  isBaitAddress(address: number): boolean {
    return this.#baitAddresses.has(address);
  }

  /**
   * Whether a frame is a question of one of our own radios: a probe request under an adapter's address, or under one that was made up as bait.
   * That is all that our radios send. Anything else under such an address is somebody else's, and judged like everybody's.
   */
  isOwnQuestion({ kind, transmitter }: Frame): boolean {
    return (
      kind === FrameKind.probeRequest && (this.#ownRadios.has(transmitter) || this.#baitAddresses.has(transmitter))
    );
  }

  /** When a name or an address was sent as bait, in seconds since 1970; NaN where nobody noted it. */
  baitSince(nameOrAddress: number): number {
    return this.#bait.get(nameOrAddress) ?? this.#baitAddresses.get(nameOrAddress) ?? Number.NaN;
  }

  /**
   * The name in hex where it may leave the sensor whoever said it: it is public, the venue's own, or our bait. Any other name may be what
   * a visitor's phone asked for, and is only counted.
   */
  speakable(ssid: Uint8Array | undefined): string | undefined {
    return ssid !== undefined && this.#isSpeakable(nameKey(ssid)) ? spellName(ssid) : undefined;
  }

  /** The same of the name that a frame carries. */
  speakableOf(frame: Frame): string | undefined {
    return this.#isSpeakable(nameOf(frame)) && frame.ssid !== undefined ? spellName(frame.ssid) : undefined;
  }

  #isSpeakable(name: number): boolean {
    return name !== NO_NAME && this.#speakable.has(name);
  }
}
