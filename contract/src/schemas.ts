import { type TSchema } from "typebox";
import * as api from "./api/index.ts";
import { Command, Orders } from "./command.ts";
import { Collector, Deletion, Outage } from "./collector.ts";
import { Ack, SensorConfig, Trust, VersionNotice, Watch } from "./downlink.ts";
import { MESSAGE_SCHEMAS } from "./envelope.ts";
import { Status } from "./health.ts";
import { Piece, Want } from "./release.ts";

/** Every schema that travels between sensor and collector, by the name of its kind. */
export const WIRE_SCHEMAS: Readonly<Record<string, TSchema>> = {
  ...MESSAGE_SCHEMAS,
  status: Status,
  ack: Ack,
  "version-notice": VersionNotice,
  watch: Watch,
  trust: Trust,
  config: SensorConfig,
  orders: Orders,
  command: Command,
  want: Want,
  piece: Piece,
};

/** Every schema of the HTTP API, by its name. */
export const API_SCHEMAS: Readonly<Record<string, TSchema>> = Object.fromEntries(
  (Object.entries({ ...api, Collector, Outage, Deletion }) as [string, unknown][]).filter(isNamedSchema),
);

/** The modules' other exports are functions, lists of names, tables and types: a schema is what typebox has marked. */
function isNamedSchema(entry: [string, unknown]): entry is [string, TSchema] {
  const [, value] = entry;
  return typeof value === "object" && value !== null && "~kind" in value;
}
