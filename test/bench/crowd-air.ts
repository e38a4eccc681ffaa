import { advertise, BROADCAST, header, INVENTED, type HostileMix } from "./hostile-air.ts";

/** Of so many transmitters one is an access point. */
const TO_ONE_ACCESS_POINT = 20;
const ACCESS_POINTS = INVENTED + 0x1_0000_0000;
/** A data frame with nothing in it that anybody reads. */
const DATA_OCTETS = 40;

/** Air of so many transmitters, each as likely as any other: beacons, questions, and data both ways. Nobody in it means harm. */
export function crowdOf(transmitters: number): HostileMix {
  const accessPoints = Math.max(2, Math.floor(transmitters / TO_ONE_ACCESS_POINT));
  return {
    name: `${transmitters} transmitters`,
    rate: 2_000,
    leastFrames: 500_000,
    write(octets, index) {
      const place = (Math.imul(index, 2_654_435_761) >>> 0) % transmitters;
      const station = INVENTED + place;
      const bssid = ACCESS_POINTS + (place % accessPoints);
      switch (index % 4) {
        case 0:
          return advertise(octets, 0x80, BROADCAST, bssid, index, `shop-${place % accessPoints}`, true);
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
