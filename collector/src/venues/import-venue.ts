import { dirname, resolve } from "node:path";
import { Floor, Identifier, InventoryEntry, isSensorId, OperatorText, Secret } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { Check, Errors } from "typebox/value";
import { hashForMosquitto, hashSensorPassword } from "../broker/password.ts";
import { keepPlan, planUrl } from "../store/plans.ts";
import type { StateStore } from "../store/state/open-state.ts";
import { ConfigError, readFileOf } from "@probewarden/cli";

/** A venue as a file: its floors, the images of their plans, its sensors and its own access points. */
export const VenueFile = Type.Object(
  {
    venue: Type.Object(
      {
        venueId: Identifier("the venue"),
        name: OperatorText("its name", 128),
        timeZone: OperatorText("IANA time zone", 64),
        floors: Type.Array(Floor, { maxItems: 64 }),
      },
      { additionalProperties: false },
    ),
    plans: Type.Optional(
      Type.Array(
        Type.Object({ floorId: Identifier("the floor"), file: Type.String() }, { additionalProperties: false }),
      ),
    ),
    sensors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            sensorId: Identifier("the sensor"),
            name: OperatorText("its name", 128),
            floorId: Type.Optional(Identifier("its floor")),
            x: Type.Optional(Type.Number()),
            y: Type.Optional(Type.Number()),
            password: Type.Optional(Secret("its MQTT password")),
          },
          { additionalProperties: false },
        ),
      ),
    ),
    networks: Type.Optional(Type.Array(InventoryEntry, { maxItems: 1024 })),
  },
  { additionalProperties: false },
);
export type VenueFile = Static<typeof VenueFile>;

/** Reads and checks a venue file. @throws ConfigError */
export function readVenueFile(file: string): VenueFile {
  let json: unknown;
  try {
    json = JSON.parse(readFileOf(file, "the venue").toString("utf8"));
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError(`${file}: it is not JSON`, { cause });
  }
  if (Check(VenueFile, json)) return json;
  const [first] = Errors(VenueFile, json);
  throw new ConfigError(`${file}: ${first?.instancePath ?? ""} ${first?.message ?? "is not valid"}`);
}

/** Brings the venue of a file in: what is there already takes the file's values, and a sensor keeps what it has sent. */
export async function importVenue(state: StateStore, file: string, now: number): Promise<VenueFile> {
  const content = readVenueFile(file);
  const { venue, plans = [], sensors = [], networks = [] } = content;
  for (const { sensorId } of sensors) {
    if (!isSensorId(sensorId)) throw new ConfigError(`${file}: ${sensorId} cannot name a sensor`);
  }
  for (const plan of plans)
    await keepPlan(state.db, venue.venueId, plan.floorId, resolve(dirname(file), plan.file), now);
  const planned = new Set(plans.map((plan) => plan.floorId));
  const floors = venue.floors.map((floor) =>
    planned.has(floor.floorId) ? { ...floor, planUrl: planUrl(venue.venueId, floor.floorId) } : floor,
  );
  const values = {
    name: venue.name,
    time_zone: venue.timeZone,
    floors: JSON.stringify(floors),
    networks: JSON.stringify(networks),
  };
  await state.db
    .insertInto("venues")
    .values({ venue_id: venue.venueId, ...values })
    .onConflict((conflict) => conflict.column("venue_id").doUpdateSet(values))
    .execute();
  for (const { sensorId, password, ...sensor } of sensors)
    await putSensor(state, { sensorId, venueId: venue.venueId, ...sensor }, password, now);
  return content;
}

/** A sensor as a person describes it. */
export interface SensorEntry {
  sensorId: string;
  venueId: string;
  name: string;
  floorId?: string;
  x?: number;
  y?: number;
}

/** Adds a sensor, or changes its description; only a password that is given replaces the one before. */
export async function putSensor(
  state: StateStore,
  sensor: SensorEntry,
  password: string | undefined,
  now: number,
): Promise<void> {
  const values = {
    venue_id: sensor.venueId,
    name: sensor.name,
    floor_id: sensor.floorId ?? null,
    x: sensor.x ?? null,
    y: sensor.y ?? null,
    retired_at: null,
    ...(password === undefined
      ? {}
      : { password_hash: await hashSensorPassword(password), mosquitto_hash: await hashForMosquitto(password) }),
  };
  await state.db
    .insertInto("sensors")
    .values({ sensor_id: sensor.sensorId, added_at: now, password_hash: null, mosquitto_hash: null, ...values })
    .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet(values))
    .execute();
}
