import { hashAddress } from "../../agent/src/radio/dot11/hash-address.ts";
import { advertise, BROADCAST, header, INVENTED, setClock, type HostileMix } from "./hostile-air.ts";

/** Of so many transmitters one is an access point: of the most, as many as the memories of who advertises hold. */
const TO_ONE_ACCESS_POINT = 50;
const ACCESS_POINTS = INVENTED + 0x1_0000_0000;
/** A data frame with nothing in it that anybody reads. */
const DATA_OCTETS = 40;
/** One frame in four is a beacon, at half a time unit each: whatever their number, access points that beacon in turn do so every so many units. */
const TO_ONE_BEACON = 4;
const FRAME_MICROSECONDS = 512;
const BEACON_TU = (TO_ONE_BEACON * FRAME_MICROSECONDS) / 1_024;
/** Each was switched on so long before the one after it: no two share a clock. */
const CLOCKS_APART_MICROSECONDS = 10_000_019;
/** It scatters stations over the frames: any number. */
const SCATTER = 0x5eed;

/**
 * Air of so many transmitters: beacons, questions, and data both ways, as many of each however many there are. Nobody in it means harm, so
 * nothing is to be found: an access point keeps its beat and a clock of its own, and each station is as likely as any other.
 */
export function crowdOf(transmitters: number): HostileMix {
  const accessPoints = Math.max(2, Math.floor(transmitters / TO_ONE_ACCESS_POINT));
  const stations = transmitters - accessPoints;
  return {
    name: `${transmitters} transmitters`,
    rate: 1e6 / FRAME_MICROSECONDS,
    leastFrames: 500_000,
    write(octets, index) {
      if (index % TO_ONE_BEACON === 0) {
        const number = (index / TO_ONE_BEACON) % accessPoints;
        const end = advertise(octets, 0x80, BROADCAST, ACCESS_POINTS + number, index, `shop-${number}`, true);
        const clock = index * FRAME_MICROSECONDS + (accessPoints - number) * CLOCKS_APART_MICROSECONDS;
        setClock(octets, clock, BEACON_TU * accessPoints);
        return end;
      }
      const place = (hashAddress(index, SCATTER) >>> 0) % stations;
      const station = INVENTED + place;
      const bssid = ACCESS_POINTS + (place % accessPoints);
      switch (index % TO_ONE_BEACON) {
        case 1: {
          const at = header(octets, 0x40, 0, BROADCAST, station, BROADCAST, index);
          octets.fill(0, at, at + 2);
          return at + 2;
        }
        case 2:
          return header(octets, 0x08, 0x01, bssid, station, bssid, index) + DATA_OCTETS;
        default:
          return header(octets, 0x08, 0x02, station, bssid, bssid, index) + DATA_OCTETS;
      }
    },
  };
}
