import { Type, type Static, type TSchema } from "typebox";
import {
  AdvertisedSsid,
  CodeName,
  Identifier,
  InfrastructureBssid,
  OperatorName,
  OperatorText,
  ProductText,
  PublicSsid,
  Secret,
  SuspectAddress,
  Timestamp,
  Url,
  VenueSsid,
  Version,
} from "./brands.ts";
import { CameraFinding } from "./camera-finding.ts";
import { Evidence, Mitigation, Withdrawal } from "./evidence.ts";
import { Health } from "./health.ts";
import { LIMITS } from "./limits.ts";
import {
  COLLECTOR_PROBLEM_CODES,
  problemOf,
  ProblemFacts,
  SENSOR_DOUBT_CODES,
  SENSOR_REFUSAL_CODES,
  WEBHOOK_OUTCOMES,
} from "./problems.ts";
import { LongCount } from "./quantities.ts";
import { Band, Suspicion } from "./suspicion.ts";

/** A list, as every collection of the API answers. */
export const Items = <T extends TSchema>(item: T) =>
  Type.Object(
    {
      items: Type.Array(item),
      more: Type.Optional(Type.Literal(true, { description: "there are more rows than `limit` lets through" })),
      next: Type.Optional(Url("address of the page behind these rows, with its cursor `after`; absent at the end")),
    },
    { additionalProperties: false },
  );

/** An error, as the API answers it everywhere (RFC 9457, `application/problem+json`). `id` stands in the log too. */
export const ApiProblem = Type.Object(
  {
    type: Url("what kind of problem, as a name: urn:probewarden:problem: and the code"),
    title: ProductText("what kind of problem, in words; the same for each of its kind", 120),
    status: Type.Integer({ minimum: 400, maximum: 599, description: "the HTTP status" }),
    detail: ProductText("what failed here and what to do"),
    code: CodeName("what kind of problem, for a program"),
    id: Identifier("of this one occurrence, to find it in the log"),
    retryAfterSeconds: Type.Optional(
      Type.Integer({ minimum: 1, description: "when it is worth trying again, as in Retry-After" }),
    ),
  },
  { additionalProperties: false, $id: "Problem" },
);
export type ApiProblem = Static<typeof ApiProblem>;

export const Readiness = Type.Object(
  {
    state: Type.Union([Type.Literal("ready"), Type.Literal("refusing-data")], {
      description: "refusing-data: the disk, a store or the data folder fails, and nothing new is taken",
    }),
    version: Version("version of the collector"),
    contractVersion: Version("version of the contract"),
    demo: Type.Boolean({ description: "the demo venue: recordings, simulated levels" }),
    faults: Type.Array(problemOf(COLLECTOR_PROBLEM_CODES), {
      maxItems: 16,
      description: "what a person should mend",
    }),
  },
  { additionalProperties: false, $id: "Readiness" },
);
export type Readiness = Static<typeof Readiness>;

export const Session = Type.Object(
  {
    signedIn: Type.Boolean(),
    demo: Type.Boolean(),
    name: Type.Optional(OperatorText("name of the account", 64)),
    needsFirstAccount: Type.Boolean({ description: "no account exists yet: use the one-time link" }),
  },
  { additionalProperties: false, $id: "Session" },
);
export type Session = Static<typeof Session>;

export const SignIn = Type.Object(
  { name: OperatorText("name of the account", 64), password: Secret("its password") },
  { additionalProperties: false },
);
export type SignIn = Static<typeof SignIn>;
/** Another password for who is signed in. */
export const PasswordChange = Type.Object(
  { present: Secret("the password until now"), next: Secret("at least 12 characters", 12) },
  { additionalProperties: false },
);
export type PasswordChange = Static<typeof PasswordChange>;
export const FirstAccount = Type.Object(
  {
    token: Secret("token of the one-time link"),
    name: OperatorText("name of the account", 64),
    password: Secret("at least 12 characters", 12),
  },
  { additionalProperties: false },
);
export type FirstAccount = Static<typeof FirstAccount>;

