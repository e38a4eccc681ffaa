import { Identifier, InfrastructureBssid, LIMITS } from "@probewarden/contract";
import { Type, type Static } from "typebox";
import { NEW_TRANSMITTER } from "./figures.ts";

const Seconds = Type.Number({ minimum: 0, maximum: 1e11 });
const Hours = Type.Number({ minimum: 0, maximum: 1e8 });
const closed = { additionalProperties: false };

/** One stay, as it survives a restart. Only what was heard for longer than a visit lasts is written down, and nobody who behaved as a station. */
export const KeptStay = Type.Object(
  {
    bssid: InfrastructureBssid("an access point that stayed for longer than a visit"),
    state: Type.Union([Type.Literal("early"), Type.Literal("staying"), Type.Literal("told")]),
    stayId: Type.Optional(Identifier("its name outside, once it was told")),
    firstAt: Seconds,
    lastAt: Seconds,
    firstHour: Hours,
    lastHour: Hours,
    toldHour: Hours,
    hoursHeard: Hours,
    channelMhz: Type.Number({ minimum: 0, maximum: 65_535 }),
    isNameAsked: Type.Boolean(),
    levels: Type.Array(Type.Integer({ minimum: -128, maximum: 127 }), { maxItems: NEW_TRANSMITTER.levels }),
  },
  closed,
);
export type KeptStay = Static<typeof KeptStay>;

/** What a sensor has learnt of who beacons at its place. It never leaves the sensor: it lies on its disk, for its own user. */
export const StaysMemory = Type.Object(
  {
    listenedHours: Hours,
    stays: Type.Array(KeptStay, { maxItems: NEW_TRANSMITTER.stays }),
    takenBack: Type.Array(
      Type.Object({ stayId: Identifier("a stay that must not have been told"), hour: Hours }, closed),
      { maxItems: LIMITS.newcomers },
    ),
  },
  closed,
);
export type StaysMemory = Static<typeof StaysMemory>;
