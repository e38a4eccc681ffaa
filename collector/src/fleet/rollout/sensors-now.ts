import type { Answer, Release, Sensor } from "@probewarden/contract";
import { readSensors } from "../../sensors/read-sensors.ts";
import type { StateReader } from "../../store/state/open-state.ts";
import type { Entry, SensorNow } from "./rollout.ts";
import { verdictOf } from "./verdict.ts";

const instantOf = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text));

/** What is known now of all sensors of a venue, for an update of it to a version. */
export async function sensorsNow(
  state: StateReader,
  { venueId, version, releases }: { venueId: string; version: string; releases: readonly Release[] },
  entries: readonly Entry[],
  now: number,
): Promise<Map<string, SensorNow>> {
  const sensors = await readSensors(state, { venueId }, now);
  const answers = await answersOf(state, entries);
  const commands = new Map(entries.map(({ sensorId, commandId }) => [sensorId, commandId]));
  return new Map(
    sensors.map((sensor) => {
      const commandId = commands.get(sensor.sensorId);
      const answer = commandId === undefined ? undefined : answers.get(commandId);
      return [sensor.sensorId, { ...stateOf(sensor), answer, verdict: verdictOf(sensor.health, version, releases) }];
    }),
  );
}

const stateOf = ({
  state,
  reasons,
  health,
  wellSince,
  offlineSince,
}: Sensor): Omit<SensorNow, "answer" | "verdict"> => ({
  version: health?.version,
  isAway: state === "offline" || state === "stopped" || state === "never-seen",
  isWell: state === "hearing" && reasons.length === 0,
  wellSince: instantOf(wellSince),
  awaySince: instantOf(offlineSince),
});

/** What those that were told have answered, by their command. */
export async function answersOf(
  { db }: Pick<StateReader, "db">,
  entries: readonly Entry[],
): Promise<Map<string, Answer>> {
  const asked = entries.flatMap(({ step, commandId }) =>
    step === "told" && commandId !== undefined ? [commandId] : [],
  );
  if (asked.length === 0) return new Map();
  const rows = await db
    .selectFrom("sensor_commands")
    .select(["command_id", "answer"])
    .where("command_id", "in", asked)
    .where("answer", "is not", null)
    .execute();
  return new Map(rows.map(({ command_id: id, answer }) => [id, JSON.parse(answer ?? "{}") as Answer]));
}