/** A place on a floor plan, in metres from its upper left corner. */
export const Position = Type.Object(
  { x: Type.Number({ description: "metres to the right" }), y: Type.Number({ description: "metres down" }) },
  { additionalProperties: false },
);
export type Position = Static<typeof Position>;

const Metres = (description: string) =>
  Type.Number({ minimum: LIMITS.floorMetres.least, maximum: LIMITS.floorMetres.most, description });

export const Floor = Type.Object(
  {
    floorId: Identifier("the floor"),
    name: OperatorName("name of the floor", 64),
    widthMetres: Metres("its width"),
    heightMetres: Metres("its height"),
    planUrl: Type.Optional(Url("the plan's image, under /api/")),
  },
  { additionalProperties: false },
);
export type Floor = Static<typeof Floor>;

export const Venue = Type.Object(
  {
    venueId: Identifier("the venue"),
    name: OperatorName("name of the venue"),
    timeZone: OperatorText("IANA time zone, for example Asia/Shanghai", 64),
    floors: Type.Array(Floor, { maxItems: 64 }),
  },
  { additionalProperties: false, $id: "Venue" },
);
export type Venue = Static<typeof Venue>;

export const SensorState = Type.Union(
  [
    Type.Literal("hearing"),
    Type.Literal("deaf"),
    Type.Literal("offline"),
    Type.Literal("stopped"),
    Type.Literal("never-seen"),
  ],
  {
    description:
      "deaf: it runs and hears nothing, does not listen, or speaks another contract; offline: it was lost; stopped: somebody stopped it, and it said so",
  },
);
/** Something that was refused to a sensor, and how often. */
export const SensorRefusal = Type.Object(
  {
    reason: CodeName(`what was refused: ${SENSOR_REFUSAL_CODES.join(", ")}`),
    count: LongCount("how often since then", 1),
    since: Timestamp("when counting began: it begins anew after a day without"),
    lastAt: Timestamp("the last time"),
  },
  { additionalProperties: false },
);
export type SensorRefusal = Static<typeof SensorRefusal>;

export const Sensor = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    venueId: Identifier("its venue"),
    floorId: Type.Optional(Identifier("its floor")),
    name: OperatorName("name of the sensor"),
    position: Type.Optional(Position),
    hearingRadiusMetres: Type.Number({
      minimum: 0,
      description:
        "about how far it hears a phone-class transmitter: an estimate for a furnished floor, the same for every sensor, not measured here",
    }),
    state: SensorState,
    reasons: Type.Array(
      CodeName(`why it is deaf, offline or in doubt: a problem of health, or ${SENSOR_DOUBT_CODES.join(", ")}`),
      { maxItems: 16 },
    ),
    lastHeardAt: Type.Optional(Timestamp("latest message, by the collector's clock")),
    offlineSince: Type.Optional(Timestamp("since when it is offline or stopped, by the collector's clock")),
    clockOffsetSeconds: Type.Optional(
      Type.Number({
        description:
          "sensor's clock minus collector's, median of the last reports; beyond 30 s its findings, levels and counts are placed by corrected time",
      }),
    ),
    clockWrong: Type.Boolean({ description: "the offset is beyond 30 s" }),
    simulatedLevels: Type.Boolean({ description: "levels come from a plan, not from the air" }),
    contractVersion: Type.Optional(Version("the contract that it speaks")),
    contractMismatch: Type.Boolean({ description: "its contract differs in the major number" }),
    refused: Type.Optional(
      Type.Array(SensorRefusal, {
        maxItems: 64,
        description: "what was refused to it, where something was in the last quarter of an hour",
      }),
    ),
    health: Type.Optional(Health),
  },
  { additionalProperties: false, $id: "Sensor" },
);
export type Sensor = Static<typeof Sensor>;

