import { Finding, Identifier, SensorConfig, SuspectAddress, Watch } from "@probewarden/contract";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import { KeptOffsets } from "./air/kept-offsets.ts";
import { StaysMemory } from "./detectors/new-transmitter/stays-memory.ts";
import { LONGEST_QUESTION_SECONDS } from "./report/sought-level.ts";
import type { RadioOrder } from "./messages.ts";

const closed = { additionalProperties: false };
const schema = Compile(
  Type.Union([
    Type.Object({ type: Type.Literal("watch"), body: Watch }, closed),
    Type.Object({ type: Type.Literal("restart") }, closed),
    Type.Object({ type: Type.Literal("settings") }, closed),
    Type.Object({ type: Type.Literal("config"), body: SensorConfig }, closed),
    Type.Object(
      {
        type: Type.Literal("hear"),
        body: Type.Object(
          {
            id: Identifier("the question"),
            transmitter: SuspectAddress("whom somebody chose"),
            seconds: Type.Number({ minimum: 1, maximum: LONGEST_QUESTION_SECONDS }),
          },
          closed,
        ),
      },
      closed,
    ),
    Type.Object({ type: Type.Literal("offsets"), body: KeptOffsets }, closed),
    Type.Object({ type: Type.Literal("stays"), body: StaysMemory }, closed),
    Type.Object({ type: Type.Literal("resume"), findings: Type.Array(Finding), isLast: Type.Boolean() }, closed),
  ]),
);

/** Reads an order of the supervisor; undefined when it is none. What it carries comes from the network, so it is checked here again. */
export function readRadioOrder(message: unknown): RadioOrder | undefined {
  return schema.Check(message) ? message : undefined;
}
