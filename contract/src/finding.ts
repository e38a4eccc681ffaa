import { Type, type Static } from "typebox";
import { Identifier, InfrastructureBssid, SuspectAddress, Timestamp } from "./brands.ts";
import { Evidence, Mitigation, Withdrawal } from "./evidence.ts";
import { LIMITS } from "./limits.ts";
import { Count, FrequencyMhz, LevelDbm } from "./quantities.ts";
import { Band, Suspicion } from "./suspicion.ts";

/** Life of a finding: opened → changed / heard → ended. `heard` at most once a minute; `ended` after 30 minutes of listening without hearing it. */
export const FindingState = Type.Union(
  [Type.Literal("opened"), Type.Literal("changed"), Type.Literal("heard"), Type.Literal("ended")],
  { description: "where the finding is in its life" },
);
export type FindingState = Static<typeof FindingState>;

/** One subject and one suspicion, as one sensor judges it. */
export const Finding = Type.Object(
  {
    findingId: Identifier("one id from opening to its end; made by the sensor"),
    suspectId: Identifier("the subject at this sensor: several BSSIDs of one radio are one subject"),
    suspicion: Suspicion,
    state: FindingState,
    scoreDb: Type.Number({ description: "prior + best weight of each family + mitigations, in decibans" }),
    highestDb: Type.Number({ description: "highest score reached, in decibans" }),
    band: Band,
    priorDb: Type.Number({ description: "prior of the suspicion, in decibans" }),
    firstHeardAt: Timestamp("first frame of the subject that counted"),
    lastHeardAt: Timestamp("latest frame of the subject"),
    transmitters: Type.Array(SuspectAddress("an accused address"), {
      maxItems: LIMITS.transmitters,
      description: "the accused addresses; empty where the sender hides behind somebody else's",
    }),
    transmitterCount: Count("how many addresses the subject used"),
    targets: Type.Array(InfrastructureBssid("a network that is hit or imitated"), {
      maxItems: LIMITS.transmitters,
      description: "BSSIDs that are hit or imitated; never accused",
    }),
    rssiDbm: Type.Optional(LevelDbm("median level of the last minute in dBm")),
    channelMhz: Type.Optional(FrequencyMhz("centre frequency last heard on, in MHz")),
    takenBack: Type.Optional(
      Type.Literal(true, {
        description:
          "an address that this finding named was heard behaving as a station: whatever it named before and does not name now is erased everywhere. The address itself is not said again",
      }),
    ),
    heldBack: Type.Optional(
      Count(
        "reports of this finding that the sensor held back since the one before, because too many were due at once",
      ),
    ),
    evidence: Type.Array(Evidence, { maxItems: LIMITS.evidence, description: "lines of the argument, heaviest first" }),
    withdrawn: Type.Optional(
      Type.Array(Withdrawal, {
        maxItems: LIMITS.withdrawn,
        description: "lines that this finding told before and holds no longer, latest last; they weigh nothing",
      }),
    ),
    mitigations: Type.Array(Mitigation, { maxItems: 8, description: "facts of the configuration that speak for it" }),
  },
  { additionalProperties: false, $id: "Finding" },
);
export type Finding = Static<typeof Finding>;
