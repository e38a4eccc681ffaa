import {
  AdapterHealth,
  CameraFinding,
  Census,
  Excerpt,
  LIMITS,
  Finding,
  HEALTH_PROBLEM_CODES,
  HeardLevel,
  Identifier,
  Newcomers,
  problemOf,
  SentCanary,
  Signal,
  Timestamp,
} from "@probewarden/contract";
import { Type } from "typebox";
import { Compile } from "typebox/compile";
import type { CameraReport } from "../cameras/messages.ts";
import { StaysMemory } from "../radio/detectors/new-transmitter/stays-memory.ts";
import type { RadioReport } from "../radio/messages.ts";

/** A process of the sensor beside the supervisor. */
export const PARTS = ["radio", "cameras"] as const;
export type Part = (typeof PARTS)[number];

const closed = { additionalProperties: false };
const Counts = Type.Record(Type.String({ maxLength: 64 }), Type.Number({ minimum: 0 }), { maxProperties: 256 });
const Problems = Type.Array(problemOf(HEALTH_PROBLEM_CODES), { maxItems: 64 });

const RadioHealth = Type.Object(
  {
    captureMethod: Type.Union([
      Type.Literal("pcap"),
      Type.Literal("tcpdump"),
      Type.Literal("recording"),
      Type.Literal("none"),
    ]),
    captureMissing: Type.Optional(
      Type.Array(Type.Union([Type.Literal("pcap"), Type.Literal("tcpdump")]), { maxItems: 2 }),
    ),
    simulatedLevels: Type.Boolean(),
    listening: Type.Array(Type.Object({ channelMhz: Type.Number(), seconds: Type.Number({ minimum: 0 }) }, closed), {
      maxItems: 256,
    }),
    adapters: Type.Optional(Type.Array(AdapterHealth, { maxItems: LIMITS.adapters })),
    canaries: Type.Optional(Type.Array(SentCanary, { maxItems: LIMITS.toldCanaries })),
    frames: Type.Number({ minimum: 0 }),
    lastFrameSecondsAgo: Type.Union([Type.Number({ minimum: 0 }), Type.Null()]),
    skipped: Counts,
    noticed: Counts,
    dropped: Counts,
    forgotten: Counts,
    problems: Problems,
  },
  closed,
);
const CameraHealth = Type.Object({ dropped: Counts, problems: Problems }, closed);

const Heard = Type.Object({ id: Identifier("the question"), ...HeardLevel.properties }, closed);

const at = Timestamp("when it was made");
/** What each part may say. The radio process reads hostile frames and the camera process hostile answers: neither is believed unread. */
const schemas: Readonly<Record<Part, Readonly<Record<string, { Check(value: unknown): boolean }>>>> = {
  radio: {
    finding: Compile(Type.Object({ type: Type.Literal("finding"), at, body: Finding }, closed)),
    newcomer: Compile(Type.Object({ type: Type.Literal("newcomer"), at, body: Newcomers }, closed)),
    heard: Compile(Type.Object({ type: Type.Literal("heard"), body: Heard }, closed)),
    stays: Compile(Type.Object({ type: Type.Literal("stays"), body: StaysMemory }, closed)),
    signal: Compile(Type.Object({ type: Type.Literal("signal"), at, body: Signal }, closed)),
    census: Compile(Type.Object({ type: Type.Literal("census"), at, body: Census }, closed)),
    excerpt: Compile(Type.Object({ type: Type.Literal("excerpt"), at, body: Excerpt }, closed)),
    health: Compile(Type.Object({ type: Type.Literal("health"), body: RadioHealth }, closed)),
  },
  cameras: {
    camera: Compile(Type.Object({ type: Type.Literal("camera"), at, body: CameraFinding }, closed)),
    health: Compile(Type.Object({ type: Type.Literal("health"), body: CameraHealth }, closed)),
  },
};

/** A report that fits the contract, with the part that made it. */
export type Report =
  | { part: "radio"; report: Exclude<RadioReport, { type: "hello" }> }
  | { part: "cameras"; report: Exclude<CameraReport, { type: "hello" }> };

/** Reads what a part sent. A text is the reason why it was not taken: `invalid-finding` …; it is counted and never forwarded. */
export function readReport(part: string, message: unknown): Report | string {
  const type = typeof message === "object" && message !== null && "type" in message ? message.type : undefined;
  const known = PARTS.find((name) => name === part);
  const schema =
    known !== undefined && typeof type === "string" && Object.hasOwn(schemas[known], type)
      ? schemas[known][type]
      : undefined;
  if (schema === undefined) return "invalid-report";
  return schema.Check(message) ? ({ part, report: message } as Report) : `invalid-${String(type)}`;
}