/** An access point that a sensor hears all the time. */
export const Resident = Type.Object(
  {
    transmitter: InfrastructureBssid("its BSSID"),
    role: Type.Union([Type.Literal("venue"), Type.Literal("resident")]),
    name: Type.Optional(
      Type.Union([PublicSsid("a public name"), VenueSsid("the venue's"), AdvertisedSsid("a name nobody asked for")]),
    ),
    channelMhz: Type.Number(),
    medianDbm: Type.Number(),
    lastHeardAt: Timestamp("latest minute with a level"),
  },
  { additionalProperties: false },
);
export type Resident = Static<typeof Resident>;

export const Decision = Type.Union(
  [Type.Literal("authorised"), Type.Literal("dismissed"), Type.Literal("to-visit"), Type.Literal("none")],
  {
    description: "what a person decided; none takes a decision back",
  },
);
export type Decision = Static<typeof Decision>;
export const DecisionRequest = Type.Object(
  {
    decision: Decision,
    reason: OperatorText("why", 400, 1),
  },
  { additionalProperties: false },
);
export type DecisionRequest = Static<typeof DecisionRequest>;
export const DecisionRecord = Type.Object(
  { decision: Decision, reason: OperatorText("why"), by: OperatorText("who", 64), at: Timestamp("when") },
  { additionalProperties: false },
);
export type DecisionRecord = Static<typeof DecisionRecord>;

/** What one sensor says of a suspect. */
export const SuspectAtSensor = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    levelDbm: Type.Optional(Type.Number({ description: "median of its latest minute with a level" })),
    levelAt: Type.Optional(Timestamp("that minute")),
    scoreDb: Type.Optional(Type.Number({ description: "its own score; absent when it only reports the level" })),
    band: Type.Optional(Band),
    lastHeardAt: Type.Optional(Timestamp("latest finding or level")),
  },
  { additionalProperties: false },
);
export type SuspectAtSensor = Static<typeof SuspectAtSensor>;

/** Where a transmitter stands with a given share of what is believed: islands and holes as closed lines. */
export const PlaceRegion = Type.Object(
  {
    share: Type.Number({ minimum: 0, maximum: 1, description: "part of the belief that lies in it: 0.5 or 0.95" }),
    areaMetres2: Type.Number({ minimum: 0, description: "its area" }),
    rings: Type.Array(
      Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
        description: "x and y in metres on the floor; the last corner joins the first; even-odd",
      }),
      { maxItems: 160, description: "the edges of its islands and of the holes in them" },
    ),
  },
  { additionalProperties: false },
);
export type PlaceRegion = Static<typeof PlaceRegion>;

export const Place = Type.Object(
  {
    floorId: Identifier("the floor"),
    position: Position,
    radiusMetres: Type.Number({
      minimum: 0,
      description: "uncertainty: half of the likelihood lies inside",
    }),
    method: Type.Union([Type.Literal("nearest-sensor"), Type.Literal("grid")], {
      description:
        "nearest-sensor: half of the likelihood fills more than 200 m², and says no more than whose hearing it is in",
    }),
    nearestSensorId: Identifier("the sensor nearest to the place; with nearest-sensor: the loudest"),
    floorProbability: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description: "how likely that floor is, of all floors; absent when told before this was",
      }),
    ),
    regions: Type.Optional(
      Type.Array(PlaceRegion, {
        maxItems: 2,
        description: "the smallest regions that hold 50 and 95 %; absent in the history",
      }),
    ),
  },
  { additionalProperties: false },
);
export type Place = Static<typeof Place>;

/**
 * Whether it is there: heard is not the same as there, and not heard not the same as gone. Ended is what all its sensors have said after
 * half an hour of listening.
 */
export const SuspectState = Type.Union(
  [Type.Literal("active"), Type.Literal("silent"), Type.Literal("unobserved"), Type.Literal("ended")],
  {
    description:
      "active: a sensor hears it; silent: none has heard it for 15 minutes although its sensors listen; unobserved: the sensors that heard it are gone or deaf, so nobody knows; ended: all its sensors listened for half an hour without hearing it",
  },
);
export type SuspectState = Static<typeof SuspectState>;

