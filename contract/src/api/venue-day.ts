import { Type, type Static } from "typebox";
import { CalendarDay } from "../brands.ts";
import { Band } from "../suspicion.ts";

const Instant = (description: string) =>
  Type.Integer({ minimum: 0, maximum: 9_999_999_999_999, description: `${description}, epoch milliseconds` });
const Count = (description: string) => Type.Integer({ minimum: 0, description });

/** A day of a venue and what happened on it, as it was known then: what a calendar marks. */
export const VenueDay = Type.Object(
  {
    date: CalendarDay("the day in the venue's zone"),
    fromMs: Instant("its begin in the venue's zone"),
    untilMs: Instant("its end: a day on which clocks change is shorter or longer"),
    active: Count("suspects that were active on it and that nobody had settled"),
    appeared: Count("of these, the ones that were never known before"),
    band: Type.Optional(Type.Union([Band], { description: "the highest band of them; absent: there were none" })),
    firstActiveMs: Type.Optional(Instant("when the first of them was active on it")),
    sensors: Count("sensors of which anything is expected on it"),
    deafSensors: Count("of these, the ones that did not listen for an hour or more"),
    deafHours: Count("hours without a minute listened, all sensors together: silence in them is not absence"),
    outages: Count("outages that were open on it"),
  },
  { additionalProperties: false, $id: "VenueDay" },
);
export type VenueDay = Static<typeof VenueDay>;
