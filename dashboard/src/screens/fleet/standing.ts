import type { FleetRow, SensorSettings } from "@probewarden/contract";
import type { ShownSensor } from "../../api/shown-sensor.ts";
import { needsSomebody } from "../today/needs-person.ts";

/** How a sensor of the fleet is, in one word. `unanswered`: it is there, and what it was told last ran out without an answer. */
export type Standing = "well" | "needs" | "away" | "unanswered" | "unknown";

/** How its settings stand: of its own file, in force as they were sent, not in force, or sent and not answered. */
export type SettingsStanding = "own" | "applied" | "notApplied" | "waiting";

/** @param sensor undefined: it is not known yet */
export function standingOf(row: Pick<FleetRow, "commands">, sensor: ShownSensor | undefined): Standing {
  if (sensor === undefined || sensor.state === "unknown") return "unknown";
  if (sensor.state === "offline" || sensor.state === "stopped" || sensor.state === "never-seen") return "away";
  if (needsSomebody(sensor)) return "needs";
  return row.commands[0]?.state === "expired" ? "unanswered" : "well";
}

export function settingsOf({ wanted, applied }: Pick<FleetRow, "wanted" | "applied">): SettingsStanding {
  if (wanted === undefined) return "own";
  if (applied === wanted.commandId) return "applied";
  return wanted.state === "refused" || wanted.state === "failed" ? "notApplied" : "waiting";
}

/** The settings that all of these were sent last, none being none; undefined where they differ. */
export function sentToAll(rows: readonly Pick<FleetRow, "wanted">[]): SensorSettings | undefined {
  const [first = {}, ...others] = rows.map(sentTo);
  return others.every((each) => inOrder(each) === inOrder(first)) ? first : undefined;
}

/** The settings that a sensor was sent last, in force or not; none where it has those of its own file. The collector held them against their schema. */
export const sentTo = ({ wanted }: Pick<FleetRow, "wanted">): SensorSettings => wanted?.arguments ?? {};

/** Settings as text: the same for the same, in whatever order their fields came. */
const inOrder = (settings: SensorSettings): string =>
  JSON.stringify(Object.entries(settings).toSorted(([one], [other]) => (one < other ? -1 : 1)));
