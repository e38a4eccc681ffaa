import type { TSchema } from "typebox";
import * as api from "./api.ts";
import { Ack, Command, SensorConfig, Watch } from "./downlink.ts";
import { MESSAGE_SCHEMAS } from "./envelope.ts";
import { Status } from "./health.ts";

/** Every schema that travels between sensor and collector, by the name of its kind. */
export const WIRE_SCHEMAS: Readonly<Record<string, TSchema>> = {
  ...MESSAGE_SCHEMAS,
  status: Status,
  ack: Ack,
  watch: Watch,
  config: SensorConfig,
  command: Command,
};

/** Every schema of the HTTP API, by its name. */
export const API_SCHEMAS: Readonly<Record<string, TSchema>> = Object.fromEntries(
  Object.entries(api).filter((entry): entry is [string, TSchema] => typeof entry[1] === "object" && entry[1] !== null && !Array.isArray(entry[1])),
);
