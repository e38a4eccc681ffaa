import type { ProbeMatch } from "./probe-matches.ts";

/** A device that answered one of our discovery probes. */
export interface DiscoveredDevice {
  /** Source address of the datagram: the only one that is ever contacted. */
  address: string;
  match: ProbeMatch;
  firstSeenMs: number;
  lastSeenMs: number;
  answers: number;
}

/** New devices that one source address may bring per minute. A rogue box can claim a thousand cameras. */
const NEW_DEVICES_PER_SOURCE_AND_MINUTE = 16;
const DEVICES = 4_096;

/**
 * Devices of one round, by source address *and* endpoint reference: one reference from two addresses is two devices, and none is
 * dropped in silence. What is dropped is counted.
 */
export class DeviceRegister {
  readonly #devices = new Map<string, DiscoveredDevice>();
  readonly #recent = new Map<string, number[]>();
  readonly #count: (reason: string) => void;

  constructor(count: (reason: string) => void) {
    this.#count = count;
  }

  /** @param nowMs when it was heard, in milliseconds */
  add(address: string, match: ProbeMatch, nowMs: number): void {
    const key = `${address} ${match.endpointReference}`;
    const known = this.#devices.get(key);
    if (known) {
      known.lastSeenMs = nowMs;
      known.answers++;
      return;
    }
    const recent = (this.#recent.get(address) ?? []).filter((at) => at > nowMs - 60_000);
    if (recent.length >= NEW_DEVICES_PER_SOURCE_AND_MINUTE) return this.#count("implausible-number-of-devices");
    if (this.#devices.size >= DEVICES) return this.#count("register-full");
    recent.push(nowMs);
    this.#recent.set(address, recent);
    this.#devices.set(key, { address, match, firstSeenMs: nowMs, lastSeenMs: nowMs, answers: 1 });
  }

  get devices(): DiscoveredDevice[] {
    return [...this.#devices.values()];
  }
}
