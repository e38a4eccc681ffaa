import type { Insertable } from "kysely";
import type { StateTables } from "./tables.ts";

/** The venue `mall`, without floors, for tests. */
export const makeVenueRow = (
  over: Partial<Insertable<StateTables["venues"]>> = {},
): Insertable<StateTables["venues"]> => ({
  venue_id: "mall",
  name: "Mall",
  time_zone: "Asia/Shanghai",
  floors: "[]",
  networks: "[]",
  ...over,
});

/** A sensor of the venue `mall` that nobody has heard yet, for tests. */
export const makeSensorRow = (
  sensorId: string,
  over: Partial<Insertable<StateTables["sensors"]>> = {},
): Insertable<StateTables["sensors"]> => ({
  sensor_id: sensorId,
  venue_id: "mall",
  floor_id: null,
  name: sensorId,
  x: null,
  y: null,
  password_hash: null,
  mosquitto_hash: null,
  added_at: 0,
  retired_at: null,
  status: null,
  status_at: null,
  contract_version: null,
  last_message_at: null,
  clock_offset_ms: null,
  health: null,
  health_boot: null,
  health_seq: null,
  ...over,
});

/** A suspected box of the venue `mall` that one sensor holds and nobody has decided on, for tests. */
export const makeSuspectRow = (
  suspectId: string,
  over: Partial<Insertable<StateTables["suspects"]>> = {},
): Insertable<StateTables["suspects"]> => ({
  suspect_id: suspectId,
  venue_id: "mall",
  suspicion: "probe-box",
  state: "active",
  state_since: null,
  band: "suspected",
  score_db: 12,
  highest_db: 12,
  first_heard_at: 1,
  last_heard_at: 2,
  transmitter_count: 1,
  targets: "[]",
  place: null,
  decision: null,
  decided_on: null,
  reopened: null,
  taken_back: 0,
  ...over,
});
