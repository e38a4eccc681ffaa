import { Type, type Static } from "typebox";
import { CodeName, Identifier, OperatorText, Sha256, Timestamp, Version } from "../brands.ts";
import { CodeRecord } from "../code-record.ts";
import { LIMITS } from "../limits.ts";
import { Count } from "../quantities.ts";
import { ReleaseArchitecture } from "../release.ts";
import { ROLLOUT_LIMITS, ROLLOUT_REASONS, UNWELL_CAUSES } from "./figures.ts";
import { Ring } from "./fleet.ts";

/** A version of the sensor's program that is here, for one processor. */
export const ReleaseRow = Type.Object(
  {
    version: Version("what a sensor says of itself when it runs it"),
    architecture: ReleaseArchitecture("processor that it is for"),
    size: Type.Integer({ minimum: 1, maximum: LIMITS.releaseBytes, description: "octets of the package" }),
    sha256: Sha256("of the package"),
    checked: Type.Boolean({
      description:
        "its signature was held against the publisher's public key when it came; each sensor does that itself",
    }),
    addedAt: Timestamp("when it came"),
  },
  { additionalProperties: false, $id: "ReleaseRow" },
);
export type ReleaseRow = Static<typeof ReleaseRow>;

/** How far a sensor of an update is. */
export const RolloutStep = Type.Union(
  [
    Type.Literal("waiting"),
    Type.Literal("told"),
    Type.Literal("proving"),
    Type.Literal("updated"),
    Type.Literal("current"),
    Type.Literal("failed"),
    Type.Literal("left-out"),
  ],
  {
    description:
      "waiting: its turn has not come; told: it fetches and installs; proving: it answered that it is done, and must be well; current: it ran that version before; left-out: it cannot be updated",
  },
);
export type RolloutStep = Static<typeof RolloutStep>;

export const RolloutSensor = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    ring: Ring,
    step: RolloutStep,
    reason: Type.Optional(
      CodeName(`why it waits, failed or is left out: ${ROLLOUT_REASONS.join(", ")}, or what it answered itself`),
    ),
    cause: Type.Optional(CodeName(`why the new version was not well, where it went back: ${UNWELL_CAUSES.join(", ")}`)),
    from: Type.Optional(Version("what it ran before")),
    since: Timestamp("since when it is there"),
  },
  { additionalProperties: false },
);
export type RolloutSensor = Static<typeof RolloutSensor>;

/** Which sensors are to be updated to what. */
export const RolloutRequest = Type.Object(
  {
    version: Version("one of the releases that are here"),
    sensorIds: Type.Optional(
      Type.Array(Identifier("a sensor of the venue"), {
        minItems: 1,
        maxItems: ROLLOUT_LIMITS.sensors,
        uniqueItems: true,
        description: "absent: all of the venue",
      }),
    ),
    soakMinutes: Type.Optional(
      Type.Integer({
        minimum: ROLLOUT_LIMITS.soakMinutes.least,
        maximum: ROLLOUT_LIMITS.soakMinutes.most,
        default: ROLLOUT_LIMITS.soakMinutes.usual,
        description: "minutes for which the first ones must be well before the others follow",
      }),
    ),
  },
  { additionalProperties: false },
);
export type RolloutRequest = Static<typeof RolloutRequest>;

const sensors = Type.Array(RolloutSensor, { maxItems: ROLLOUT_LIMITS.sensors, description: "the first ones first" });
const isFirstChosen = Type.Boolean({
  description: "nobody had named a canary that can be updated, so one sensor was taken as the first by itself",
});

/** What an update would do, as things are now. */
export const RolloutPlan = Type.Object({ isFirstChosen, sensors }, { additionalProperties: false, $id: "RolloutPlan" });
export type RolloutPlan = Static<typeof RolloutPlan>;

/** An update of a venue's sensors: the canaries first, the others when those have proved it, so many at a time. */
export const Rollout = Type.Object(
  {
    rolloutId: Identifier("the update"),
    venueId: Identifier("its venue"),
    version: Version("what is installed"),
    state: Type.Union([Type.Literal("running"), Type.Literal("stopped"), Type.Literal("done")], {
      description: "stopped: nobody else is told, and no piece of it is handed out, until a person goes on with it",
    }),
    by: OperatorText("who began it", 64),
    startedAt: Timestamp("when"),
    changedAt: Timestamp("when anything of it changed last"),
    stoppedBy: Type.Optional(OperatorText("who stopped it; absent where it stopped by itself", 64)),
    reason: Type.Optional(CodeName("why it stopped by itself, as with its sensor")),
    cause: Type.Optional(CodeName("the same of its sensor")),
    because: Type.Optional(Identifier("the sensor because of which it stopped by itself")),
    soakMinutes: Type.Integer({ minimum: 1, description: "minutes for which the first ones must be well" }),
    isFirstChosen,
    counts: CodeRecord("how far", Count("how many sensors"), {
      maxProperties: 8,
      description: "sensors by their step",
    }),
    sensors: Type.Optional(sensors),
  },
  { additionalProperties: false, $id: "Rollout", description: "sensors: absent in lists" },
);
export type Rollout = Static<typeof Rollout>;
