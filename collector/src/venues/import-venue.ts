import { askToForget, forgetNoMore } from "../broker/clearances.ts";
import { dirname, resolve } from "node:path";
import { ConfigError, firstMistake, readJsonOf } from "@probewarden/cli";
import {
  Floor,
  Identifier,
  InventoryEntry,
  OperatorName,
  OperatorText,
  Secret,
  VenueLocation,
} from "@probewarden/contract";
import type { Kysely } from "kysely";
import { Type, type Static } from "typebox";
import { Check } from "typebox/value";
import { hashForMosquitto, hashSensorPassword } from "../broker/password.ts";
import { keepPlan, removePlans } from "../store/plans.ts";
import { audit } from "../people/audit.ts";
import type { StateStore } from "../store/state/open-state.ts";
import type { StateTables } from "../store/state/tables.ts";
import { checkId } from "./check-names.ts";
import { isOnFloor } from "./floor-size.ts";
import { columnsOf } from "./location.ts";
import { readPlanFile } from "./plans/check-plan.ts";
import type { Plan } from "./plans/plan-limits.ts";
import { readFloors } from "./read-venues.ts";
import { checkTimeZone } from "./time-zone.ts";

/** A venue as a file: its floors, the images of their plans, its sensors and its own access points. */
export const VenueFile = Type.Object(
  {
    venue: Type.Object(
      {
        venueId: Identifier("the venue"),
        name: OperatorName("its name"),
        timeZone: OperatorText("IANA time zone", 64),
        location: Type.Optional(VenueLocation),
        district: Type.Optional(OperatorName("its district, or another group", 64)),
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
            name: OperatorName("its name"),
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

/** Right values for what is often written wrongly, by JSON pointer. */
const EXAMPLES = {
  "/venue": '"venueId": "grand-mall", "name": "Grand Mall", "timeZone": "Asia/Shanghai", "floors": []',
  "/venue/venueId": "grand-mall",
  "/venue/name": "Grand Mall",
  "/venue/timeZone": "Asia/Shanghai",
  "/venue/location": '{ "latitudeDegrees": 31.2304, "longitudeDegrees": 121.4737 }',
  "/venue/location/latitudeDegrees": "31.2304",
  "/venue/location/longitudeDegrees": "121.4737",
  "/venue/district": "Huangpu",
  "/venue/floors/floorId": "floor-b1",
  "/venue/floors/name": "B1",
  "/venue/floors/widthMetres": "60",
  "/venue/floors/heightMetres": "40",
  "/sensors/sensorId": "north-gate",
  "/sensors/name": "North gate",
  "/networks/bssid": "02:00:00:00:00:01",
} as Readonly<Record<string, string>>;

/** Reads and checks a venue file: its form, and what must hold between its parts. @throws ConfigError */
export function readVenueFile(file: string): VenueFile {
  const json = readJsonOf(file, "the venue", 'configs of `venue import` begin with {"venue": …}');
  if (!Check(VenueFile, json)) throw new ConfigError(`${file}: ${firstMistake(VenueFile, json, EXAMPLES)}`);
  checkVenueFile(json, file);
  return {
    ...json,
    venue: { ...json.venue, timeZone: checkTimeZone(json.venue.timeZone, `${file}: /venue/timeZone`) },
  };
}

/** What no single value can say. */
function checkVenueFile({ venue, plans = [], sensors = [] }: VenueFile, file: string): void {
  const refuse = (message: string): never => {
    throw new ConfigError(`${file}: ${message}`);
  };
  const once = (ids: readonly string[], place: (index: number) => string): void =>
    ids.forEach((id, index) => {
      if (ids.indexOf(id) !== index) refuse(`${place(index)} ${id} stands twice (example: ${id}-2)`);
    });
  once(
    venue.floors.map(({ floorId }) => floorId),
    (index) => `/venue/floors/${index}/floorId`,
  );
  once(
    sensors.map(({ sensorId }) => sensorId),
    (index) => `/sensors/${index}/sensorId`,
  );
  const floorIds = venue.floors.map(({ floorId }) => floorId);
  const floorAt = (floorId: string, place: string): Floor =>
    venue.floors.find((floor) => floor.floorId === floorId) ??
    refuse(`${place} ${floorId} is no floor of the file (${floorIds.join(", ") || "it has none"})`);
  for (const [index, { floorId }] of plans.entries()) floorAt(floorId, `/plans/${index}/floorId`);
  for (const [index, { sensorId, floorId, x, y }] of sensors.entries()) {
    const place = `/sensors/${index}`;
    checkId(sensorId, "sensor", "north-gate");
    if (floorId === undefined && x === undefined && y === undefined) continue;
    if (floorId === undefined || x === undefined || y === undefined)
      return refuse(`${place} floorId, x and y need each other (example: "floorId": "ground", "x": 12.5, "y": 3)`);
    const floor = floorAt(floorId, `${place}/floorId`);
    if (!isOnFloor(floor, { x, y }))
      refuse(
        `${place} ${sensorId} at ${x}, ${y} is outside ${floorId}, which is ${floor.widthMetres} m wide and ${floor.heightMetres} m high (example: "x": ${floor.widthMetres / 2}, "y": ${floor.heightMetres / 2})`,
      );
  }
}

/** A venue file with all that it names, checked and ready to be written. */
export interface LoadedVenue {
  file: string;
  content: VenueFile;
  plans: { floorId: string; plan: Plan }[];
  sensors: { sensor: SensorEntry; hashes: SensorHashes }[];
}

/** Reads a venue file, the images that it names, and checks all of it. @throws ConfigError */
export async function loadVenue(file: string): Promise<LoadedVenue> {
  const content = readVenueFile(file);
  const plans: LoadedVenue["plans"] = [];
  for (const { floorId, file: image } of content.plans ?? [])
    plans.push({ floorId, plan: await readPlanFile(resolve(dirname(file), image)) });
  const sensors: LoadedVenue["sensors"] = [];
  for (const { password, ...sensor } of content.sensors ?? [])
    sensors.push({ sensor: { ...sensor, venueId: content.venue.venueId }, hashes: await hashesOf(password) });
  return { file, content, plans, sensors };
}

/**
 * Brings a venue in, and says in the record who did: what is there already takes the file's values, and a sensor keeps what it has sent. All of it is written or nothing.
 * @throws ConfigError for a sensor of another venue
 */
export async function importVenue(state: StateStore, loaded: LoadedVenue, now: number, by: string): Promise<VenueFile> {
  const { file, content, plans, sensors } = loaded;
  const { venue, networks = [] } = content;
  const floors = readFloors(JSON.stringify(venue.floors));
  const values = {
    name: venue.name,
    time_zone: venue.timeZone,
    floors: JSON.stringify(floors),
    networks: JSON.stringify(networks),
    ...columnsOf(venue.location),
    district: venue.district ?? null,
  };
  await state.transaction(async (db) => {
    await refuseForeign(
      db,
      venue.venueId,
      sensors.map(({ sensor }) => sensor),
      file,
    );
    const before = await db
      .selectFrom("venues")
      .select("floors")
      .where("venue_id", "=", venue.venueId)
      .executeTakeFirst();
    for (const { floorId: gone } of readFloors(before?.floors ?? "[]"))
      if (!floors.some(({ floorId }) => floorId === gone)) await removePlans(db, venue.venueId, gone);
    await db
      .insertInto("venues")
      .values({ venue_id: venue.venueId, ...values })
      .onConflict((conflict) => conflict.column("venue_id").doUpdateSet(values))
      .execute();
    for (const { floorId, plan } of plans) await keepPlan(db, { venueId: venue.venueId, floorId }, plan, now);
    for (const { sensor, hashes } of sensors) await writeSensor(db, sensor, hashes, now);
    await audit(db, { at: now, by, action: "venue-imported", subject: venue.venueId });
  });
  return content;
}

/** A sensor belongs to one venue; a file of another must not carry it away with all that it will send. */
async function refuseForeign(
  db: Kysely<StateTables>,
  venueId: string,
  sensors: readonly { sensorId: string }[],
  file: string,
): Promise<void> {
  const others = await db
    .selectFrom("sensors")
    .select(["sensor_id", "venue_id"])
    .where("venue_id", "!=", venueId)
    .where("retired_at", "is", null)
    .execute();
  for (const { sensor_id, venue_id } of others)
    if (sensors.some(({ sensorId }) => sensorId === sensor_id))
      throw new ConfigError(
        `${file}: /sensors ${sensor_id} is a sensor of ${venue_id} (remove it there first: sensor remove ${sensor_id})`,
      );
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

/** What a sensor's password is checked against. Empty: the one before stays. */
export type SensorHashes = { password_hash: string; mosquitto_hash: string } | Record<string, never>;

export const hashesOf = async (password: string | undefined): Promise<SensorHashes> =>
  password === undefined
    ? {}
    : { password_hash: await hashSensorPassword(password), mosquitto_hash: await hashForMosquitto(password) };

/** Adds a sensor, or changes its description; only a password that is given replaces the one before. */
export async function putSensor(
  state: StateStore,
  sensor: SensorEntry,
  password: string | undefined,
  { by, at }: { by: string; at: number },
): Promise<void> {
  const hashes = await hashesOf(password);
  await state.transaction(async (trx) => {
    const known = await trx
      .selectFrom("sensors")
      .select("retired_at")
      .where("sensor_id", "=", sensor.sensorId)
      .executeTakeFirst();
    await writeSensor(trx, sensor, hashes, at);
    const action = known === undefined || known.retired_at !== null ? "sensor-added" : "sensor-changed";
    await audit(trx, { at, by, action, subject: `${sensor.sensorId} ${sensor.venueId}` });
  });
}

/** Writes a sensor within a change; a hash that is not given stays as it is. */
export async function writeSensor(
  db: Kysely<StateTables>,
  sensor: SensorEntry,
  hashes: SensorHashes,
  now: number,
): Promise<void> {
  const values = {
    venue_id: sensor.venueId,
    name: sensor.name,
    floor_id: sensor.floorId ?? null,
    x: sensor.x ?? null,
    y: sensor.y ?? null,
    retired_at: null,
    ...hashes,
  };
  const { sensorId, venueId } = sensor;
  const before = await db.selectFrom("sensors").select("venue_id").where("sensor_id", "=", sensorId).executeTakeFirst();
  if (before !== undefined && before.venue_id !== venueId)
    await askToForget(db, { venueId: before.venue_id, sensorId }, now);
  for (const back of [{ venueId, sensorId }, { venueId }]) await forgetNoMore(db, back);
  await db
    .insertInto("sensors")
    .values({ sensor_id: sensor.sensorId, added_at: now, password_hash: null, mosquitto_hash: null, ...values })
    .onConflict((conflict) => conflict.column("sensor_id").doUpdateSet(values))
    .execute();
}
