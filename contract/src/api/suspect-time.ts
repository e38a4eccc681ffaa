import { Type, type Static } from "typebox";
import { Identifier, OperatorText } from "../brands.ts";
import { SuspectSpan } from "./time.ts";
import { Place } from "./place.ts";

/** Hours of a week: seven days of twenty-four. */
export const WEEK_HOURS = 168;

const Instant = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 9_999_999_999_999, description: `${description}, epoch milliseconds` });

/** What was known of one suspect, instant by instant: score, state, decision and place, none of it told over by what came later. */
export const SuspectPast = Type.Object(
  {
    suspectId: Identifier("the suspect"),
    fromMs: Instant(
      "what was known from here on; later than asked for where there are more spans than an answer holds",
    ),
    toMs: Instant("until here; never later than the present"),
    spans: Type.Array(SuspectSpan, { description: "in the order of time; between two of them it had ended" }),
    places: Type.Array(Place, { description: "each place once" }),
  },
  { additionalProperties: false, $id: "SuspectPast" },
);
export type SuspectPast = Static<typeof SuspectPast>;

const perHour = (description: string) =>
  Type.Array(Type.Integer({ minimum: 0, description: "minutes" }), {
    minItems: WEEK_HOURS,
    maxItems: WEEK_HOURS,
    description: `${description}: of each hour of the week in the venue's zone, Monday 00:00 first, all weeks together`,
  });

/** When a suspect is there, by hour and weekday: minutes in which it was heard, of those in which somebody near it listened. */
export const SuspectPresence = Type.Object(
  {
    suspectId: Identifier("the suspect"),
    fromMs: Instant("begin of what was counted"),
    toMs: Instant("its end"),
    timeZone: OperatorText("IANA zone of the venue, in which hours and weekdays are told", 64),
    stepMinutes: Type.Integer({
      minimum: 1,
      description: "as fine as it is counted: heard in a step is heard all of it",
    }),
    sensorIds: Type.Array(Identifier("a sensor"), {
      description:
        "the sensors that heard it in the most hours: whether they listened is told, what the others did says nothing of it",
    }),
    heardMinutes: perHour("heard by one of them"),
    listenedMinutes: perHour("one of them listened: where this is 0, nothing is known"),
  },
  { additionalProperties: false, $id: "SuspectPresence" },
);
export type SuspectPresence = Static<typeof SuspectPresence>;
