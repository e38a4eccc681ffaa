import { isGroup } from "../dot11/address.ts";
import type { AccessPoint } from "./access-points.ts";

/** What was heard longer ago says nothing of the air at hand. */
const FRESH_SECONDS = 600;

/**
 * Whether the addresses of a recording were exchanged for others after it was made. Who publishes air puts numbers by chance in the place of
 * addresses, and half of those have the group bit, which no address of a transmitter has (9.2.4.3.4). It shows by an access point under such
 * an address whose beacons keep the beat of its own clock (11.1.3.2): a driver refuses to beacon under it, so a radio did under
 * another, and a program that invents networks keeps no beat. Then the group bit means nothing here, of nobody.
 */
export class ExchangedAddresses {
  #heardAt = -Infinity;

  /** Takes an access point that has just beaconed. */
  hear({ beat, bssid }: Pick<AccessPoint, "beat" | "bssid">, atSeconds: number): void {
    if (beat?.isKept === true && isGroup(bssid)) this.#heardAt = atSeconds;
  }

  /** Whether they were, as far as was heard in the last minutes. */
  wereExchanged(atSeconds: number): boolean {
    return Math.abs(atSeconds - this.#heardAt) <= FRESH_SECONDS;
  }
}
