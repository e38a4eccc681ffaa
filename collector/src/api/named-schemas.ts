import {
  AirSurvey,
  Approval,
  SecondPerson,
  Alert,
  AlertCounts,
  AlertStepRow,
  AuditLine,
  AuditReport,
  CalibrationState,
  Camera,
  CameraFinding,
  CameraRecord,
  Channel,
  Collector,
  Deletion,
  EvidenceKey,
  EvidencePackage,
  FitResult,
  FloorDrawing,
  Health,
  MaintenanceWindow,
  CommandRow,
  FleetRow,
  HearingRow,
  Release,
  ReleaseRow,
  Rollout,
  RolloutPlan,
  NewcomerRow,
  NoticeRow,
  Outage,
  ApiProblem,
  Readiness,
  ClaimCode,
  SiteCode,
  Sensor,
  SensorSetup,
  Session,
  Suspect,
  SensorTimeline,
  SuspectDetail,
  VenueDay,
  VenueNetworks,
  SuspectPast,
  SuspectPresence,
  SuspectTimeline,
  Venue,
  Webhook,
  MadeInvitation,
  OpenInvitation,
  People,
  Person,
  PersonSession,
  ApiToken,
  MadeApiToken,
  OwnSecondStep,
  BegunSecondStep,
  RecoveryCodes,
  SignInProvider,
  ProviderAddress,
  ProviderArrival,
  OwnProvider,
} from "@probewarden/contract";
import type { FastifyInstance } from "fastify";
import { Type, type Static, type TSchema } from "typebox";
import { PROBLEM_JSON } from "./problem.ts";

/** Schemas that stand under their own name in the OpenAPI document. */
const NAMED: readonly TSchema[] = [
  ApiProblem,
  Readiness,
  Session,
  Venue,
  FitResult,
  FloorDrawing,
  Sensor,
  SensorSetup,
  ClaimCode,
  SiteCode,
  Suspect,
  SuspectDetail,
  SuspectTimeline,
  VenueDay,
  SuspectPast,
  SuspectPresence,
  SensorTimeline,
  CalibrationState,
  Camera,
  CameraRecord,
  NewcomerRow,
  AirSurvey,
  VenueNetworks,
  Release,
  CommandRow,
  FleetRow,
  HearingRow,
  ReleaseRow,
  Rollout,
  RolloutPlan,
  Alert,
  AlertCounts,
  AlertStepRow,
  AuditLine,
  AuditReport,
  Webhook,
  Channel,
  NoticeRow,
  MaintenanceWindow,
  EvidencePackage,
  EvidenceKey,
  Approval,
  SecondPerson,
  Health,
  CameraFinding,
  Collector,
  Deletion,
  Outage,
  Person,
  OpenInvitation,
  People,
  MadeInvitation,
  PersonSession,
  ApiToken,
  MadeApiToken,
  OwnSecondStep,
  BegunSecondStep,
  RecoveryCodes,
  SignInProvider,
  ProviderAddress,
  ProviderArrival,
  OwnProvider,
];

const idOf = (schema: TSchema): string | undefined =>
  "$id" in schema && typeof schema.$id === "string" ? schema.$id : undefined;

/** A schema as plain JSON Schema, in which each named schema below the top is a reference. */
function flatten(value: unknown, top: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => flatten(item, false));
  if (typeof value !== "object" || value === null) return value;
  if (!top && "$id" in value && typeof value.$id === "string") return { $ref: `${value.$id}#` };
  // `brand` says who may speak through a string; it is no keyword of JSON Schema.
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "brand")
      .map(([key, item]) => [key, flatten(item, false)]),
  );
}

/** Makes the named schemas known to the server. */
export function addNamedSchemas(app: FastifyInstance): void {
  for (const schema of NAMED) app.addSchema(flatten(schema, true));
}

/** A schema for an answer: by its name when it has one. The type stays that of the schema. */
export function answer<T extends TSchema>(schema: T): ReturnType<typeof Type.Unsafe<Static<T>>> {
  return Type.Unsafe<Static<T>>(flatten(schema, idOf(schema) === undefined) as TSchema);
}

/** What every route may answer when it fails. */
const problem = { description: "", content: { [PROBLEM_JSON]: { schema: answer(ApiProblem) } } };
export const failures = { "4xx": problem, "5xx": problem };
