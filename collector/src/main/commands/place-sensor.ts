import { CommandError, ConfigError } from "@probewarden/cli";
import { audit } from "../../people/audit.ts";
import { COMMAND_LINE } from "../../people/invitations.ts";
import type { StateStore } from "../../store/state/open-state.ts";
import { isOnFloor } from "../../venues/floor-size.ts";
import { readFloors } from "../../venues/read-venues.ts";
import { preparedConfigOf, withState, type CommandContext } from "../command-context.ts";

/** `--floor --x --y` as they were typed. */
export interface PlaceOptions {
  floor?: string;
  x?: number;
  y?: number;
}

/** Where a sensor hangs: metres to the right and down from the upper left corner of its floor's plan. */
export interface SensorPlace {
  floorId: string;
  x: number;
  y: number;
}

/** The place that the options name, on a floor that the venue has; undefined where they name none. @throws ConfigError, CommandError */
export async function placeOf(
  state: StateStore,
  venueId: string,
  { floor: floorId, x, y }: PlaceOptions,
): Promise<SensorPlace | undefined> {
  if (floorId === undefined && x === undefined && y === undefined) return undefined;
  if (floorId === undefined || x === undefined || y === undefined)
    throw new ConfigError("--floor, --x, --y: each needs the others (example: --floor ground --x 12.5 --y 3)");
  const row = await state.db.selectFrom("venues").select("floors").where("venue_id", "=", venueId).executeTakeFirst();
  const floors = readFloors(row?.floors ?? "[]");
  const floor = floors.find((known) => known.floorId === floorId);
  if (floor === undefined) {
    const known =
      floors.length === 0
        ? "there is none yet (add one with `venue floor`)"
        : `there are: ${floors.map((one) => one.floorId).join(", ")}`;
    throw new CommandError(`${floorId}: ${venueId} has no such floor; ${known}`);
  }
  const { widthMetres, heightMetres } = floor;
  if (!isOnFloor(floor, { x, y }))
    throw new ConfigError(
      `--x ${x} --y ${y}: it is outside ${floorId}, which is ${widthMetres} m wide and ${heightMetres} m high (example: --x ${widthMetres / 2} --y ${heightMetres / 2})`,
    );
  return { floorId, x, y };
}

/** Moves a sensor to another place of its venue; its password stays. */
export async function placeSensor(
  context: CommandContext,
  sensorId: string,
  options: PlaceOptions & { config?: string },
): Promise<void> {
  const place = await withState(preparedConfigOf(context, options.config), async (state) => {
    const sensor = await state.db
      .selectFrom("sensors")
      .select("venue_id")
      .where("sensor_id", "=", sensorId)
      .where("retired_at", "is", null)
      .executeTakeFirst();
    if (sensor === undefined)
      throw new CommandError(`${sensorId}: there is no such sensor (\`sensor list\` shows them)`);
    const wanted = await placeOf(state, sensor.venue_id, options);
    if (wanted === undefined)
      throw new ConfigError("--floor, --x, --y: say where it is (example: --floor ground --x 12.5 --y 3)");
    await state.transaction(async (trx) => {
      await trx
        .updateTable("sensors")
        .set({ floor_id: wanted.floorId, x: wanted.x, y: wanted.y })
        .where("sensor_id", "=", sensorId)
        .execute();
      const subject = `${sensorId} ${wanted.floorId}`;
      await audit(trx, { at: context.now(), by: COMMAND_LINE, action: "sensor-placed", subject });
    });
    return wanted;
  });
  context.print(
    `${sensorId} is at ${place.x}, ${place.y} of ${place.floorId}; what is heard from now on is judged there`,
  );
}
