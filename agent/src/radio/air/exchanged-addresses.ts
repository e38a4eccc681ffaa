import { isGroup } from "../dot11/address.ts";
import type { AccessPoint } from "./access-points.ts";

/** What was heard longer ago says nothing of the air at hand. */
const FRESH_SECONDS = 600;
/** Access points are counted at most so often. */
const COUNTED_SECONDS = 10;
/** Of addresses by chance half have the group bit: of eight access points fewer than a quarter do in one case of thirty. */
const LEAST_SHARE = 0.25;
/** Stations under such addresses that say so, and the latest that are told apart; of so many in all older ones count half. */
const LEAST_STATIONS = 3;
const LATEST_STATIONS = 16;
const HALVED_STATIONS = 128;

/** What is known of an access point that says whose address it has. */
type Beaconing = Pick<AccessPoint, "beat" | "bssid" | "lastAt">;

/**
 * Whether the addresses of a recording were exchanged for others after it was made. Who publishes air puts numbers by chance in the place of
 * addresses, and half of those have the group bit, which no address of a transmitter has (9.2.4.3.4). It shows by access points under such
 * addresses whose beacons keep the beat of their own clocks (11.1.3.2): a driver refuses to beacon under them, so a radio did under
 * another, and a program that invents networks keeps no beat. Along a road nobody is heard for so long: there it shows by stations that look
 * about, of which a quarter and more have such an address, as have a quarter of those whose few beacons were due. Then the group bit means
 * nothing here, of nobody. Whoever forges one such access point among others, so that his floods mean nothing, is one of too many that have no
 * such address.
 */
export class ExchangedAddresses {
  readonly #accessPoints: Iterable<readonly [number, Beaconing]>;
  #heardAt = -Infinity;
  #countedAt = -Infinity;
  #isShare = false;
  #isPunctualShare = false;
  readonly #latestStations = new Float64Array(LATEST_STATIONS).fill(-1);
  #nextStation = 0;
  #stations = 0;
  #groupStations = 0;
  #stationAt = -Infinity;

  /** `accessPoints`: those that were heard here. */
  constructor(accessPoints: Iterable<readonly [number, Beaconing]>) {
    this.#accessPoints = accessPoints;
  }

  /** Takes an access point that has just beaconed. */
  hear(known: Pick<AccessPoint, "beat" | "bssid">, atSeconds: number): void {
    if (isGroup(known.bssid) && known.beat?.isKept === true) this.#heardAt = atSeconds;
  }

  /** Takes a station that looks about. */
  hearStation(address: number, atSeconds: number): void {
    // `includes` leaves compiled code, which costs more than the sixteen looks.
    for (let index = 0; index < LATEST_STATIONS; index++) if (this.#latestStations[index] === address) return;
    this.#latestStations[this.#nextStation] = address;
    this.#nextStation = (this.#nextStation + 1) % LATEST_STATIONS;
    if (++this.#stations > HALVED_STATIONS) {
      this.#stations /= 2;
      this.#groupStations /= 2;
    }
    if (!isGroup(address)) return;
    this.#groupStations++;
    this.#stationAt = atSeconds;
  }

  /** Whether they were, as far as was heard in the last minutes. */
  wereExchanged(atSeconds: number): boolean {
    const areShare = this.#groupStations >= LEAST_STATIONS && this.#groupStations >= LEAST_SHARE * this.#stations;
    const byStations = areShare && Math.abs(atSeconds - this.#stationAt) <= FRESH_SECONDS;
    const byBeats = Math.abs(atSeconds - this.#heardAt) <= FRESH_SECONDS;
    if (!byStations && !byBeats) return false;
    if (Math.abs(atSeconds - this.#countedAt) >= COUNTED_SECONDS) this.#count(atSeconds);
    // Anybody can ask under any addresses, as many as he likes.
    return (byBeats && this.#isShare) || (byStations && this.#isPunctualShare);
  }

  #count(atSeconds: number): void {
    this.#countedAt = atSeconds;
    let groups = 0;
    let all = 0;
    let punctualGroups = 0;
    let punctual = 0;
    for (const [, { beat, bssid, lastAt }] of this.#accessPoints) {
      if (beat === undefined || Math.abs(atSeconds - lastAt) > FRESH_SECONDS) continue;
      const group = isGroup(bssid) ? 1 : 0;
      if (beat.isKept) {
        all++;
        groups += group;
      }
      if (beat.isPunctual) {
        punctual++;
        punctualGroups += group;
      }
    }
    this.#isShare = groups > 0 && groups >= LEAST_SHARE * all;
    this.#isPunctualShare = punctualGroups > 0 && punctualGroups >= LEAST_SHARE * punctual;
  }
}
