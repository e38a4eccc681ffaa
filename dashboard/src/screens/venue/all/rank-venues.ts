import type { Alert, Band, Outage, Venue } from "@probewarden/contract";
import type { ShownSensor } from "../../../api/shown-sensor.ts";
import type { Emitter } from "../../../components/emitters.ts";
import { bandOf, needsPerson } from "../../today/needs-person.ts";

/** What waits for a person in one venue. */
export interface VenueNeeds {
  venue: Venue;
  /** All of its sensors are silent: nobody knows what happens there. */
  isDark: boolean;
  /** Transmitters and cameras with an open alert, by the band of the heaviest. */
  strong: number;
  suspected: number;
  toVisit: number;
  /** Sensors that need somebody, those of an outage among them. */
  sensors: number;
  /** Sensors that hear, of all. */
  hearing: number;
  allSensors: number;
  /** The heaviest band of an open alert. */
  band: Band | undefined;
}

const byVenue = <T>(rows: readonly T[], venueOf: (row: T) => string | undefined): Map<string, T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const venueId = venueOf(row);
    if (venueId === undefined) continue;
    const group = groups.get(venueId);
    if (group) group.push(row);
    else groups.set(venueId, [row]);
  }
  return groups;
};

/**
 * Venues in the order in which they need a person, by the same rule as Today: a venue that nobody hears, then strong alerts, then suspected
 * ones, then visits that are owed, then sensors. One strong suspect stands before ten sensors: how grave comes before how many. Of equals
 * the first by name, so that rows keep their places.
 */
export function rankVenues(known: {
  venues: readonly Venue[];
  alerts: readonly Alert[];
  outages: readonly Outage[];
  emitters: readonly Emitter[];
  sensors: readonly ShownSensor[];
}): VenueNeeds[] {
  const alerts = byVenue(known.alerts, ({ venueId }) => venueId);
  const outages = byVenue(known.outages, ({ venueId }) => venueId);
  const emitters = byVenue(known.emitters, ({ lead }) => lead.venueId);
  const sensors = byVenue(known.sensors, ({ venueId }) => venueId);
  return known.venues
    .map((venue): VenueNeeds => {
      const own = sensors.get(venue.venueId) ?? [];
      const needs = needsPerson({
        alerts: alerts.get(venue.venueId) ?? [],
        outages: outages.get(venue.venueId) ?? [],
        emitters: emitters.get(venue.venueId) ?? [],
        sensors: own,
        faults: [],
        channels: [],
      });
      const bands = needs.alerts.map((group) => bandOf(group.alerts[0]));
      const lost = new Set(needs.outages.flatMap((outage) => outage.sensors));
      return {
        venue,
        isDark: needs.outages.some(({ kind }) => kind === "venue-dark"),
        strong: bands.filter((band) => band === "strong").length,
        suspected: bands.filter((band) => band === "suspected").length,
        toVisit: needs.toVisit.length,
        sensors: needs.sensors.length + lost.size,
        hearing: own.filter(({ state }) => state === "hearing").length,
        allSensors: own.length,
        band: bands[0],
      };
    })
    .toSorted(
      (a, b) =>
        Number(b.isDark) - Number(a.isDark) ||
        b.strong - a.strong ||
        b.suspected - a.suspected ||
        b.toVisit - a.toVisit ||
        b.sensors - a.sensors ||
        a.venue.name.localeCompare(b.venue.name) ||
        (a.venue.venueId < b.venue.venueId ? -1 : 1),
    );
}

/** Whether anything in it waits for a person. */
export const needsAnybody = ({ isDark, strong, suspected, toVisit, sensors }: VenueNeeds): boolean =>
  isDark || strong + suspected + toVisit + sensors > 0;