/** Why a suspect that a person had settled is open again. */
export const ReopenReason = Type.Union(
  [
    Type.Literal("new-evidence-family"),
    Type.Literal("higher-band"),
    Type.Literal("other-transmitters"),
    Type.Literal("merged-with-unsettled"),
    Type.Literal("expired"),
  ],
  { description: "what is there that was not there when it was decided" },
);
export type ReopenReason = Static<typeof ReopenReason>;

export const Suspect = Type.Object(
  {
    suspectId: Identifier("the suspect in this venue, fused over sensors"),
    venueId: Identifier("its venue"),
    suspicion: Suspicion,
    band: Band,
    scoreDb: Type.Number({ description: "the highest score that a sensor holds now, in decibans" }),
    highestDb: Type.Number({ description: "the highest ever reached, in decibans" }),
    state: SuspectState,
    stateSince: Type.Optional(Timestamp("since when it is silent, unobserved or ended")),
    firstHeardAt: Timestamp("first heard by any sensor"),
    lastHeardAt: Timestamp("last heard by any sensor"),
    transmitters: Type.Array(SuspectAddress("an accused address"), { maxItems: 64 }),
    transmitterCount: Type.Integer({ minimum: 0 }),
    targets: Type.Array(InfrastructureBssid("a network that is hit or imitated"), { maxItems: 64 }),
    sensors: Type.Array(SuspectAtSensor, { maxItems: 256 }),
    heardBy: Type.Object(
      {
        ever: Type.Integer({ minimum: 0, description: "sensors that have judged it, or report its level now" }),
        now: Type.Integer({ minimum: 0, description: "sensors that have heard it in the last 15 minutes" }),
      },
      { additionalProperties: false, description: "how many sensors heard it" },
    ),
    place: Type.Optional(Place),
    decision: Type.Optional(DecisionRecord),
    reopened: Type.Optional(
      Type.Object(
        { at: Timestamp("when"), reasons: Type.Array(ReopenReason, { minItems: 1, maxItems: 5 }) },
        {
          additionalProperties: false,
          description: "the decision does not cover what is there now, so it settles nothing any more",
        },
      ),
    ),
    takenBack: Type.Optional(
      Type.Integer({ minimum: 1, description: "addresses that were erased because they turned out to be a station's" }),
    ),
  },
  { additionalProperties: false, $id: "Suspect" },
);
export type Suspect = Static<typeof Suspect>;

/** One row of a suspect's history. */
export const SuspectChange = Type.Object(
  {
    at: Timestamp("when the collector stored it"),
    sensorId: Type.Optional(Identifier("whose finding it was; absent for a new place")),
    state: SuspectState,
    band: Band,
    scoreDb: Type.Number({ description: "in decibans" }),
    codes: Type.Array(CodeName("an observation behind the score"), { maxItems: 32 }),
    place: Type.Optional(Place),
  },
  { additionalProperties: false },
);
export type SuspectChange = Static<typeof SuspectChange>;

export const SuspectDetail = Type.Object(
  {
    suspect: Suspect,
    priorDb: Type.Number(),
    evidence: Type.Array(
      Type.Object({ ...Evidence.properties, sensorId: Identifier("who saw it") }, { additionalProperties: false }),
      {
        description:
          "lines of the sensor with the highest score, of several the loudest, heaviest first; then those of the others",
      },
    ),
    mitigations: Type.Array(Mitigation),
    withdrawn: Type.Optional(
      Type.Array(
        Type.Object(
          { ...Withdrawal.properties, sensorId: Identifier("who took it back") },
          { additionalProperties: false },
        ),
        {
          description: "lines that a sensor told before and holds no longer, and why",
        },
      ),
    ),
    history: Type.Array(DecisionRecord, { description: "decisions, newest first" }),
    changes: Type.Array(SuspectChange, {
      maxItems: 500,
      description:
        "what changed about it, newest first: its band, its evidence, its place; at least a row an hour while it is heard",
    }),
  },
  { additionalProperties: false, $id: "SuspectDetail" },
);
export type SuspectDetail = Static<typeof SuspectDetail>;

