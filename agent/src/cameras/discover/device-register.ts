import { plainAddress } from "../interrogate/address-guard.ts";
import type { ProbeMatch } from "./probe-matches.ts";

/** A device that answered one of our discovery probes. Nothing of it is proven: a datagram can be sent in anybody's name. */
export interface DiscoveredDevice {
  /** Source address of the datagram, with its zone where it needs one: the only one that is ever contacted. */
  address: string;
  /** The host and port that the operator named and that answered itself; undefined for answers to the group, or from elsewhere. */
  askedAt: string | undefined;
  match: ProbeMatch;
  firstSeenMs: number;
  lastSeenMs: number;
  answers: number;
  /** It called itself by another endpoint reference within the round. */
  changesReference: boolean;
  /**
   * It answered a probe that went to its address alone: {@link match} is its own word, for nobody else could know what to answer. Of all
   * others there is no telling who sent them.
   */
  isOwnWord: boolean;
  /** An answer in its name describes another model or type than {@link match}. */
  isContradicted: boolean;
  /** Its own word changes within the round, and says nothing. */
  contradictsItself: boolean;
}

/** New endpoint references that one source address may bring per minute. A rogue box can claim a thousand cameras. */
const NEW_REFERENCES_PER_SOURCE_AND_MINUTE = 16;
const DEVICES = 4_096;
const REFERENCES = 4 * DEVICES;

/**
 * Devices of one round, by source address *and* web port: one endpoint reference from two addresses is two devices, two ports behind one
 * address are two devices, and one that changes its reference is one. None is dropped in silence: what is dropped is counted.
 */
export class DeviceRegister {
  readonly #devices = new Map<string, DiscoveredDevice>();
  /** The device that each endpoint reference of an address stands for, by its key. */
  readonly #references = new Map<string, string>();
  readonly #recent = new Map<string, number[]>();
  readonly #count: (reason: string) => void;

  constructor(count: (reason: string) => void) {
    this.#count = count;
  }

  /**
   * @param nowMs when it was heard, in milliseconds
   * @param askedAt see {@link DiscoveredDevice.askedAt}
   * @param isOwnWord it answers a probe that went to this address alone
   */
  add(address: string, match: ProbeMatch, nowMs: number, askedAt?: string, isOwnWord = askedAt !== undefined): void {
    const origin = `${address} ${askedAt ?? ""}`;
    const reference = `${origin} ${match.endpointReference}`;
    let key = `${origin} ${webPort(match.xaddrs, address)}`;
    const knownAs = this.#references.get(reference);
    if (knownAs === undefined) {
      const recent = (this.#recent.get(address) ?? []).filter((at) => at > nowMs - 60_000);
      if (recent.length >= NEW_REFERENCES_PER_SOURCE_AND_MINUTE) return this.#count("implausible-number-of-devices");
      if (this.#references.size >= REFERENCES) return this.#count("register-full");
      recent.push(nowMs);
      this.#recent.set(address, recent);
    } else if (match.xaddrs.length === 0) key = knownAs;
    else if (knownAs !== key) this.#tellWhere(knownAs, key, match);
    this.#references.set(reference, key);
    const known = this.#devices.get(key);
    if (known) {
      known.lastSeenMs = nowMs;
      known.answers++;
      if (known.match.endpointReference !== match.endpointReference) known.changesReference = true;
      const contradicts = selfDescription(known.match) !== selfDescription(match);
      known.isContradicted ||= contradicts;
      if (!isOwnWord) return;
      if (known.isOwnWord) known.contradictsItself ||= contradicts;
      else known.match = match;
      known.isOwnWord = true;
      return;
    }
    if (this.#devices.size >= DEVICES) return this.#count("register-full");
    this.#devices.set(key, {
      address,
      askedAt,
      match,
      firstSeenMs: nowMs,
      lastSeenMs: nowMs,
      answers: 1,
      changesReference: false,
      isOwnWord,
      isContradicted: false,
      contradictsItself: false,
    });
  }

  /** A device that named no place to ask it, and does now, is the same device. */
  #tellWhere(knownAs: string, key: string, match: ProbeMatch): void {
    const device = this.#devices.get(knownAs);
    if (device === undefined || device.match.xaddrs.length > 0 || this.#devices.has(key)) return;
    this.#devices.delete(knownAs);
    device.match = { ...device.match, xaddrs: match.xaddrs };
    this.#devices.set(key, device);
  }

  /** Addresses of devices that have not been heard in their own word. */
  get unproven(): string[] {
    return [...new Set(this.devices.filter((device) => !device.isOwnWord).map((device) => device.address))];
  }

  get devices(): DiscoveredDevice[] {
    return [...this.#devices.values()];
  }
}

/** Where the device says that it is asked: the port of the XAddr at its own address, else of the first. */
function webPort(xaddrs: readonly string[], address: string): string {
  const urls = xaddrs.flatMap((each) => (URL.canParse(each) ? [new URL(each)] : []));
  const url = urls.find((each) => plainAddress(each.hostname) === plainAddress(address)) ?? urls[0];
  return url === undefined ? "" : `${url.protocol}${url.port}`;
}

/** What a match claims that could accuse. */
function selfDescription({ scopes }: ProbeMatch): string {
  return scopes
    .filter((scope) => /\/(?:hardware|type|name)\//i.test(scope))
    .toSorted()
    .join(" ");
}
