import { Type, type Static } from "typebox";
import { CodeName, Identifier, OperatorText, Sha256, Timestamp, Version } from "./brands.ts";
import { COLLECTOR_PROBLEM_CODES, problemOf } from "./problems.ts";
import { Count, LongCount } from "./quantities.ts";

const Milliseconds = (description: string) => Type.Number({ minimum: 0, maximum: 1e12, description });

/** A collector, as a row like a sensor's: what it could and could not do lately. */
export const Collector = Type.Object(
  {
    name: OperatorText("its machine and port", 128),
    state: Type.Union([Type.Literal("ready"), Type.Literal("refusing-data"), Type.Literal("silent")], {
      description: "refusing-data: it takes nothing new; silent: it has not reported for a minute and a half",
    }),
    version: Version("version of the collector"),
    startedAt: Timestamp("when it started"),
    reportedAt: Timestamp("when it said this"),
    queue: Type.Object(
      {
        messages: Count("messages that came and are not stored yet"),
        bytes: LongCount("their octets"),
        lagMilliseconds: Milliseconds("how long the oldest of them has waited"),
      },
      { additionalProperties: false, description: "between the broker and the stores" },
    ),
    disk: Type.Object(
      {
        freeBytes: Type.Optional(LongCount("free octets where the data folder lives")),
        writeMilliseconds: Type.Optional(Milliseconds("what a small durable write took; absent: it did not succeed")),
      },
      { additionalProperties: false, description: "the disk of the data folder" },
    ),
    stateStore: Type.Object(
      {
        kind: Type.Union([Type.Literal("sqlite"), Type.Literal("postgres")]),
        answerMilliseconds: Type.Optional(Milliseconds("what a small transaction took; absent: it did not succeed")),
      },
      { additionalProperties: false, description: "the store of the state" },
    ),
    seriesStore: Type.Object(
      {
        kind: Type.Union([Type.Literal("sqlite"), Type.Literal("influx")]),
        isWell: Type.Boolean({ description: "the latest write of levels and counts succeeded" }),
      },
      { additionalProperties: false, description: "the store of levels and counts" },
    ),
    hearsBroker: Type.Boolean({ description: "connected to the broker, and subscribed" }),
    leads: Type.Optional(
      Type.Boolean({ description: "it does what one collector does for all; absent: of a version that did not say" }),
    ),
    packageKey: Type.Optional(
      Sha256("fingerprint of the key with which it signs packages of evidence; absent: it has none yet"),
    ),
    loopDelayMilliseconds: Milliseconds("99th percentile of the event loop's delay since the report before"),
    memoryBytes: LongCount("memory of the process"),
    notices: Type.Object(
      {
        waiting: Count("notices that wait to be sent"),
        failing: Type.Boolean({ description: "the latest attempt failed, and nothing got through since" }),
      },
      { additionalProperties: false, description: "what people are to be told" },
    ),
    counted: Type.Object(
      {
        received: LongCount("messages that came from the broker"),
        stored: LongCount("stored for the first time"),
        duplicates: LongCount("came again, stored once"),
        refused: LongCount("not taken because of a store or the disk; they come again"),
        deadLetters: LongCount("can never be accepted"),
      },
      { additionalProperties: false, description: "since it started" },
    ),
    faults: Type.Array(problemOf(COLLECTOR_PROBLEM_CODES), { maxItems: 16, description: "what a person should mend" }),
  },
  { additionalProperties: false, $id: "Collector" },
);
export type Collector = Static<typeof Collector>;

/** Something of ours that died and that people were told of. It is over by itself. */
export const Outage = Type.Object(
  {
    outageId: Identifier("one id from the first word to its end"),
    kind: Type.Union(
      [
        Type.Literal("sensor-silent"),
        Type.Literal("sensor-deaf"),
        Type.Literal("venue-dark"),
        Type.Literal("notices-fail"),
      ],
      {
        description:
          "sensor-silent: sensors died; sensor-deaf: sensors report and hear nothing; venue-dark: no sensor of the venue reports any more; notices-fail: nobody can be told",
      },
    ),
    venueId: Type.Optional(Identifier("the venue; absent: of no one venue")),
    sensors: Type.Array(Identifier("a sensor that it is about"), { maxItems: 256 }),
    state: Type.Union([Type.Literal("open"), Type.Literal("closed")]),
    openedAt: Timestamp("when people were told"),
    closedAt: Type.Optional(Timestamp("when it was over")),
    reason: Type.Optional(
      CodeName("why it is over: returned; stopped (or removed); sensor-silent or venue-dark, which took its place"),
    ),
    delivery: Type.Union(
      [Type.Literal("none"), Type.Literal("waiting"), Type.Literal("sent"), Type.Literal("failing")],
      { description: "whether people were told of it, by whatever channel" },
    ),
  },
  { additionalProperties: false, $id: "Outage" },
);
export type Outage = Static<typeof Outage>;
export type OutageKind = Outage["kind"];

/** What is deleted by rule, and why. */
export const DELETION_KINDS = [
  "levels",
  "findings",
  "suspect-changes",
  "suspects",
  "alerts",
  "outages",
  "cameras",
  "newcomers",
  "excerpts",
  "decisions",
  "sessions",
  "audit",
  "dead-letters",
  "notices",
  "commands",
  "rollouts",
  "deletions",
  // Which message numbers came.
  "received",
] as const;
export type DeletionKind = (typeof DELETION_KINDS)[number];

/** By which rule rows go: older than the configuration keeps; more than are ever kept, the oldest first; a person removed what they were of. */
export const DELETION_RULES = ["age", "limit", "removed"] as const;
export type DeletionRule = (typeof DELETION_RULES)[number];

/** One line of the log of deletions: it says that and how much, never what. */
export const Deletion = Type.Object(
  {
    at: Timestamp("when it was deleted"),
    kind: CodeName(`one of: ${DELETION_KINDS.join(", ")}`),
    rows: Count("how many rows went"),
    until: Timestamp("everything of this kind from before this instant went"),
    rule: CodeName(
      `by which rule: ${DELETION_RULES.join(", ")} (older than the configuration keeps; more than are ever kept; a person removed what it was of)`,
    ),
  },
  { additionalProperties: false, $id: "Deletion" },
);
export type Deletion = Static<typeof Deletion>;
