import { Type, type Static } from "typebox";
import { Identifier } from "../brands.ts";

/** Levels over time. A point: [epoch milliseconds, p10, median, p90, frames]. A gap is a gap. */
export const LevelSeries = Type.Object(
  {
    sensorId: Identifier("the sensor"),
    points: Type.Array(Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number(), Type.Number()])),
    notListened: Type.Array(Type.Tuple([Type.Number(), Type.Number()]), {
      description: "spans [from, to] in epoch milliseconds in which the sensor did not listen",
    }),
  },
  { additionalProperties: false },
);
export type LevelSeries = Static<typeof LevelSeries>;
