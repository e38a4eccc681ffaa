import { Type, type Static } from "typebox";
import { Decision } from "./decision.ts";
import { Place } from "./place.ts";
import { SuspectState } from "./suspect.ts";
import { Identifier } from "../brands.ts";
import { Band, Suspicion } from "../suspicion.ts";

export { TIME_STEP_MS } from "./figures.ts";

export const TimeStep = Type.Union([Type.Literal("1m"), Type.Literal("5m"), Type.Literal("15m"), Type.Literal("1h")], {
  description: "how fine: a minute, five, fifteen, an hour; each begins at a whole multiple of itself in UTC",
});
export type TimeStep = Static<typeof TimeStep>;

const Instant = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 9_999_999_999_999, description: `${description}, epoch milliseconds` });

/** What was known of a suspect through a span. */
export const SuspectSpan = Type.Object(
  {
    fromMs: Instant("from when on this was known"),
    untilMs: Instant("until when"),
    state: SuspectState,
    band: Band,
    scoreDb: Type.Number({ description: "the score as it was then, in decibans" }),
    decision: Type.Optional(Decision),
    settled: Type.Boolean({ description: "a person had decided, and the decision covered what was known" }),
    place: Type.Optional(
      Type.Integer({ minimum: 0, description: "where it was thought to be: which of `places`; absent: unknown" }),
    ),
  },
  { additionalProperties: false },
);
export type SuspectSpan = Static<typeof SuspectSpan>;

/** A suspect through a stretch of time, as it was known at each step's beginning, not as it is known now. */
export const SuspectTimeline = Type.Object(
  {
    suspectId: Identifier("the suspect, by the name that it had then: it may have become part of another since"),
    suspicion: Suspicion,
    spans: Type.Array(SuspectSpan, { description: "in the order of time; between two of them it had ended" }),
    places: Type.Array(Place, { description: "each place once" }),
  },
  { additionalProperties: false, $id: "SuspectTimeline" },
);
export type SuspectTimeline = Static<typeof SuspectTimeline>;

/** A mean that identifies nobody: above none and below five it is `{"fewerThan":5}`. */
export const SuppressedMean = Type.Union(
  [
    Type.Number({ minimum: 0, description: "none, or five and more" }),
    Type.Object(
      {
        fewerThan: Type.Literal(5, { description: "fewer than this many: so small a number could point at a person" }),
      },
      { additionalProperties: false, description: "fewer than five, not none" },
    ),
  ],
  { description: "a small mean is suppressed" },
);
export type SuppressedMean = Static<typeof SuppressedMean>;

const perStep = (description: string) =>
  Type.Array(Type.Union([SuppressedMean, Type.Null()]), {
    description: `${description}; null where it did not listen`,
  });

/** What a sensor heard of phones and how long it listened, step by step. */
export const SensorTimeline = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    fromMs: Instant("beginning of the first step"),
    stepMs: Type.Integer({ minimum: 60_000, description: "milliseconds of a step" }),
    listenedShare: Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
      description:
        "minutes of the step in which it listened, of all its minutes up to now: 0 is deaf, and its silence says nothing",
    }),
    probeRequests: perStep("probe requests a minute, mean over the minutes in which it listened"),
    devices: perStep(
      "distinct phones a minute on the channel with the most, the same mean: a phone asks on several channels, so a sum would count it again",
    ),
  },
  { additionalProperties: false, $id: "SensorTimeline" },
);
export type SensorTimeline = Static<typeof SensorTimeline>;
