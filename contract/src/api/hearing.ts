import { Type, type Static } from "typebox";
import { CodeName, Identifier, InfrastructureBssid, SuspectAddress } from "../brands.ts";
import { HeardLevel } from "../command.ts";

/** Whom a sensor is asked for, by a person who stands at it. */
export const HearingRequest = Type.Object(
  {
    transmitter: Type.Union(
      [InfrastructureBssid("BSSID of an access point"), SuspectAddress("an address of a suspect")],
      { description: "an access point that the person knows, his own hotspot, or a suspect" },
    ),
  },
  { additionalProperties: false },
);
export type HearingRequest = Static<typeof HearingRequest>;

/** A question put to a sensor, and its answer. The address is not told again. */
export const HearingRow = Type.Object(
  {
    askId: Identifier("the question; once answered, good while eight more are asked of this sensor"),
    state: Type.Union(
      [
        Type.Literal("asked"),
        Type.Literal("heard"),
        Type.Literal("not-heard"),
        Type.Literal("failed"),
        Type.Literal("silent"),
      ],
      {
        description:
          "asked: no answer yet; not-heard: not within ten seconds, or nobody whose level may leave the sensor; failed: the sensor could not listen; silent: the sensor did not answer in time",
      },
    ),
    level: Type.Optional(HeardLevel),
    reason: Type.Optional(CodeName("why it failed")),
  },
  { additionalProperties: false, $id: "HearingRow" },
);
export type HearingRow = Static<typeof HearingRow>;