/** Levels over time. A point: [epoch milliseconds, p10, median, p90, frames]. A gap is a gap. */
export const LevelSeries = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    points: Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number(), Type.Number()])),
    notListened: Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
      description: "spans [from, to] in epoch milliseconds in which the sensor did not listen",
    }),
  },
  { additionalProperties: false },
);
export type LevelSeries = Static<typeof LevelSeries>;

export const Camera = Type.Object(
  {
    cameraId: Identifier("the camera"),
    venueId: Identifier("its venue"),
    sensorId: Identifier("the sensor that visited it"),
    firstSeenAt: Timestamp("first visit"),
    lastSeenAt: Timestamp("latest visit"),
    unwatchedSince: Type.Optional(
      Timestamp("when the sensor that visited it was removed: nobody looks at it any more"),
    ),
    finding: CameraFinding,
  },
  { additionalProperties: false, $id: "Camera" },
);
export type Camera = Static<typeof Camera>;

export const Alert = Type.Object(
  {
    alertId: Identifier("one id from opening to its close"),
    venueId: Identifier("its venue"),
    suspectId: Identifier("what it is about"),
    suspicion: Suspicion,
    band: Band,
    state: Type.Union([Type.Literal("open"), Type.Literal("closed")]),
    openedAt: Timestamp("when the suspect first reached suspected"),
    closedAt: Type.Optional(Timestamp("when it was closed")),
    closedBy: Type.Optional(OperatorText("who closed it, or ended", 64)),
    reason: Type.Optional(OperatorText("why it was closed")),
    delivery: Type.Union(
      [Type.Literal("none"), Type.Literal("waiting"), Type.Literal("sent"), Type.Literal("failing")],
      { description: "the webhook" },
    ),
  },
  { additionalProperties: false, $id: "Alert" },
);
export type Alert = Static<typeof Alert>;

export const CloseAlert = Type.Object({ reason: OperatorText("why", 400, 1) }, { additionalProperties: false });

const WebhookOutcomeCode = CodeName(`one of: ${WEBHOOK_OUTCOMES.join(", ")}`);

/** The webhook. Its secret goes in and never comes out. */
export const Webhook = Type.Object(
  {
    url: Type.Optional(Url("where alerts are posted; absent: none")),
    hasSecret: Type.Boolean(),
    waiting: Type.Integer({ minimum: 0, description: "messages in the durable queue" }),
    failures: Type.Array(
      Type.Object(
        {
          at: Timestamp("when"),
          message: ProductText("what went wrong"),
          code: Type.Optional(WebhookOutcomeCode),
          facts: Type.Optional(ProblemFacts),
          givenUp: Type.Optional(Type.Boolean({ description: "it was the last attempt" })),
          attempts: Type.Integer({ minimum: 1 }),
        },
        { additionalProperties: false },
      ),
      { maxItems: 20, description: "latest first" },
    ),
    lastSentAt: Type.Optional(Timestamp("latest success")),
  },
  { additionalProperties: false, $id: "Webhook" },
);
export type Webhook = Static<typeof Webhook>;
export const WebhookRequest = Type.Object(
  {
    url: Type.Union([Url("http or https"), Type.Null()]),
    secret: Type.Optional(Secret("key of the HMAC-SHA-256 signature")),
  },
  { additionalProperties: false },
);
export type WebhookRequest = Static<typeof WebhookRequest>;
export const TestResult = Type.Object(
  {
    ok: Type.Boolean(),
    message: ProductText("what the receiver answered"),
    code: WebhookOutcomeCode,
    facts: Type.Optional(ProblemFacts),
  },
  { additionalProperties: false },
);
export type TestResult = Static<typeof TestResult>;

/** What the live stream carries: SSE `event:` is the kind, `data:` the row, `id:` rises. */
export const STREAM_EVENTS = ["suspect", "sensor", "camera", "alert", "outage", "reset"] as const;
export type StreamEvent = (typeof STREAM_EVENTS)[number];
