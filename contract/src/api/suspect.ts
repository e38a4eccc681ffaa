import { Type, type Static } from "typebox";
import { CodeName, Identifier, InfrastructureBssid, SuspectAddress, Timestamp } from "../brands.ts";
import { Evidence, Mitigation, Withdrawal } from "../evidence.ts";
import { Band, Suspicion } from "../suspicion.ts";
import { DecisionEntry, DecisionRecord } from "./decision.ts";
import { Place } from "./place.ts";

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

export const SuspectState = Type.Union(
  [Type.Literal("active"), Type.Literal("silent"), Type.Literal("unobserved"), Type.Literal("ended")],
  {
    description:
      "active: a sensor hears it; silent: none has heard it for 15 minutes although its sensors listen; unobserved: the sensors that heard it are gone, deaf or cannot read most of what they hear, so nobody knows; ended: all its sensors listened for half an hour without hearing it",
  },
);
export type SuspectState = Static<typeof SuspectState>;

/** Why a suspect that a person had settled is open again. */
export const ReopenReason = Type.Union(
  [
    Type.Literal("new-evidence-family"),
    Type.Literal("higher-band"),
    Type.Literal("other-transmitters"),
    Type.Literal("other-targets"),
    Type.Literal("sender-unknown"),
    Type.Literal("merged-with-unsettled"),
    Type.Literal("expired"),
  ],
  {
    description:
      "what is there that was not there when it was decided; other-targets: a sender that hides behind others' addresses hits others than then; sender-unknown: the addresses that it was about were taken back, and what came since may be anybody's",
  },
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
        { at: Timestamp("when"), reasons: Type.Array(ReopenReason, { minItems: 1, maxItems: 7 }) },
        {
          additionalProperties: false,
          description: "the decision does not cover what is there now, so it settles nothing any more",
        },
      ),
    ),
    beyondShare: Type.Optional(
      Type.Literal(true, {
        description:
          "each sensor that holds it holds 8 heavier or earlier ones: it stands behind what is among the first 8 of any sensor",
      }),
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
    history: Type.Array(DecisionEntry, { description: "decisions, newest first" }),
    changes: Type.Array(SuspectChange, {
      maxItems: 500,
      description:
        "what changed about it, newest first: its band, its evidence, its place; at least a row an hour while it is heard",
    }),
  },
  { additionalProperties: false, $id: "SuspectDetail" },
);
export type SuspectDetail = Static<typeof SuspectDetail>;
