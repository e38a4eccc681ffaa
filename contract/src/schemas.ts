import type { TSchema } from "typebox";
import * as api from "./api.ts";
import { Collector, Deletion, Outage } from "./collector.ts";
import { Ack, SensorConfig, Trust, VersionNotice, Watch } from "./downlink.ts";
import { MESSAGE_SCHEMAS } from "./envelope.ts";
import { SensorTimeline, SuspectTimeline } from "./time.ts";
import { Status } from "./health.ts";

/** Every schema that travels between sensor and collector, by the name of its kind. */
export const WIRE_SCHEMAS: Readonly<Record<string, TSchema>> = {
  ...MESSAGE_SCHEMAS,
  status: Status,
  ack: Ack,
  "version-notice": VersionNotice,
  watch: Watch,
  trust: Trust,
  config: SensorConfig,
};

/** Every schema of the HTTP API, by its name. */
export const API_SCHEMAS: Readonly<Record<string, TSchema>> = Object.fromEntries(
  (
    Object.entries({ ...api, Collector, Outage, Deletion, SuspectTimeline, SensorTimeline }) as [string, unknown][]
  ).filter(([, value]) => isSchema(value)) as [string, TSchema][],
);

/** The module's other exports are functions, lists of names and types. */
function isSchema(value: unknown): value is TSchema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
