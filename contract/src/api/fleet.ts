import { Type, type Static } from "typebox";
import { CodeName, Identifier, OperatorText, Timestamp, Version } from "../brands.ts";
import { Answer, Command, COMMAND_NAMES, PlainArguments } from "../command.ts";

const { arguments: CommandArguments } = Command.properties;

/** What a sensor is told to do. */
export const CommandRequest = Type.Object(
  {
    name: CodeName(`one of: ${COMMAND_NAMES.filter((name) => name !== "update").join(", ")}`),
    arguments: Type.Optional(PlainArguments),
  },
  { additionalProperties: false },
);
export type CommandRequest = Static<typeof CommandRequest>;

/** A command that was given, and what became of it. */
export const CommandRow = Type.Object(
  {
    commandId: Identifier("the command"),
    name: CodeName("what was to be done"),
    arguments: CommandArguments,
    by: OperatorText("who gave it", 64),
    issuedAt: Timestamp("when"),
    expiresAt: Timestamp("until when the sensor does it; settings stand until there are others"),
    state: Type.Union(
      [
        Type.Literal("sent"),
        Type.Literal("done"),
        Type.Literal("refused"),
        Type.Literal("failed"),
        Type.Literal("expired"),
      ],
      { description: "sent: no answer yet; expired: none came in time; else as the sensor said" },
    ),
    answeredAt: Type.Optional(Timestamp("when its answer was stored")),
    reason: Answer.properties.reason,
    facts: Answer.properties.facts,
    checks: Answer.properties.checks,
    snapshot: Answer.properties.snapshot,
  },
  { additionalProperties: false, $id: "CommandRow" },
);
export type CommandRow = Static<typeof CommandRow>;

/** Which sensors are set first: the canaries, and the others when those hold. */
export const Ring = Type.Union([Type.Literal("canary"), Type.Literal("rest")], {
  description: "canary: new settings come here first, and to the others of the venue when every canary holds them",
});
export type Ring = Static<typeof Ring>;

export const RingRequest = Type.Object({ ring: Ring }, { additionalProperties: false });
export type RingRequest = Static<typeof RingRequest>;

/** One sensor of the fleet: what it runs, how it is set, and what it was told last. */
export const FleetRow = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    venueId: Identifier("its venue"),
    ring: Ring,
    version: Type.Optional(Version("version of the agent; absent: it has not reported")),
    applied: Type.Optional(Identifier("the settings that are in force, as it says; absent: those of its own file")),
    wanted: Type.Optional(CommandRow),
    commands: Type.Array(CommandRow, { maxItems: 8, description: "what it was told last, the latest first" }),
  },
  { additionalProperties: false, $id: "FleetRow", description: "wanted: the settings that it is to have" },
);
export type FleetRow = Static<typeof FleetRow>;
