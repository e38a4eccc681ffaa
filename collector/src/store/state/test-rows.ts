import type { StateTables } from "./tables.ts";

/** A sensor of the venue `mall` that nobody has heard yet, for tests. */
export const makeSensorRow = (
  sensorId: string,
  over: Partial<StateTables["sensors"]> = {},
): StateTables["sensors"] => ({
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
