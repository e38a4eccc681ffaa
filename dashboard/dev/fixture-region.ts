// A made-up region: venues of a city, some of which say where they are, to look at it and to test it.
import type { Alert, Outage, Sensor, Venue } from "@probewarden/contract";
import { sensors, venues } from "./fixture-data.ts";
import { alerts, outages } from "./fixture-own.ts";

const DISTRICTS = ["黄浦区", "徐汇区", "静安区", "浦东新区", "嘉定区"];
const KINDS = ["商场", "医院门诊", "地铁站", "停车场", "展览馆"];
/** One of so many says no place. */
const UNPLACED = 5;
/** Turns by this angle spread points evenly over a disc, whatever their number. */
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));

export interface MadeRegion {
  venues: Venue[];
  sensors: Sensor[];
  alerts: Alert[];
  outages: Outage[];
}

/** So many venues around Shanghai, dense in the middle; every seventh needs somebody, and every ninth is heard by nobody. */
export function madeRegion(count: number): MadeRegion {
  const [mall] = venues;
  const [sensor] = sensors;
  const [alert] = alerts;
  if (!mall || !sensor || !alert) throw new Error("the made-up venue has gone");
  const made = Array.from({ length: count }, (_, at): Venue => {
    const district = DISTRICTS[at % DISTRICTS.length] ?? "";
    const away = 0.35 * (at / count) ** 1.4;
    return {
      ...mall,
      venueId: `venue-${at}`,
      name: `${district.slice(0, 2)}${KINDS[(at * 7) % KINDS.length]} ${at + 1}`,
      district,
      ...(at % UNPLACED === 3
        ? {}
        : {
            location: {
              latitudeDegrees: 31.23 + away * Math.sin(at * GOLDEN_ANGLE),
              longitudeDegrees: 121.47 + away * Math.cos(at * GOLDEN_ANGLE),
            },
          }),
    };
  });
  return {
    venues: made,
    sensors: made.flatMap(({ venueId }, at) =>
      at % 9 === 4 ? [] : [{ ...sensor, sensorId: `sensor-of-${at}`, venueId, state: "hearing" as const, reasons: [] }],
    ),
    alerts: made.flatMap(({ venueId }, at): Alert[] =>
      at % 7 === 2
        ? [
            {
              ...alert,
              alertId: `alert-${at}`,
              suspectId: `suspect-of-${at}`,
              venueId,
              band: at % 2 === 0 ? "strong" : "suspected",
            },
          ]
        : [],
    ),
    outages: outages.slice(0, 0),
  };
}

/** Puts a made-up region in the place of the made-up venue. */
export function serveRegion(server: { long: Map<string, readonly object[]> }, count: number): MadeRegion {
  const made = madeRegion(count);
  server.long.set("/api/venues", made.venues);
  server.long.set("/api/sensors", made.sensors);
  server.long.set("/api/alerts", made.alerts);
  server.long.set("/api/outages", made.outages);
  server.long.set("/api/suspects", []);
  return made;
}
