import { LIMITS, type CollectorProblem } from "@probewarden/contract";
import { problem } from "../health/problem.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { placedSensors, sensorsOutside, type Placed } from "./floor-size.ts";
import { readVenues } from "./read-venues.ts";
import { isTimeZone } from "./time-zone.ts";

/** Something of a venue that was kept by an earlier version, or by hand, and that no command takes any more. */
export interface VenueFault {
  code: "time-zone-unknown" | "floor-size-wrong" | "sensors-outside";
  venueId: string;
  /** For a person: what is wrong and the command that mends it. */
  text: string;
}

/** Looks over all venues. None of what it finds stops anything: times are told in UTC, places without the sensors that are nowhere. */
export async function readVenueFaults(state: Pick<StateStore, "db">): Promise<VenueFault[]> {
  const faults: VenueFault[] = [];
  const { least, most } = LIMITS.floorMetres;
  const placed = new Map<string, Placed[]>();
  for (const sensor of await placedSensors(state)) {
    const ofVenue = placed.get(sensor.venueId) ?? [];
    placed.set(sensor.venueId, ofVenue);
    ofVenue.push(sensor);
  }
  for (const { venueId, timeZone, floors } of await readVenues(state)) {
    if (!isTimeZone(timeZone))
      faults.push({
        code: "time-zone-unknown",
        venueId,
        text: `${venueId}: its time zone ${JSON.stringify(timeZone)} is none, so times are told in UTC (venue add ${venueId} --time-zone Asia/Shanghai)`,
      });
    for (const floor of floors) {
      const { floorId, widthMetres, heightMetres } = floor;
      if (Math.min(widthMetres, heightMetres) < least || Math.max(widthMetres, heightMetres) > most)
        faults.push({
          code: "floor-size-wrong",
          venueId,
          text: `${venueId}: ${floorId} is ${widthMetres} × ${heightMetres} m, which no floor is (venue floor ${venueId} ${floorId} --width METRES --height METRES)`,
        });
      for (const { sensorId, x, y } of sensorsOutside(placed.get(venueId) ?? [], floor))
        faults.push({
          code: "sensors-outside",
          venueId,
          text: `${sensorId} is at ${x}, ${y}, outside ${floorId} of ${venueId} (sensor place ${sensorId} --floor ${floorId} --x METRES --y METRES)`,
        });
    }
  }
  return faults;
}

/** The faults as the screens tell them: how many of each kind. `/api/health` answers everybody, and names no venue. */
export function venueProblems(faults: readonly VenueFault[]): CollectorProblem[] {
  const counts = new Map<VenueFault["code"], number>();
  for (const { code } of faults) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => problem(code, { count }));
}
