import type { Claim, MakerCall } from "./protocol.ts";

/** An address in whose name something has said that it is a camera, and where to ask it. */
export interface Lead {
  address: string;
  /** Ports that were named, in the order in which they were; none where no answer named any. */
  ports: number[];
  makers: MakerCall[];
}

/** Addresses that are asked in one round because of such answers. Anybody can answer in the name of thousands. */
const LEADS = 256;
/** Ports of one address. A camera names one; a second lets nobody hide it by a forged one. */
const PORTS = 2;

/** Leads of one round by address, whichever protocols they came by. What does not fit is counted. */
export class Leads {
  readonly #leads = new Map<string, Lead>();
  readonly #count: (reason: string) => void;

  constructor(count: (reason: string) => void) {
    this.#count = count;
  }

  add(address: string, { port, makers }: Claim): void {
    const known = this.#leads.get(address);
    if (known === undefined && this.#leads.size >= LEADS) return this.#count("announced-cameras-beyond-a-round");
    const lead = known ?? { address, ports: [], makers: [] };
    this.#leads.set(address, lead);
    for (const maker of makers) if (!lead.makers.includes(maker)) lead.makers.push(maker);
    if (port === undefined || lead.ports.includes(port)) return;
    if (lead.ports.length >= PORTS) return this.#count("announced-ports-beyond-two");
    lead.ports.push(port);
  }

  get all(): Lead[] {
    return [...this.#leads.values()];
  }
}
