import type { Scope, SensorSetup } from "@probewarden/contract";
import { isoInstant } from "../../iso-instant.ts";
import { withinScope } from "../../people/scope.ts";
import type { StateReader } from "../../store/state/open-state.ts";
import { isBehind, pageOf, type Order, type Page } from "../../store/state/page-cursor.ts";
import type { StateTables } from "../../store/state/tables.ts";
import { CODE_MS } from "./claim.ts";
import { photoUrl } from "./photos.ts";

const LIST = "setups";
const ORDER = [["sensors.sensor_id", "text"]] as const satisfies Order;

/**
 * How far people got with every sensor that is not retired, by its id; one that nobody has touched stands there with its names alone.
 * @throws CursorError
 */
export async function readSetups(
  state: StateReader,
  filter: { venueId?: string; sensorId?: string; within: Scope; after?: string; limit: number },
  now: number,
): Promise<Page<SensorSetup>> {
  let query = state.db
    .selectFrom("sensors")
    .leftJoin("sensor_setups", "sensor_setups.sensor_id", "sensors.sensor_id")
    .selectAll("sensor_setups")
    .select(["sensors.sensor_id as id", "sensors.venue_id"])
    .where("sensors.retired_at", "is", null)
    .where(withinScope(filter.within, "sensors.venue_id"))
    .orderBy("sensors.sensor_id")
    .limit(filter.limit + 1);
  if (filter.venueId !== undefined) query = query.where("sensors.venue_id", "=", filter.venueId);
  if (filter.sensorId !== undefined) query = query.where("sensors.sensor_id", "=", filter.sensorId);
  if (filter.after !== undefined) query = query.where(isBehind(LIST, ORDER, filter.after, "asc"));
  const { items, next } = pageOf(LIST, await query.execute(), filter.limit, (row) => [row.id]);
  return { items: items.map((row) => asSetup(row, now)), next };
}

type Row = { id: string; venue_id: string } & {
  [Column in Exclude<keyof StateTables["sensor_setups"], "sensor_id">]: StateTables["sensor_setups"][Column] | null;
};

function asSetup(row: Row, now: number): SensorSetup {
  const { claimed_by, claimed_at, photo_by, photo_at, heard_by, heard_at, heard_dbm, heard_minute } = row;
  const until = row.code_until === null ? 0 : Number(row.code_until);
  const isUsed = claimed_at !== null && Number(claimed_at) >= until - CODE_MS;
  return {
    sensorId: row.id,
    venueId: row.venue_id,
    ...(until > now && !isUsed ? { codeUntil: isoInstant(until) } : {}),
    ...(claimed_by === null || claimed_at === null
      ? {}
      : { claimed: { by: claimed_by, at: isoInstant(Number(claimed_at)) } }),
    ...(photo_by === null || photo_at === null
      ? {}
      : { photo: { url: photoUrl(row.id, Number(photo_at)), by: photo_by, at: isoInstant(Number(photo_at)) } }),
    ...(heard_by === null || heard_at === null || heard_dbm === null || heard_minute === null
      ? {}
      : {
          heard: {
            levelDbm: heard_dbm,
            minute: isoInstant(Number(heard_minute)),
            by: heard_by,
            at: isoInstant(Number(heard_at)),
          },
        }),
  };
}
